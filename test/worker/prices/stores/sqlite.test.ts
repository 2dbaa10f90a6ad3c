import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StoreUnavailable } from '../../../../worker/prices/errors.ts';
import type { PriceStore } from '../../../../worker/prices/store.ts';
import { createSqliteStore } from '../../../../worker/prices/stores/sqlite.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { priceSeries } from '../../../support/price-series.ts';

interface Context {
  path: string;
  remove: () => void;
}

const sqlite = suite<Context>('sqlite store shared by processes');

sqlite.before.each((context) => {
  const folder = temporaryFolder();
  context.path = join(folder.path, 'prices.db');
  context.remove = folder.remove;
});
sqlite.after.each(({ remove }) => remove());

sqlite('a reader sees old or new, never a mixture', async ({ path }) => {
  const store = await createSqliteStore({ path });
  await store.write([priceSeries('S0', Array<number>(9000).fill(1))]);
  const writer = write(path, ['4', '9000', '2']);
  const seen = new Set<string>();
  let ended = false;
  const exit = once(writer, 'exit').finally(() => {
    ended = true;
  });

  while (!ended) {
    seen.add(await look(store));
    await nextTurn();
  }
  await exit;
  seen.add(await look(store));

  assert.equal([...seen], ['9000 closes of 1', '9000 closes of 2']);
  store.close();
});

sqlite('kill -9 in a write leaves the old prices whole', async ({ path }) => {
  const store = await createSqliteStore({ path });
  await store.write([priceSeries('S0', [1, 2, 3])]);
  const writer = write(path, ['20', '9000', '2', 'halt']);
  const exit = once(writer, 'exit');

  await said(writer, 'half');
  writer.kill('SIGKILL');
  const [, signal] = await exit;

  assert.is(signal, 'SIGKILL');
  assert.is(await store.count(), 3);
  store.close();
  const reopened = await createSqliteStore({ path });
  assert.equal(await reopened.read(['S0', 'S1']), [priceSeries('S0', [1, 2, 3])]);
  await reopened.write([priceSeries('S1', [7])]);
  assert.is(await reopened.count(), 4);
  reopened.close();
});

sqlite('processes that start at once share one new file', async ({ path }) => {
  const writers = ['1', '2', '3', '4'].map((close) => write(path, ['1', '10', close]));

  const codes = await Promise.all(writers.map(async (one) => (await once(one, 'exit'))[0]));

  assert.equal(codes, [0, 0, 0, 0]);
  const store = await createSqliteStore({ path });
  assert.is(await store.count(), 10);
  store.close();
});

sqlite('a lock that lasts is named, and soon', async ({ path }) => {
  const store = await createSqliteStore({ path, busyTimeoutMs: 40 });
  const holder = new Database(path);
  holder.exec('BEGIN IMMEDIATE');

  await rejects(store.write([priceSeries('B', [1])]), /prices\.db failed: database is locked/);
  holder.exec('ROLLBACK');
  await store.write([priceSeries('B', [1])]);

  assert.is(await store.count(), 1);
  holder.close();
  store.close();
});

sqlite('a file that is no database is named', async ({ path }) => {
  writeFileSync(path, 'date,AAPL\n2012-01-03,1\n'.repeat(100));

  await rejects(createSqliteStore({ path }), /prices\.db failed: file is not a database/);
});

sqlite('a schema from a newer release is refused', async ({ path }) => {
  const newer = new Database(path);
  newer.exec('PRAGMA user_version = 99');
  newer.close();

  await rejects(createSqliteStore({ path }), /has schema 99; this release knows 1/);
});

sqlite('closes that do not fit their version are refused', async ({ path }) => {
  const store = await createSqliteStore({ path });
  await store.write([priceSeries('A', [1, 2, 3])]);
  const meddler = new Database(path);
  meddler.exec(`DELETE FROM closes WHERE symbol = 'A' AND day = 15001`);
  meddler.close();

  await rejects(store.read(['A']), /the closes of A are damaged/);
  store.close();
});

function write(path: string, args: readonly string[]): ChildProcess {
  const here = import.meta.url;
  const script = new URL(`../../../support/store-writer${extname(here)}`, here);
  return spawn(process.execPath, [fileURLToPath(script), path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function said(writer: ChildProcess, word: string): Promise<void> {
  assert.ok(writer.stdout);
  for await (const line of createInterface({ input: writer.stdout })) if (line === word) return;
  throw new Error(`the writer never said ${word}`);
}

async function look(store: PriceStore): Promise<string> {
  const [series] = await store.read(['S0']);
  const closes = new Set(series?.closes);
  return `${series?.closes.length} closes of ${[...closes].join(' and ')}`;
}

async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, StoreUnavailable);
  assert.match(String(error), message);
}

sqlite.run();
