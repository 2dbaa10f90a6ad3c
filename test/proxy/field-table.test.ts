import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FieldTable } from '../../proxy/field-table.ts';

const fieldTable = suite('field table');

const table = new FieldTable([
  ['te', 1],
  ['date', 2],
  ['etag', 3],
  ['content-length', 4],
]);

fieldTable('a name is found in any case', () => {
  const found = ['te', 'TE', 'Date', 'ETag', 'cONTENT-lENGTH'].map((name) => table.get(name));
  assert.equal(found, [1, 1, 2, 3, 4]);
});

fieldTable('other names are not found, whatever their lengths', () => {
  const names = ['', 'a', 'tx', 'vary', 'server', 'content-range.', 'x'.repeat(99), '__proto__'];
  assert.ok(names.every((name) => table.get(name) === undefined));
});

fieldTable.run();
