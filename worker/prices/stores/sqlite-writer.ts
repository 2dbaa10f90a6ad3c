import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Series } from '../series.ts';
import { type Connection, whenFree } from './sqlite-connection.ts';

/** Rows an INSERT: four times as fast as one by one. */
const rowsPerBlock = 250;
/** Blocks between two turns of the event loop: some 5 ms of work. */
const blocksPerTurn = 10;

/** The writing half of the SQLite store. */
export interface SqliteWriter {
  write(series: readonly Series[], onWritten?: (closes: number) => void): Promise<void>;
  remove(symbols: readonly string[]): Promise<readonly string[]>;
}

/**
 * Writes one transaction at a time, on a connection of its own: a reader on the same one would see
 * what is half-written while a long write lets the event loop turn.
 *
 * @param lockLimitMs  how long to wait for another process's transaction
 */
export function createWriter(connection: Connection, lockLimitMs: number): SqliteWriter {
  // Waiting is done in `whenFree`: SQLite's own would block the event loop.
  connection.exec('PRAGMA busy_timeout = 0');
  const replace = replacer(connection);
  const deleteHead = connection.prepare('DELETE FROM series WHERE symbol = ?');
  const deleteCloses = connection.prepare('DELETE FROM closes WHERE symbol = ?');
  let last: Promise<unknown> = Promise.resolve();

  const inTransaction = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const run = async (): Promise<Result> => {
      await whenFree(lockLimitMs, () => connection.exec('BEGIN IMMEDIATE'));
      try {
        const result = await work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        if (connection.open && connection.inTransaction) connection.exec('ROLLBACK');
        throw error;
      }
    };
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };

  return {
    write: (series, onWritten) =>
      inTransaction(async () => {
        let written = 0;
        for (const one of series) {
          await replace(one, (closes) => onWritten?.(written + closes));
          written += one.days.length;
        }
      }),
    remove: (symbols) =>
      inTransaction(async () =>
        [...new Set(symbols)].sort().filter((symbol) => {
          deleteCloses.run(symbol);
          return deleteHead.run(symbol).changes > 0;
        }),
      ),
  };
}

/** @returns puts one series in place of its symbol's; to be called within a transaction */
function replacer(
  connection: Connection,
): (series: Series, onWritten: (closes: number) => void) => Promise<void> {
  const versionOf = connection.prepare('SELECT version FROM series WHERE symbol = ?').raw();
  const putHead = connection.prepare(
    'INSERT OR REPLACE INTO series (symbol, version, rows, first, last, origin, notes) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const deleteCloses = connection.prepare('DELETE FROM closes WHERE symbol = ?');
  const insert = closesInserter(connection);

  return async (series, onWritten) => {
    const { symbol, version, days, origin, notes } = series;
    const [stored] = versionOf.all(symbol);
    const head = [days.length, days[0] ?? null, days.at(-1) ?? null];
    putHead.run(symbol, version, ...head, JSON.stringify(origin), JSON.stringify(notes));
    // Equal versions have equal closes: a refresh that brought nothing new is one small row.
    const unchanged = Array.isArray(stored) && stored[0] === version;
    if (!unchanged) {
      deleteCloses.run(symbol);
      await insert(series, onWritten);
    }
    onWritten(days.length);
  };
}

function closesInserter(
  connection: Connection,
): (series: Series, onWritten: (closes: number) => void) => Promise<void> {
  const into = 'INSERT INTO closes (symbol, day, close) VALUES ';
  const insertBlock = connection.prepare(into + Array(rowsPerBlock).fill('(?, ?, ?)').join(', '));
  const insertRow = connection.prepare(`${into}(?, ?, ?)`);

  return async ({ symbol, days, closes }, onWritten) => {
    const row = (i: number): unknown[] => [symbol, days[i], closes[i]];
    const whole = days.length - (days.length % rowsPerBlock);
    for (let i = 0; i < whole; i += rowsPerBlock) {
      insertBlock.run(...Array.from({ length: rowsPerBlock }, (_, k) => row(i + k)).flat());
      onWritten(i + rowsPerBlock);
      if ((i / rowsPerBlock) % blocksPerTurn === blocksPerTurn - 1) await nextTurn();
    }
    for (let i = whole; i < days.length; i++) insertRow.run(...row(i));
  };
}
