import process from 'node:process';
import { createSqliteStore } from '../../worker/prices/stores/sqlite.ts';
import { priceSeries } from './price-series.ts';

/**
 * A process that writes to a store: `store-writer.js FILE SYMBOLS ROWS CLOSE [halt]`. All closes of
 * all symbols equal CLOSE. It says `open`, then `half` when half is written, where it may halt, then
 * `done`.
 */
const [path = '', symbols = '1', rows = '1', close = '1', atHalf = ''] = process.argv.slice(2);
const count = Number(symbols) * Number(rows);
const store = await createSqliteStore({ path });
process.stdout.write('open\n');
let half = false;
await store.write(
  Array.from({ length: Number(symbols) }, (_, i) =>
    priceSeries(`S${i}`, Array<number>(Number(rows)).fill(Number(close))),
  ),
  (written) => {
    if (half || written < count / 2) return;
    half = true;
    process.stdout.write('half\n');
    // Whoever wants to kill it in the middle of a write has all the time that takes.
    if (atHalf === 'halt') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
);
store.close();
process.stdout.write('done\n');
