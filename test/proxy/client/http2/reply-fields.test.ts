import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { http2Section } from '../../../../proxy/client/http2/reply-fields.ts';

const sections = suite('sections of HTTP/2');

function section(fields: readonly string[]): Record<string, unknown> {
  return { ...http2Section(fields) };
}

sections('names are in lower case, fields of the connection are left out', () => {
  const found = section(['X-A', '1', 'Connection', 'x', 'Transfer-Encoding', 'chunked', 'TE', 'a']);

  assert.equal(found, { 'x-a': '1' });
});

sections('cookies keep their lines, other lines are joined', () => {
  const cookies = ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'set-cookie', 'c=3'];

  const found = section([...cookies, 'X-A', '1', 'x-a', '2']);

  assert.equal(found, { 'set-cookie': ['a=1', 'b=2', 'c=3'], 'x-a': '1, 2' });
});

sections('a length that stands there twice is one', () => {
  assert.equal(section(['Content-Length', '3', 'content-length', '3']), { 'content-length': '3' });
});

sections('a name that objects have a use for is a name like others', () => {
  assert.equal(Object.keys(http2Section(['__proto__', '1'])), ['__proto__']);
});

sections.run();
