import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withoutAliases } from '../../../proxy/exchange/field-aliases.ts';

const aliases = suite('field aliases');

aliases('a field is dropped however its hyphens are spelled', () => {
  const fields = [
    'CF_Connecting-IP',
    '1',
    'X-A',
    '2',
    'cf-connecting-ip',
    '3',
    'CF-Connecting',
    '4',
  ];

  assert.equal(withoutAliases(fields, 'cf-connecting-ip'), ['X-A', '2', 'CF-Connecting', '4']);
  assert.equal(withoutAliases(['A-B', '1', 'a_b', '2'], 'a_b'), []);
});

aliases('without a name nothing is dropped', () => {
  assert.equal(withoutAliases(['X-A', '1'], ''), ['X-A', '1']);
});

aliases.run();
