import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { forwardedElements } from '../../../proxy/protection/forwarded-elements.ts';

const forwarded = suite('Forwarded');

const read = (value: string): unknown =>
  forwardedElements(value)?.map((element) => Object.fromEntries(element));

forwarded('the examples of RFC 7239 are understood', () => {
  assert.equal(read('for="_gazonk"'), [{ for: '_gazonk' }]);
  assert.equal(read('For="[2001:db8:cafe::17]:4711"'), [{ for: '[2001:db8:cafe::17]:4711' }]);
  assert.equal(read('for=192.0.2.60;proto=http;by=203.0.113.43'), [
    { for: '192.0.2.60', proto: 'http', by: '203.0.113.43' },
  ]);
  assert.equal(read('for=192.0.2.43, for=198.51.100.17'), [
    { for: '192.0.2.43' },
    { for: '198.51.100.17' },
  ]);
});

forwarded('commas and semicolons within quotes divide nothing', () => {
  assert.equal(read('for="a,b;c=d";x="\\"\\\\"'), [{ for: 'a,b;c=d', x: '"\\' }]);
});

forwarded('empty elements and parameters do not count', () => {
  assert.equal(read('for=a;, ,;host=b'), [{ for: 'a' }, { host: 'b' }]);
  assert.equal(read(''), []);
});

const malformed = [
  'for',
  'for=',
  '=a',
  'for=a; proto=http',
  'for =a',
  'for= a',
  'for=192.0.2.1:80',
  'for=[2001:db8::1]',
  'for=a for=b',
  'for=a;for=b',
  'for=a;FOR=a',
  'for="a',
  'for="a"b',
  'for="\u0001"',
];

for (const value of malformed) {
  forwarded(`${JSON.stringify(value)} is malformed`, () => {
    assert.is(forwardedElements(value), undefined);
  });
}

forwarded('a long hostile value is read in one go', () => {
  const value = `for="${'\\"'.repeat(15_000)}`;

  assert.is(forwardedElements(value), undefined);
});

forwarded.run();
