import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RequestRejected } from '../../../proxy/errors.ts';
import { readRequestHead } from '../../../proxy/exchange/headers.ts';
import {
  type RequestLine,
  type ScreenedRequest,
  screenRequest,
} from '../../../proxy/exchange/screening.ts';

const screening = suite('screening');

const line: RequestLine = { method: 'GET', target: '/', version: '1.1', bodyLimitBytes: 100 };

function screened(fields: readonly string[], given: Partial<RequestLine> = {}): ScreenedRequest {
  return screenRequest(readRequestHead(fields), { ...line, ...given });
}

interface Refusal {
  readonly title: string;
  readonly fields: readonly string[];
  readonly line?: Partial<RequestLine>;
  readonly status: number;
}

const host = ['Host', 'a'];
const refusals: readonly Refusal[] = [
  { title: 'TRACE is refused', fields: host, line: { method: 'TRACE' }, status: 405 },
  { title: 'a missing Host is refused', fields: [], status: 400 },
  {
    title: 'more fields than a peer may keep are refused',
    fields: [...host, ...Array.from({ length: 1001 }, () => ['X-A', '']).flat()],
    status: 431,
  },
  { title: 'two Hosts are refused', fields: ['Host', 'a', 'host', 'a'], status: 400 },
  { title: 'a Host with a path is refused', fields: ['Host', 'a/b'], status: 400 },
  { title: 'a Host with a quote is refused', fields: ['Host', 'a"b'], status: 400 },
  { title: 'a Host with a bracket is refused', fields: ['Host', 'a[b]'], status: 400 },
  { title: 'a Host above ASCII is refused', fields: ['Host', '\xfc.test'], status: 400 },
  { title: 'a Host with half an escape is refused', fields: ['Host', 'a%2'], status: 400 },
  { title: 'a Host that is a port alone is refused', fields: ['Host', ':80'], status: 400 },
  { title: 'a Host of too many colons is refused', fields: ['Host', '[:::::]'], status: 400 },
  {
    title: 'a target without a host is refused',
    fields: host,
    line: { target: 'http://:80/' },
    status: 400,
  },
  {
    title: 'an empty coding before chunks is refused',
    fields: [...host, 'Transfer-Encoding', '', 'Transfer-Encoding', 'chunked'],
    status: 501,
  },
  { title: 'a Host with a user is refused', fields: ['Host', 'u@a'], status: 400 },
  {
    title: 'a target without a slash is refused',
    fields: host,
    line: { target: '*' },
    status: 400,
  },
  { title: 'a foreign scheme is refused', fields: host, line: { target: 'ftp://a/' }, status: 400 },
  {
    title: 'length beside coding is refused',
    fields: [...host, 'Content-Length', '1', 'Transfer-Encoding', 'chunked'],
    status: 400,
  },
  {
    title: 'chunks in HTTP/1.0 are refused',
    fields: [...host, 'Transfer-Encoding', 'chunked'],
    line: { version: '1.0' },
    status: 400,
  },
  {
    title: 'another coding is refused',
    fields: [...host, 'Transfer-Encoding', 'gzip, chunked'],
    status: 501,
  },
  {
    title: 'a coding given twice is refused',
    fields: [...host, 'Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked'],
    status: 501,
  },
  { title: 'a signed length is refused', fields: [...host, 'Content-Length', '+1'], status: 400 },
  {
    title: 'a body above the limit is refused',
    fields: [...host, 'Content-Length', '101'],
    status: 413,
  },
];

for (const { title, fields, line: given, status } of refusals) {
  screening(title, () => {
    const refused = (error: unknown): boolean =>
      error instanceof RequestRejected && error.status === status;

    assert.throws(() => screened(fields, given), refused);
  });
}

screening('every spelling of a host is understood', () => {
  const hosts = [
    '',
    'a_b.test:',
    'A-1.test:80',
    '127.0.0.1',
    '[::1]:8000',
    '[v1.a:b]',
    "a%2f~!$&'()*+;=",
  ];

  for (const name of hosts) assert.is(screened(['Host', name]).path, '/', name);
});

screening('zeros before a length change nothing', () => {
  const long = `${'0'.repeat(30)}5`;

  assert.is(screened([...host, 'Content-Length', long]).sizeBytes, 5);
  assert.is(screened([...host, 'Content-Length', '00']).body, 'none');
});

screening('path and query stay byte for byte', () => {
  const target = '/a%2Fb/../c//d?x=%20&y=[1]';

  assert.is(screened(host, { target }).path, target);
});

screening('the authority of an absolute target becomes the Host', () => {
  const head = readRequestHead(['Host', 'other']);

  const { path } = screenRequest(head, { ...line, target: 'http://example:81?q' });

  assert.is(path, '/?q');
  assert.is(head.host, 'example:81');
});

screening('a body at the limit is welcome', () => {
  assert.equal(screened([...host, 'Content-Length', '100']), {
    path: '/',
    body: 'sized',
    sizeBytes: 100,
  });
});

screening('a length of zero is no body', () => {
  assert.is(screened([...host, 'Content-Length', '0']).body, 'none');
});

screening('an HTTP/1.0 request may leave Host out', () => {
  assert.is(screened([], { version: '1.0' }).path, '/');
});

screening.run();
