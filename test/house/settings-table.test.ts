import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings as readProxySettings } from '../../proxy/settings.ts';
import type { Environment } from '../../service/environment.ts';
import { readSettings as readWorkerSettings } from '../../worker/settings.ts';
import { settingsNames } from '../support/settings-names.ts';

// docs/operations.md lists every setting with its default; this holds it to its word.
const table = suite('table of settings');

const operations = readFileSync('docs/operations.md', 'utf8');

const apps: readonly (readonly [heading: string, read: (env: Environment) => unknown])[] = [
  ['Worker', readWorkerSettings],
  ['Proxy', readProxySettings],
];

for (const [heading, read] of apps) {
  table(`every setting of the ${heading.toLowerCase()} is listed`, () => {
    assert.equal([...documented(heading).keys()].sort(), [...settingsNames(read)].sort());
  });

  table(`every default of the ${heading.toLowerCase()} is the documented one`, () => {
    assert.equal(read(Object.fromEntries(documented(heading))), read({}));
  });
}

table.run();

function documented(heading: string): ReadonlyMap<string, string> {
  const section = operations.split(`\n### ${heading}\n`)[1]?.split('\n## ')[0]?.split('\n### ')[0];
  const rows = (section ?? '').matchAll(/^\| `([A-Z0-9_]+)` +\| ([^|]+) \|/gm);
  return new Map([...rows].map(([, name = '', value = '']) => [name, value.trim()]));
}
