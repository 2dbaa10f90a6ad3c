import * as assert from 'uvu/assert';
import type { ContractCase, Stage } from '../stage.ts';
import { fieldValue } from '../support/message.ts';
import { ask, openClient, type RawResponse } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';
import { timeToEnd } from '../support/waiting.ts';

interface Refusal {
  readonly title: string;
  readonly status: number;
  /** Start line and fields; the empty line is added. */
  readonly lines: readonly string[];
  readonly rest?: string;
}

const smuggled = '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

/** Requests whose reading could be disputed, which is what request smuggling lives on. */
const refusals: readonly Refusal[] = [
  {
    title: 'a length beside chunks is refused',
    status: 400,
    lines: [
      'POST / HTTP/1.1',
      'Host: a',
      `Content-Length: ${smuggled.length}`,
      'Transfer-Encoding: chunked',
    ],
    rest: smuggled,
  },
  {
    title: 'another transfer coding than chunked is refused',
    status: 501,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: gzip'],
  },
  {
    title: 'a transfer coding before chunked is refused',
    status: 501,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: gzip, chunked'],
    rest: smuggled,
  },
  {
    title: 'a chunked HTTP/1.0 request is refused',
    status: 400,
    lines: ['POST / HTTP/1.0', 'Host: a', 'Transfer-Encoding: chunked'],
    rest: smuggled,
  },
  {
    title: 'two different lengths are refused',
    status: 400,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Content-Length: 5'],
    rest: 'abcde',
  },
  {
    title: 'a length that is no number is refused',
    status: 400,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3x'],
    rest: 'abc',
  },
  {
    title: 'a negative length is refused',
    status: 400,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Content-Length: -3'],
    rest: 'abc',
  },
  {
    title: 'a request without Host is refused',
    status: 400,
    lines: ['GET / HTTP/1.1', 'X-A: 1'],
  },
  {
    title: 'a second Host is refused',
    status: 400,
    lines: ['GET / HTTP/1.1', 'Host: a', 'Host: b'],
  },
  {
    title: 'a space before the colon is refused',
    status: 400,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Content-Length : 3'],
    rest: 'abc',
  },
  {
    title: 'a NUL in a field is refused',
    status: 400,
    lines: ['GET / HTTP/1.1', 'Host: a', 'X-A: b\0c'],
  },
  { title: 'a request line without sense is refused', status: 400, lines: ['nonsense'] },
  {
    title: 'a chunk size without sense is refused',
    status: 400,
    lines: ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked'],
    rest: 'zz\r\nabc\r\n0\r\n\r\n',
  },
];

/** What is refused before a peer is asked. */
export const framing: readonly ContractCase[] = [
  ...refusals.map((refusal) => ({
    title: refusal.title,
    run: async (stage: Stage): Promise<void> => {
      const answer = await refused(stage, refusal);

      assert.is(answer.status, refusal.status);
      assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
      assert.match(fieldValue(answer, 'proxy-status') ?? '', 'edgefolio; error=http_request_error');
    },
  })),
  {
    title: 'TRACE is not allowed',
    async run(stage) {
      const answer = await refused(stage, { lines: ['TRACE / HTTP/1.1', 'Host: a'] });

      assert.is(answer.status, 405);
      assert.match(fieldValue(answer, 'allow') ?? '', 'GET');
    },
  },
  {
    title: 'CONNECT is not allowed',
    async run(stage) {
      const lines = ['CONNECT a:443 HTTP/1.1', 'Host: a:443'];

      const { status } = await refused(stage, { lines });

      assert.is(status, stage.differences.connect === 'refused 405' ? 405 : 400);
    },
  },
  {
    title: 'what comes behind a CONNECT is no request',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      const client = await openClient(port);

      client.send('CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n');
      const { status } = await client.response();
      const { orderly, text } = await timeToEnd(client);

      assert.ok(status === 405 || status === 400);
      assert.equal([orderly, text, origin.received.length], [true, '', 0]);
    },
  },
];

async function refused(
  stage: Stage,
  { lines, rest }: Pick<Refusal, 'lines' | 'rest'>,
): Promise<RawResponse> {
  const { port, origin } = await stage.single(says('hello'));
  const client = await openClient(port);
  client.send(`${lines.join('\r\n')}\r\n\r\n${rest ?? ''}`);
  const answer = await client.response();
  // With a body in dispute the connection ends: what follows could be read in two ways.
  if (rest !== undefined) await client.reader.toEnd().catch(() => undefined);
  client.destroy();
  // Whatever was passed on before has arrived once this has.
  await ask({ port, target: '/last' });
  assert.not.ok(origin.asked.includes('GET /smuggled'), 'the peer is asked what was smuggled');
  return answer;
}
