import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createSqliteStore } from '../../../../worker/prices/stores/sqlite.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { sharedData } from '../../../support/shared-data.ts';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Context {
  file: (name: string, text: string) => string;
  prices: (...args: string[]) => Promise<Outcome>;
  store: string;
  remove: () => void;
}

const cli = suite<Context>('prices command line');

cli.before.each((context) => {
  const folder = temporaryFolder();
  context.store = join(folder.path, 'data', 'prices.db');
  context.prices = (...args) => run(args, context.store);
  context.file = (name, text) => {
    const path = join(folder.path, name);
    writeFileSync(path, text);
    return path;
  };
  context.remove = folder.remove;
});
cli.after.each(({ remove }) => remove());

cli('real prices are imported and listed', async ({ prices, store }) => {
  const stocks = sharedData('prices/stock_prices.csv');
  const spy = sharedData('prices/spy_prices.csv');
  if (stocks === undefined || spy === undefined) return;

  const first = await prices('import', stocks);
  const second = await prices('import', spy);
  const list = await prices('list');

  assert.equal(first, {
    code: 0,
    out: 'imported (wide): 20 symbols, 7,126 rows, 106,931 closes, 1989-12-29 to 2018-04-11\n',
    err: 'writing: 106,931 closes\n',
  });
  assert.is(second.code, 0);
  assert.is(list.out.trim().split('\n').length, 22);
  assert.match(list.out, /^FB +1,483 +2012-05-18 +2018-04-11 +import$/m);
  assert.match(list.out, /^SPY +6,765 +1993-01-29 +2019-12-09 +import$/m);
  const opened = await createSqliteStore({ path: store });
  const [fb] = await opened.read(['FB']);
  opened.close();
  assert.is(fb?.closes[0], 38.23);
});

cli('one fault and nothing is imported', async ({ prices, file }) => {
  await prices('import', file('good.csv', 'date,A\n2012-01-03,1\n'));

  const bad = await prices(
    'import',
    file('bad.csv', 'date,A,B\n2012-01-03,5,5\n\n2012-01-04,x,0\n'),
  );
  const list = await prices('list');

  assert.is(bad.code, 1);
  assert.is(bad.out, '');
  assert.match(
    bad.err,
    /bad\.csv has 2 faults; nothing is imported:\n {2}line 4, A: "x" is no number\n {2}line 4, B: 0 is not above 0\n$/,
  );
  assert.match(list.out, /^A +1 /m);
  assert.not.match(list.out, /^B/m);
});

cli('a missing file is named', async ({ prices }) => {
  const { code, err } = await prices('import', 'no-such-file.csv');

  assert.is(code, 1);
  assert.match(err, /^no-such-file\.csv can't be read: ENOENT[^\n]*\n$/);
});

cli('a store that cannot be opened is named', async ({ file }) => {
  const { code, err } = await run(['list'], file('prices.db', 'not a database '.repeat(50)));

  assert.is(code, 1);
  assert.match(err, /^the price store .*prices\.db failed: file is not a database\n$/);
});

for (const args of [[], ['exprot'], ['import'], ['import', 'a', 'b'], ['remove'], ['list', 'A']]) {
  cli(`"${args.join(' ')}" is answered with the usage`, async ({ prices }) => {
    const { code, out, err } = await prices(...args);

    assert.is(code, 2);
    assert.is(out, '');
    assert.match(err, /^[a-z].*\n\nUsage:\n/);
  });
}

cli('help is no failure', async ({ prices }) => {
  const { code, out } = await prices('--help');

  assert.is(code, 0);
  assert.match(out, /^Usage:\n/);
});

function run(args: readonly string[], store: string): Promise<Outcome> {
  const here = import.meta.url;
  const main = new URL(`../../../../worker/prices/cli/main${extname(here)}`, here);
  const env = { ...process.env, WORKER_STORE: store };
  return new Promise((resolve) => {
    execFile(process.execPath, [fileURLToPath(main), ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

cli.run();
