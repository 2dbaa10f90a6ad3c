import type { PriceStore } from '../store.ts';
import { openConnection, unavailable } from './sqlite-connection.ts';
import { createReader } from './sqlite-reader.ts';
import { createWriter } from './sqlite-writer.ts';

/** How the store of one host is opened. */
export interface SqliteStoreOptions {
  /** The file, shared by all workers and the command line; it and its folder are made if absent. */
  readonly path: string;
  /** Memory for closes already read, in bytes. Default: 32 MiB, some 380 long histories. */
  readonly cacheBytes?: number;
  /** How long to wait for another process's lock, in ms. Default: 5000. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the store of one host: one SQLite file in WAL mode, that many processes read while one
 * writes. What was committed outlives `kill -9`; what was not leaves the old prices whole.
 *
 * @throws {StoreUnavailable} when the file can't be opened or made
 * @see https://www.sqlite.org/wal.html
 */
export async function createSqliteStore(options: SqliteStoreOptions): Promise<PriceStore> {
  const { path, cacheBytes = 32 * 1024 * 1024, busyTimeoutMs = 5000 } = options;
  const reading = await openConnection(path, busyTimeoutMs);
  const writing = await openConnection(path, busyTimeoutMs);
  const named = async <Result>(work: () => Promise<Result> | Result): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw unavailable(path, error);
    }
  };
  const [reader, writer] = await named(() => [
    createReader(reading, cacheBytes),
    createWriter(writing, busyTimeoutMs),
  ]);
  return {
    read: (symbols) => named(() => reader.read(symbols)),
    write: (series, onWritten) => named(() => writer.write(series, onWritten)),
    remove: (symbols) => named(() => writer.remove(symbols)),
    list: () => named(() => reader.list()),
    count: () => named(() => reader.count()),
    close: () => {
      reading.close();
      writing.close();
    },
  };
}
