import { setImmediate as nextTurn } from 'node:timers/promises';
import { recentlyUsed } from '../../recently-used.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Origin, Series } from '../series.ts';
import type { StoredSymbol } from '../store.ts';
import { seriesVersion } from '../version.ts';
import type { Connection } from './sqlite-connection.ts';

/** A row of the table `series`. */
interface Head {
  readonly symbol: string;
  readonly version: string;
  readonly rows: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly origin: Origin;
  readonly notes: readonly string[];
}

type Closes = Pick<Series, 'days' | 'closes'>;

const columns = 'symbol, version, rows, first, last, origin, notes';

/** The reading half of the SQLite store. */
export interface SqliteReader {
  read(symbols: readonly string[]): Promise<readonly Series[]>;
  list(): readonly StoredSymbol[];
  count(): number;
}

/**
 * Reads series by one query for their heads and, for those whose version is not remembered, one
 * for their closes.
 *
 * @param cacheBytes  size of the memory of closes
 */
export function createReader(connection: Connection, cacheBytes: number): SqliteReader {
  const remembered = recentlyUsed<Closes>(
    cacheBytes,
    ({ days, closes }) => days.byteLength + closes.byteLength,
  );
  const findHeads = connection
    .prepare(`SELECT ${columns} FROM series WHERE symbol IN (SELECT value FROM json_each(?))`)
    .raw();
  const allHeads = connection.prepare(`SELECT ${columns} FROM series ORDER BY symbol`).raw();
  const countCloses = connection.prepare('SELECT total(rows) FROM series').raw();
  const closesOf = closesReader(connection);

  const heads = (symbols: readonly string[]): Head[] =>
    findHeads.all(JSON.stringify(symbols)).map(headOf);

  const load = (head: Head): Series | undefined => {
    const quick = completed(head, closesOf.quick(head.symbol));
    if (quick !== undefined) return quick;
    // Either a writer came between the two queries, or a close did not survive its way as text.
    const [again, closes] = inSnapshot(connection, () => [
      heads([head.symbol])[0],
      closesOf.exact(head.symbol),
    ]);
    if (again === undefined) return undefined;
    const exact = completed(again, closes);
    if (exact === undefined) throw new StoreUnavailable(`the closes of ${head.symbol} are damaged`);
    return exact;
  };

  return {
    read: async (symbols) => {
      const found: Series[] = [];
      for (const head of heads(symbols)) {
        const key = `${head.symbol} ${head.version}`;
        const known = remembered.get(key);
        const series = known === undefined ? load(head) : { ...parts(head), ...known };
        if (series === undefined) continue;
        found.push(series);
        if (known !== undefined) continue;
        remembered.set(`${series.symbol} ${series.version}`, series);
        await nextTurn();
      }
      return found;
    },
    list: () => allHeads.all().map(headOf).map(storedOf),
    count: () => Number(fields(countCloses.all()[0])[0]),
  };
}

/**
 * Two ways to read closes. As text a symbol takes a third of the time, but SQLite promises only 15
 * digits of a number as text (its JSON functions print no more), so that the result must be
 * checked against the version.
 */
function closesReader(connection: Connection): Record<'quick' | 'exact', (s: string) => Closes> {
  const texts = connection
    .prepare(
      `SELECT json_group_array(day), coalesce(group_concat(printf('%!.17g', close)), '')
       FROM (SELECT day, close FROM closes WHERE symbol = ? ORDER BY day)`,
    )
    .raw();
  const rows = connection
    .prepare('SELECT day, close FROM closes WHERE symbol = ? ORDER BY day')
    .raw();
  return {
    quick: (symbol) => {
      const [days, closes] = fields(texts.all(symbol)[0]);
      return {
        days: Int32Array.from(numbers(String(days))),
        closes: Float64Array.from(numbers(`[${closes}]`)),
      };
    },
    exact: (symbol) => {
      const found = rows.all(symbol).map(fields);
      return {
        days: Int32Array.from(found, (row) => Number(row[0])),
        closes: Float64Array.from(found, (row) => Number(row[1])),
      };
    },
  };
}

function completed(head: Head, closes: Closes): Series | undefined {
  const series = { ...parts(head), ...closes };
  return seriesVersion(series) === head.version ? series : undefined;
}

function parts({ symbol, version, origin, notes }: Head): Omit<Series, 'days' | 'closes'> {
  return { symbol, version, origin, notes };
}

function headOf(row: unknown): Head {
  const [symbol, version, rows, first, last, origin, notes] = fields(row);
  return {
    symbol: String(symbol),
    version: String(version),
    rows: Number(rows),
    first: first === null ? null : Number(first),
    last: last === null ? null : Number(last),
    origin: JSON.parse(String(origin)),
    notes: JSON.parse(String(notes)),
  };
}

function storedOf({ symbol, origin, rows, first, last }: Head): StoredSymbol {
  return {
    symbol,
    source: origin.source,
    rows,
    ...(first === null || last === null ? {} : { first, last }),
    ...(origin.since === undefined ? {} : { since: origin.since }),
  };
}

function inSnapshot<Result>(connection: Connection, read: () => Result): Result {
  connection.exec('BEGIN');
  try {
    return read();
  } finally {
    connection.exec('COMMIT');
  }
}

function fields(row: unknown): readonly unknown[] {
  return Array.isArray(row) ? row : [];
}

function numbers(json: string): number[] {
  return JSON.parse(json);
}
