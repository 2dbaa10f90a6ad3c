import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SharedFields } from '../../../proxy/shared-fields.ts';
import { partFields, withFields } from '../../../proxy/upstream/request-fields.ts';

const requestFields = suite('request fields');

requestFields('undici is told where a request goes and how long it is, and no more', () => {
  const fields = ['Accept', '*/*', 'Host', 'a', 'Content-Length', '3', 'A', ''];
  const { known, text } = partFields({ fields, shared: new SharedFields(['B', 'b']) });

  assert.equal(known, ['Host', 'a', 'Content-Length', '3']);
  assert.is(text, 'Accept: */*\r\nA: \r\nB: b\r\n');
});

requestFields('a value that could end its line is left to undici, which refuses it', () => {
  for (const value of ['a\r\nB: c', 'a\nb', 'a\r', 'a\0', 'Ċ']) {
    const all = { known: ['B', 'b', 'A', value], text: '' };
    const harmless = new SharedFields([]);
    assert.equal(partFields({ fields: ['B', 'b', 'A', value], shared: harmless }), all);
    const shared = new SharedFields(['A', value]);
    assert.equal(partFields({ fields: ['B', 'b'], shared }), all);
  }
});

requestFields('they stand behind the Host', () => {
  const head = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: keep-alive\r\n\r\n';

  assert.is(
    withFields(head, 'A: b\r\n'),
    'GET / HTTP/1.1\r\nhost: a\r\nA: b\r\nconnection: keep-alive\r\n\r\n',
  );
  assert.throws(() => withFields('GET / HTTP/1.1\r\nhost: a\r\n\r\n', 'A: b\r\n'), /another way/);
});

requestFields.run();
