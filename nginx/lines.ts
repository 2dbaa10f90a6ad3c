/** Lines of a configuration, without their line ends. */
export type Lines = readonly string[];

/**
 * A template tag for pieces of a configuration: takes backslashes as they stand, takes the common
 * indentation away, and sets lists of lines in where they stand alone on a line, indented like it. An
 * empty list takes its line with it.
 */
export function lines(
  template: TemplateStringsArray,
  ...values: readonly (string | number | Lines)[]
): Lines {
  const places = values.map((value, index) => (isLines(value) ? place(index) : String(value)));
  const written = String.raw({ raw: template.raw }, ...places).split('\n');
  const kept = written.slice(blank(written[0]) ? 1 : 0, blank(written.at(-1)) ? -1 : undefined);
  const common = Math.min(...kept.filter((line) => !blank(line)).map(indentation));
  return kept.flatMap((line) => setIn(blank(line) ? '' : line.slice(common), values));
}

/** A block: its opening, its content indented, its end. */
export function block(opening: string, ...parts: readonly Lines[]): Lines {
  const content = parts.flat().map((line) => (line === '' ? '' : `    ${line}`));
  return [`${opening} {`, ...content, '}'];
}

/** Parts divided by empty lines; an empty part leaves none. */
export function apart(...parts: readonly Lines[]): Lines {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ['', ...part]));
}

// No configuration holds the character, so nothing that is written can be taken for a place.
function place(index: number): string {
  return `\u0000${index}\u0000`;
}

function setIn(line: string, values: readonly (string | number | Lines)[]): Lines {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it marks the place of a list
  const [, indent = '', index] = /^( *)\u0000(\d+)\u0000$/.exec(line) ?? [];
  const value = index === undefined ? undefined : values[Number(index)];
  if (value === undefined || !isLines(value)) return [line];
  return value.map((one) => (one === '' ? '' : indent + one));
}

function isLines(value: string | number | Lines): value is Lines {
  return typeof value === 'object';
}

function blank(line: string | undefined): boolean {
  return line?.trim() === '';
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
