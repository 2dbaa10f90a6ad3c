import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readExposition } from '../support/exposition-reader.ts';
import { ask, testedProxy } from '../support/running-proxy.ts';

// docs/operations.md lists every metric; this holds it to its word.
const table = suite('table of metrics');

const prefix = 'edgefolio_proxy_';

table('every metric is listed, and no other', async () => {
  const { adminUrl, drain } = await testedProxy({
    PROXY_PEERS: '127.0.0.1:1',
    PROXY_CACHE_BYTES: '1000',
  });

  const { body } = await ask(`${adminUrl}/-/metrics`);
  await drain();

  const told = [...readExposition(body).keys()].map((name) => name.slice(prefix.length));
  assert.equal(documented().sort(), told.sort());
});

table.run();

function documented(): string[] {
  const text = readFileSync('docs/operations.md', 'utf8');
  const section = text.split('\n### Metrics\n')[1]?.split('\n```')[0] ?? '';
  const cells = [...section.matchAll(/^\|([^|]+)\|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}
