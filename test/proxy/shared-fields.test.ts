import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SharedFields } from '../../proxy/shared-fields.ts';

const shared = suite('shared fields');

shared('their text has a line for each, in their order', () => {
  assert.is(new SharedFields(['A', 'b', 'C', '', 'A', 'd']).text, 'A: b\r\nC: \r\nA: d\r\n');
  assert.is(new SharedFields([]).text, '');
});

shared('they are what was given, with and without a text', () => {
  for (const value of ['', 'b', ' b: c ', '\xff', 'a\r\nB: c']) {
    const given = ['A', 'a', 'B', value, 'A', ''];
    assert.equal(new SharedFields(given).fields, given);
  }
  assert.equal(new SharedFields([]).fields, []);
});

shared('there is no text where a value could end its line', () => {
  for (const value of ['a\r\nB: c', 'a\nb', 'a\r', 'a\0', 'Ċ']) {
    assert.is(new SharedFields(['A', 'a', 'B', value]).text, undefined);
  }
});

shared.run();
