import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readQuery } from '../../worker/portfolio/query/query.ts';

const fields = suite('api-fields');

const told = readFileSync('docs/api.md', 'utf8');

/** What a refusal of nonsense says that there is. */
function listed(body: object, field: string): readonly string[] {
  const { faults } = readQuery(body, { maxSymbols: 9 });
  const reason = faults.find((fault) => fault.field === field)?.reason ?? '';
  return reason.match(/[a-z0-9_]+(?:[A-Z]\w+)?/g) ?? [];
}

fields('every field has its place in the documentation', () => {
  const names = listed({ nonsense: 1 }, 'nonsense').slice(
    'is not a field those are'.split(' ').length,
  );

  assert.ok(names.length > 50, `${names}`);
  assert.equal(
    names.filter((name) => !told.includes(`\`${name}\``)),
    [],
  );
});

fields('every objective has its place in the documentation', () => {
  const names = listed({ objective: 'nonsense' }, 'objective').slice(
    'must be one of'.split(' ').length,
  );

  assert.ok(names.includes('min_cvar') && names.length > 20, `${names}`);
  assert.equal(
    names.filter((name) => !told.includes(`\`${name}\``)),
    [],
  );
});

fields.run();
