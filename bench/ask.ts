/** What a worker says of one answer. */
export interface Asked {
  /** How long it had the question, in ms, by its own clock. */
  readonly workerMs: number;
  readonly body: string;
}

/**
 * Asks one question.
 *
 * @param accept  default: JSON
 * @throws {Error} it was not answered 200
 */
export async function ask(
  url: string,
  question: string,
  accept = 'application/json',
): Promise<Asked> {
  const response = await fetch(`${url}/backend`, {
    method: 'POST',
    body: question,
    headers: { accept },
  });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${body.slice(0, 300)}`);
  const timing = response.headers.get('server-timing') ?? '';
  return { workerMs: Number(/;dur=([\d.]+)/.exec(timing)?.[1]), body };
}

/** Asks one after the other, each time for another amount. */
export async function askRepeatedly(
  url: string,
  question: string,
  amounts: { readonly from: number; readonly count: number },
): Promise<readonly Asked[]> {
  const all: Asked[] = [];
  for (let i = 0; i < amounts.count; i++) {
    all.push(await ask(url, question.replace('{amount}', String(amounts.from + i))));
  }
  return all;
}
