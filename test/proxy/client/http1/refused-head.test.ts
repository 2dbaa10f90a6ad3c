import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { refusedHead, toldLimitBytes } from '../../../../proxy/client/http1/refused-head.ts';

const refused = suite('refused head');

function told(text: string): readonly string[] {
  const { method, target, version } = refusedHead(text);
  return [method, target, version];
}

refused('a line that makes sense is told', () => {
  assert.equal(told('HEAD /a?b HTTP/1.0\r\nbroken'), ['HEAD', '/a?b', '1.0']);
  assert.equal(told('GET /a HTTP/1.1'), ['GET', '/a', '1.1']);
});

refused('of a broken line is told what makes sense', () => {
  assert.equal(told('GET /a'), ['GET', '/a', '1.1']);
  assert.equal(told('GET /a HTTP/x\r\n'), ['GET', '/a', '1.1']);
  assert.equal(told('GET /a b HTTP/1.1\r\n'), ['GET', '/a', '1.1']);
});

refused('nothing is told of what is no request line', () => {
  for (const text of ['', '\x16\x03\x01', 'get / HTTP/1.1', 'GET', ' GET / HTTP/1.1']) {
    assert.equal(told(text), ['', '', '1.1'], text);
  }
});

refused('a long target is cut', () => {
  const [, target = ''] = told(`GET /${'x'.repeat(40_000)} HTTP/1.1\r\n`);
  assert.is(target.length, toldLimitBytes - 4);
});

refused.run();
