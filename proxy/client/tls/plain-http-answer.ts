import { problemMediaType } from '../../../service/problem.ts';
import { RequestRejected } from '../../errors.ts';

/** What is answered to a client that speaks plain HTTP where TLS is expected: a whole response. */
export function plainHttpAnswer(): string {
  const problem = new RequestRejected(400, 'This port speaks TLS: the address begins with https.');
  const body = JSON.stringify(problem);
  const fields = Object.entries(problem.headers).map(([name, value]) => `${name}: ${value}`);
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    ...fields,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
