import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCommand } from '../../../../worker/prices/cli/command.ts';
import { runCommand } from '../../../../worker/prices/cli/run.ts';
import type { PriceStore } from '../../../../worker/prices/store.ts';
import { createMemoryStore } from '../../../../worker/prices/stores/memory.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { priceSeries } from '../../../support/price-series.ts';

interface Context {
  store: PriceStore;
  /** Runs a command; its answer is the exit code and the lines of both streams. */
  run: (...args: string[]) => Promise<{ code: number; out: string[]; err: string[] }>;
  file: (text: string) => string;
  progress: string[];
  remove: () => void;
}

const running = suite<Context>('price commands');

running.before.each((context) => {
  const folder = temporaryFolder();
  const store = createMemoryStore();
  const progress: string[] = [];
  context.store = store;
  context.progress = progress;
  context.remove = folder.remove;
  context.file = (text) => {
    const path = join(folder.path, 'a.csv');
    writeFileSync(path, text);
    return path;
  };
  context.run = async (...args) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommand(readCommand(args), {
      openStore: async () => store,
      now: () => Date.parse('2026-01-02T03:04:05Z'),
      progress: {
        start: (total) => void progress.push(`of ${total}`),
        update: (done) => void progress.push(`${done}`),
        stop: () => void progress.push('stop'),
      },
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    return { code, out, err };
  };
});
running.after.each(({ remove }) => remove());

running('a long file with dates of two kinds is imported', async (context) => {
  const { run, file, store, progress } = context;

  const result = await run(
    'import',
    file('date,symbol,close\n01/04/2012,A,2\n2012-01-03,A,1\n2012-01-03,B,5\n'),
  );

  assert.equal(result, {
    code: 0,
    out: [
      'imported (long): 2 symbols, 3 rows, 3 closes, 2012-01-03 to 2012-01-04',
      "sorted: 1 close stood below a later day's",
    ],
    err: [],
  });
  assert.equal(progress, ['of 3', '2', '3', 'stop']);
  const [a] = await store.read(['A']);
  assert.equal(a?.origin, {
    source: 'import',
    simulated: false,
    detail: 'a.csv',
    since: '2026-01-02T03:04:05.000Z',
  });
});

running('many faults are counted', async ({ run, file, store }) => {
  const rows = Array.from({ length: 1030 }, (_, i) => `day ${i},1`);

  const { code, out, err } = await run('import', file(`date,A\n${rows.join('\n')}\n`));

  assert.is(code, 1);
  assert.equal(out, []);
  assert.match(err[0] ?? '', /a\.csv has 1,030 faults; nothing is imported:$/);
  assert.match(err[1] ?? '', /^ {2}line 2, date: "day 0" is no date/);
  assert.is(err[21], '  … and 1,010 more');
  assert.is(err.length, 22);
  assert.is(await store.count(), 0);
});

running('an import tells of jumps and keeps them', async ({ run, file, store }) => {
  const rows = Array.from({ length: 28 }, (_, i) => {
    const close = (i < 14 ? 100 : 25) + (i % 2) / 10;
    return `2012-02-${`${i + 1}`.padStart(2, '0')},${close}`;
  });

  const { code, out } = await run('import', file(`date,A\n${rows.join('\n')}\n`));

  assert.is(code, 0);
  assert.match(out[1] ?? '', /^The prices of A jump on 2012-02-15 \(×0\.250\)/);
  assert.is(await store.count(), 28);
});

running('removing names what is not there', async ({ run, store }) => {
  await store.write([priceSeries('A', [1]), priceSeries('B', [2])]);

  assert.equal(await run('remove', 'a'), { code: 0, out: ['removed: A'], err: [] });
  assert.equal(await run('remove', 'A', 'B'), {
    code: 1,
    out: ['removed: B'],
    err: ['not in the store: A'],
  });
  assert.equal((await run('list')).out, ['the store is empty']);
});

running('a listing stands in columns', async ({ run, store }) => {
  await store.write([priceSeries('LONGNAME', [1, 2]), priceSeries('B', [])]);

  assert.equal((await run('list')).out, [
    'symbol    rows  first       last        source',
    'B            0  -           -           import',
    'LONGNAME     2  2011-01-26  2011-01-27  import',
  ]);
});

running.run();
