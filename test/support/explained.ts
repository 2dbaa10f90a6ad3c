/**
 * Runs a test whose subject is another process: when it fails, its error also says what that
 * process told, for nobody can ask it afterwards.
 *
 * @param tell  what there is to know; asked after a failure alone
 */
export async function explained<Value>(
  run: () => Promise<Value>,
  tell: () => Promise<string> | string,
): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    const told = await Promise.resolve()
      .then(tell)
      .catch((reason: unknown) => `and nothing could be learnt about it: ${reason}`);
    if (error instanceof Error) addTo(error, told);
    throw error;
  }
}

function addTo(error: Error, text: string): void {
  // Written out when it is read for the first time, the stack would say all of it once more.
  const { stack } = error;
  error.message += `\n${text}`;
  if (stack !== undefined) error.stack = stack;
}

/** The last lines of what something said, under its name. */
export function lastWords(name: string, lines: readonly string[], count = 30): string {
  const last = lines.slice(-count).map((line) => `    | ${line.slice(0, 1000)}`);
  return [`${name}: the last ${last.length} of ${lines.length} lines`, ...last].join('\n');
}
