import * as assert from 'uvu/assert';
import type { ContractCase, Stage } from '../stage.ts';
import { fieldValue } from '../support/message.ts';
import { ask, openClient } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';

/** Requests of one fault, each followed by another that no peer may see. */
interface Faults {
  readonly title: string;
  /** What all edges answer; of several, each may have its own view. */
  readonly statuses: readonly number[];
  readonly requests: readonly string[];
}

const next = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
const chunks = '5\r\nhello\r\n0\r\n\r\n';

const posting = (fields: string, body: string): string =>
  `POST /asked HTTP/1.1\r\nHost: a\r\n${fields}\r\n\r\n${body}`;
const getting = (line: string, fields = 'Host: a'): string => `${line}\r\n${fields}\r\n\r\n`;
const sized = (length: string): string => posting(`Content-Length:${length}`, 'hello');
const coded = (coding: string): string => posting(`Transfer-Encoding:${coding}`, chunks);
const chunked = (body: string): string => posting('Transfer-Encoding: chunked', body);

const faults: readonly Faults[] = [
  {
    title: 'a length that is no plain number is refused in every form',
    statuses: [400],
    requests: ['+5', '-5', '0x5', '5.0', '5,5', '5, 6', '5;', '5 5', '', ' ', 'five', '1e1', '"5"']
      .concat(['99999999999999999999999', '18446744073709551621', '5\x0b', '\x0c5', '5\0', '5\xa0'])
      .map(sized),
  },
  {
    title: 'a length that is given twice is refused, whatever it is',
    statuses: [400],
    requests: [
      ['5', '5'],
      ['5', '6'],
      ['0', '5'],
      ['', '5'],
      ['5', ''],
      ['05', '5'],
    ].map((two) => posting(two.map((one) => `Content-Length: ${one}`).join('\r\n'), 'hello')),
  },
  {
    title: 'a name of a length that is none is refused',
    statuses: [400],
    requests: [' Content-Length', '\tContent-Length', 'Content-Length\0', 'Content Length']
      .map((name) => `${name}: 5`)
      .concat(['Content-Length', 'Content-Length: 5\r\n 0'])
      .map((field) => posting(`X-A: 1\r\n${field}`, 'hello')),
  },
  {
    title: 'a transfer coding but chunked alone is refused in every form',
    statuses: [501],
    requests: [
      'xchunked',
      'chunkedx',
      'chunked;q=1',
      '"chunked"',
      'chunked,',
      ',chunked',
      '',
      'cow',
    ]
      .concat([
        'chunked, chunked',
        'chunked, identity',
        'identity',
        'gzip, chunked',
        'chunked, gzip',
      ])
      .concat(['chun\tked', 'chunked\xa0', 'foo chunked', '[chunked]', 'chunked:', 'deflate'])
      .map(coded),
  },
  {
    title: 'a transfer coding in two lines is refused',
    statuses: [400, 501],
    requests: ['chunked', 'identity', 'gzip', '', 'x', ',']
      .map((one) => `Transfer-Encoding: ${one}\r\nTransfer-Encoding: chunked`)
      .concat(['Transfer-Encoding: chunked\r\nTransfer-Encoding:'])
      .map((fields) => posting(fields, chunks)),
  },
  {
    title: 'a length beside any transfer coding is refused',
    statuses: [400, 501],
    requests: ['chunked', 'identity', 'xchunked', 'gzip, chunked', '', '\x0bchunked']
      .map((coding) => `Content-Length: 4\r\nTransfer-Encoding: ${coding}`)
      .concat(['Transfer-Encoding: chunked\r\nContent-Length: 4'])
      .map((fields) => posting(fields, chunks)),
  },
  {
    title: 'a chunk whose size is no hexadecimal number is refused',
    statuses: [400, 413],
    requests: [
      '0x5',
      ' 5',
      '\t5',
      '+5',
      '-5',
      '5,',
      '5g',
      'g',
      '',
      ';a',
      '5.0',
      '5_0',
      '5\x0b',
      '"5',
    ]
      .concat(['100000000000000005', 'ffffffffffffffff', '10000000000000000'])
      .map((size) => chunked(`${size}\r\nhello\r\n0\r\n\r\n`)),
  },
  {
    title: 'a chunk that is not as long as it says is refused',
    statuses: [400],
    requests: [
      '5\r\nhello0\r\n\r\n',
      '5\r\nhelloXX0\r\n\r\n',
      '4\r\nhello\r\n0\r\n\r\n',
      '\r\n5\r\nhello\r\n0\r\n\r\n',
      '5\r\nhello\r\n\r\n0\r\n\r\n',
      '5\rhello\r\n0\r\n\r\n',
      '5\r\nhello\r\n-0\r\n\r\n',
    ].map(chunked),
  },
  {
    title: 'a request line in which a word is broken is refused',
    statuses: [400],
    requests: [
      'GET',
      'GET /g HTTP',
      'GET /g HTTP/',
      'GET /g HTTP/1',
      'GET /g HTTP/1.',
      'GET\t/g HTTP/1.1',
    ]
      .concat(['GET /g http/1.1', 'GET /g HTTPS/1.1', 'GET /g HTTP/1,1', 'GET /g HTTP/-1.1'])
      .concat(['get /g HTTP/1.1', 'G/T /g HTTP/1.1', 'G\0T /g HTTP/1.1', '"GET /g HTTP/1.1'])
      .concat(['GET /a b HTTP/1.1', 'GET /g\0 HTTP/1.1', 'GET /g\x7f HTTP/1.1', ' GET /g HTTP/1.1'])
      .map((line) => getting(line)),
  },
  {
    title: 'a target that is no path of a host is refused',
    statuses: [400],
    requests: [
      'g',
      '?q',
      '.',
      '*',
      'a.test:80',
      'mailto:a@b',
      'http:/a/g',
      'http:a/g',
      'http://:80/g',
    ]
      .concat(['http:///g', 'http://a:x/g', 'http://u@a/g', 'http://a@b/g', 'http://[::1/g'])
      .map((target) => getting(`GET ${target} HTTP/1.1`)),
  },
  {
    title: 'another major version is refused',
    statuses: [400, 505],
    requests: ['2.0', '3.0', '0.9'].map((version) => getting(`GET /g HTTP/${version}`)),
  },
  {
    title: 'a Host that is none is refused',
    statuses: [400],
    requests: ['a b', 'a/b', 'a, b', '::1', 'http://a', 'a\tb', 'a\0b', ':80', ':']
      .map((host) => `Host: ${host}`)
      .concat(['Host', 'Host : a', ' Host: a', 'Host\0: a', 'Host: a\r\n b', 'Host: a\r\nHost: a'])
      .map((field) => getting('GET /g HTTP/1.1', field)),
  },
  {
    title: 'a field whose name or line is broken is refused',
    statuses: [400],
    requests: [
      ' X: 1',
      '\tX: 1',
      ': 1',
      ':',
      'X A: 1',
      'X\0: 1',
      'X\x7f: 1',
      'X : 1',
      'X: a\0b',
      'X: a\rb',
    ]
      .concat(['X: 1\r\n folded', 'X: 1\r\n\tfolded', 'X: 1\r\n \r\nY: 2', '\x0bX: 1'])
      .map((field) => getting('GET /g HTTP/1.1', `Host: a\r\n${field}`)),
  },
];

/** Requests that may look odd, and go on: what a peer is asked, and with what body. */
const lawful: readonly (readonly [bytes: string, asked: string, body: string])[] = [
  [sized(' \t5 '.replace('\t', ' ')), 'POST /asked', 'hello'],
  [sized('005'), 'POST /asked', 'hello'],
  [coded(' cHUNKed '), 'POST /asked', 'hello'],
  [chunked('0005;a="b;c"\r\nhello\r\n00\r\nX-T: 1\r\n\r\n'), 'POST /asked', 'hello'],
  [
    chunked('5 ; a = b\r\nhello\r\n0;c\r\nHost: b\r\nContent-Length: 9\r\n\r\n'),
    'POST /asked',
    'hello',
  ],
  [chunked(`${'0'.repeat(30)}5\r\nhello\r\n0\r\n\r\n`), 'POST /asked', 'hello'],
  [
    `GET /asked HTTP/1.1\r\nHost: a\r\nContent-Length: ${next.length}\r\n\r\n${next}`,
    'GET /asked',
    next,
  ],
  [
    `DELETE /asked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    'DELETE /asked',
    'hello',
  ],
  [getting('GET /asked HTTP/1.2'), 'GET /asked', ''],
  [`\r\n\r\n${getting('GET /asked HTTP/1.1')}`, 'GET /asked', ''],
  [getting('GET HTTP://B.test:8000/asked?q HTTP/1.1'), 'GET /asked?q', ''],
  [getting('GET http://[::1]:80?q HTTP/1.1'), 'GET /?q', ''],
  [getting('GET /\xff%0d%0a;a=b@c:d[e]\\|^`{} HTTP/1.1'), 'GET /\xff%0d%0a;a=b@c:d[e]\\|^`{}', ''],
  [getting('M-SEARCH /asked HTTP/1.1'), 'M-SEARCH /asked', ''],
  [getting('GET /asked HTTP/1.1', 'HOST:A.Test:80\r\nX:\r\nY: \x80\xff\ta'), 'GET /asked', ''],
];

/** Requests that were made to be read in two ways. */
export const hostileRequests: readonly ContractCase[] = [
  ...faults.map((fault) => ({
    title: fault.title,
    run: (stage: Stage) => refusesAll(stage, fault),
  })),
  {
    title: 'what is lawful though odd goes on, and so does what comes behind it',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      for (const [bytes, asked, body] of lawful) {
        const bodies: string[] = [];
        origin.received.length = 0;
        origin.script = async (exchange) => {
          bodies.push((await exchange.body()).toString('latin1'));
          exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        };
        const client = await openClient(port);
        client.send(`${bytes}${getting('GET /behind HTTP/1.1')}`);
        const statuses = [(await client.response()).status, (await client.response()).status];
        client.destroy();

        assert.equal(statuses, [200, 200], bytes);
        assert.equal(origin.asked, [asked, 'GET /behind'], bytes);
        assert.equal(bodies, [body, ''], bytes);
      }
    },
  },
];

async function refusesAll(stage: Stage, { statuses, requests }: Faults): Promise<void> {
  const { port, origin } = await stage.single(says('hello'));
  for (const bytes of requests) {
    const client = await openClient(port);
    client.send(`${bytes}${next}`);
    const answer = await client.response();
    client.destroy();

    assert.ok(statuses.includes(answer.status), `${answer.status} for ${JSON.stringify(bytes)}`);
    assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
    assert.is(fieldValue(answer, 'proxy-status'), 'edgefolio; error=http_request_error');
  }
  // Whatever was passed on before has arrived once this has.
  await ask({ port, target: '/last' });
  // Where no body is in dispute it is known where the next request begins: it may go on.
  const disputed = requests.some((bytes) => bytes.startsWith('POST'));
  const expected = disputed ? ['GET /last'] : ['GET /smuggled', 'GET /last'];
  assert.ok(
    origin.asked.every((one) => expected.includes(one)),
    origin.asked.join(),
  );
}
