import { SheetUnreadable, StoreUnavailable } from '../errors.ts';
import { readSheet } from '../frame.ts';
import { importSheet } from '../import/import.ts';
import type { PriceStore } from '../store.ts';
import { type Command, usage } from './command.ts';
import type { Progress } from './progress.ts';
import { faultLines, importedLines, storedLines } from './report.ts';

/** What a command works with. */
export interface RunOptions {
  readonly openStore: () => Promise<PriceStore>;
  /** The time in ms since 1970. */
  readonly now: () => number;
  readonly progress: Progress;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** Runs a command. @returns the exit code: 0 done, 1 failed, 2 asked wrongly */
export async function runCommand(command: Command, options: RunOptions): Promise<number> {
  const { out, err } = options;
  if (command.name === 'help') {
    out(usage);
    return 0;
  }
  if (command.name === 'wrong') {
    err(`${command.reason}\n\n${usage}`);
    return 2;
  }
  try {
    if (command.name === 'import') return await importFile(command.file, options);
    return await withStore(options, async (store) => {
      if (command.name === 'remove') return removeSymbols(command.symbols, store, options);
      for (const line of storedLines(await store.list())) out(line);
      return 0;
    });
  } catch (error) {
    if (!(error instanceof SheetUnreadable || error instanceof StoreUnavailable)) throw error;
    err(error.message);
    return 1;
  }
}

async function importFile(file: string, options: RunOptions): Promise<number> {
  const { now, progress, out, err } = options;
  const sheet = await readSheet(file);
  const reading = importSheet(sheet, new Date(now()).toISOString());
  if ('faults' in reading) {
    for (const line of faultLines(file, reading.faults)) err(line);
    return 1;
  }
  const closes = reading.series.reduce((sum, { days }) => sum + days.length, 0);
  await withStore(options, async (store) => {
    progress.start(closes);
    await store.write(reading.series, progress.update).finally(progress.stop);
  });
  for (const line of importedLines(reading)) out(line);
  return 0;
}

async function removeSymbols(
  symbols: readonly string[],
  store: PriceStore,
  { out, err }: RunOptions,
): Promise<number> {
  const removed = await store.remove(symbols);
  const missing = symbols.filter((symbol) => !removed.includes(symbol));
  if (removed.length > 0) out(`removed: ${removed.join(', ')}`);
  if (missing.length > 0) err(`not in the store: ${missing.join(', ')}`);
  return missing.length > 0 ? 1 : 0;
}

async function withStore<Result>(
  { openStore }: RunOptions,
  work: (store: PriceStore) => Promise<Result>,
): Promise<Result> {
  const store = await openStore();
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
