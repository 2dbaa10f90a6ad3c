/** One request of a chaos run. */
export interface Question {
  readonly id: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE' | 'POST';
  /** Size of the body of the right answer. */
  readonly answerBytes: number;
  /** Size of the request's body; 0 = it has none. */
  readonly bodyBytes: number;
}

/** What the proxy holds whole, and can therefore send again: `PROXY_REPLAY_LIMIT_BYTES`. */
export const replayLimitBytes = 65_536;

const methods = [
  ...Array<'GET'>(12).fill('GET'),
  ...(['HEAD', 'PUT', 'PUT', 'DELETE', 'POST', 'POST'] as const),
];

/** Draws a request: two thirds are GETs, one in fifty has a body too large to be sent twice. */
export function drawQuestion(index: number, random: () => number): Question {
  const method = methods[Math.floor(random() * methods.length)] ?? 'GET';
  const bodied = method === 'PUT' || method === 'POST';
  const streamed = bodied && random() < 0.1;
  const bodyBytes = streamed ? 4 * replayLimitBytes : Math.floor(random() * 4000);
  return {
    id: `chaos-${index}`,
    method,
    answerBytes: Math.floor(random() ** 2 * 12_000),
    bodyBytes: bodied ? bodyBytes : 0,
  };
}

/** Whether it can be asked twice without harm: such a request is never to fail. */
export function repeatable({ method, bodyBytes }: Question): boolean {
  return method !== 'POST' && bodyBytes <= replayLimitBytes;
}

/** Where it is sent: peers read from it what to answer. */
export function targetOf({ id, answerBytes }: Question): string {
  return `/chaos/${id}?bytes=${answerBytes}`;
}

/** The right answer to a target: nobody else's answer looks like it. */
export function answerTo(target: string): string {
  const [path = '', query = ''] = target.split('?bytes=');
  const size = Number(query);
  const line = `${path.slice('/chaos/'.length)} `;
  return line.repeat(Math.ceil(size / line.length)).slice(0, size);
}

/** The identifier in a target. */
export function idIn(target: string): string {
  return target.slice('/chaos/'.length).split('?')[0] ?? '';
}
