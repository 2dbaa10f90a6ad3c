import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { StoreUnavailable } from '../errors.ts';

/** One connection to the file. Statements use `all`: `get` leaves them, and so a lock, open. */
export type Connection = Database.Database;

const schemaVersion = 1;
const retryEveryMs = 15;

/** (symbol, day) is the key and the order on disk, so that one symbol's closes lie together. */
const schema = `
  CREATE TABLE series (
    symbol TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    rows INTEGER NOT NULL,
    first INTEGER,
    last INTEGER,
    origin TEXT NOT NULL,
    notes TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE closes (
    symbol TEXT NOT NULL,
    day INTEGER NOT NULL,
    close REAL NOT NULL CHECK (close > 0),
    PRIMARY KEY (symbol, day)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Opens the store's file, and creates it, its folder and its tables where absent; any number of
 * processes may do so at once.
 *
 * @param busyTimeoutMs  how long to wait for another process's lock
 * @throws {StoreUnavailable} the path is not writable, not a database, or from a newer release
 */
export async function openConnection(path: string, busyTimeoutMs: number): Promise<Connection> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const connection = new Database(path);
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    // Changing the journal's mode does not wait for a lock by itself.
    await whenFree(busyTimeoutMs, () => connection.exec('PRAGMA journal_mode = WAL'));
    connection.exec('PRAGMA synchronous = NORMAL');
    if (userVersion(connection) !== schemaVersion) await migrate(connection, busyTimeoutMs);
    return connection;
  } catch (error) {
    throw unavailable(path, error);
  }
}

/**
 * Runs `action` as soon as no other process holds the lock it needs, without blocking the event
 * loop meanwhile.
 *
 * @throws what `action` throws last, when `limitMs` passes or for any other reason than a lock
 */
export async function whenFree<Result>(limitMs: number, action: () => Result): Promise<Result> {
  for (let waitedMs = 0; ; waitedMs += retryEveryMs) {
    try {
      return action();
    } catch (error) {
      if (!busy(error) || waitedMs >= limitMs) throw error;
      await sleep(retryEveryMs);
    }
  }
}

/** The failure of a store, whatever its cause. */
export function unavailable(path: string, error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(`the price store ${path} failed: ${reason}`, { cause: error });
}

/** Several processes may come here at once: whoever gets the lock second finds the work done. */
async function migrate(connection: Connection, limitMs: number): Promise<void> {
  await whenFree(limitMs, () => connection.exec('BEGIN IMMEDIATE'));
  try {
    const found = userVersion(connection);
    if (found > schemaVersion) {
      throw new StoreUnavailable(`it has schema ${found}; this release knows ${schemaVersion}`);
    }
    if (found === 0) connection.exec(schema);
    connection.exec('COMMIT');
  } catch (error) {
    connection.exec('ROLLBACK');
    throw error;
  }
}

function userVersion(connection: Connection): number {
  const [row] = connection.prepare('PRAGMA user_version').raw().all();
  return Array.isArray(row) ? Number(row[0]) : 0;
}

function busy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_BUSY/.test(String(error.code));
}
