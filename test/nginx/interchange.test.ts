import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';
import { readSettings } from '../../proxy/settings.ts';
import type { Environment } from '../../service/environment.ts';
import { makeCertificate } from '../support/certificates.ts';
import { temporaryFolder } from '../support/folder.ts';
import { settingsNames } from '../support/settings-names.ts';
import { settingsSamples } from './settings-samples.ts';

// nginx/README.md says which directive each setting becomes; this holds it and the generator to it.
const table = suite('interchange table');

interface Row {
  readonly name: string;
  /** Where the row is for one value alone. */
  readonly value: string | undefined;
  readonly nginx: string;
}

const folder = temporaryFolder();
const keysFile = join(folder.path, 'keys');
writeFileSync(keysFile, 'b'.repeat(64));
table.after(() => folder.remove());

const samples = settingsSamples({
  keys: keysFile,
  certificate: makeCertificate(['DNS:a.test'], folder.path).entry,
});
const rows = readRows(readFileSync('nginx/README.md', 'utf8'));

table('every setting of the proxy has a row, and no other', () => {
  const named = new Set(rows.map(({ name }) => name));
  assert.equal([...named].sort(), [...settingsNames(readSettings)].sort());
});

for (const { name, value, nginx } of rows) {
  const words = spans(nginx);
  const title = value === undefined ? name : `${name}=${value}`;
  if (nginx === '(default)' || name === 'PROXY_SETTINGS_FILE') continue;
  if (nginx === '–') {
    table(`${title} is named at the head, and changes nothing else`, () => {
      const { without, set } = generated({ name, value });
      assert.match(set.head, new RegExp(`^#   .*\\b${name}\\b`, 'm'));
      assert.equal(set.directives, without.directives);
    });
  } else {
    table(`${title} becomes ${words.join(', ')}`, () => {
      const { without, set } = generated({ name, value });
      const changed = set.directives.filter((line) => !without.directives.includes(line));
      assert.ok(words.length > 0, 'the row names no directive');
      for (const word of words) {
        assert.ok(
          set.directives.some((line) => line.includes(word)),
          `no ${word}`,
        );
      }
      assert.ok(
        changed.some((line) => words.some((word) => line.includes(word))),
        `what changes is: ${changed.join(' ')}`,
      );
    });
  }
}

table('settings of a file become the same as those of the environment', () => {
  const path = join(folder.path, 'proxy.env');
  writeFileSync(path, 'PROXY_PORT=8081\nPROXY_PEERS=a.test:80\n');
  const both = { PROXY_SETTINGS_FILE: path, PROXY_PORT: '8082' };

  assert.equal(generate(both), generate({ PROXY_PORT: '8082', PROXY_PEERS: 'a.test:80' }));
});

table.run();

function readRows(readme: string): readonly Row[] {
  const section = readme.split('\n## Settings\n')[1]?.split('\n## ')[0] ?? '';
  const cells = section.split('\n').flatMap((line) => {
    const [, setting = '', nginx = ''] = line.split(/(?<!\\) ?\| ?/);
    return [{ setting, nginx: nginx.trim() }];
  });
  return cells.flatMap(({ setting, nginx }) =>
    [...setting.matchAll(/`(PROXY_[A-Z0-9_]+)(?:=([^`]+))?`/g)].map(([, name = '', value]) => ({
      name,
      value,
      nginx,
    })),
  );
}

function spans(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

interface Generated {
  readonly head: string;
  /** All directives; a map or geo is one with its lines. */
  readonly directives: readonly string[];
}

function generated({ name, value }: Pick<Row, 'name' | 'value'>): {
  readonly without: Generated;
  readonly set: Generated;
} {
  const sample = samples[name];
  if (sample === undefined) throw new Error(`settings-samples.ts has none of ${name}`);
  const beside = sample.beside ?? {};
  return {
    without: generate(beside),
    set: generate({ ...beside, [name]: value ?? sample.value }),
  };
}

function generate(env: Environment): Generated {
  const lines = nginxConfFrom(env, { version: parseVersion('1.22') }).split('\n');
  const start = lines.indexOf('');
  return {
    head: lines.slice(0, start).join('\n'),
    directives: directivesIn(lines.filter((line) => !/^\s*(#|$)/.test(line)).join('\n')),
  };
}

function directivesIn(text: string): readonly string[] {
  return text.match(/^ *(?:map|geo) [\s\S]*?\n *\}$|^.*$/gm) ?? [];
}
