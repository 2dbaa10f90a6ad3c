import type { Series } from '../series.ts';
import type { PriceStore, StoredSymbol } from '../store.ts';

/** A store that forgets everything when the process ends: for tests, and for prices of one request. */
export function createMemoryStore(): PriceStore {
  const bySymbol = new Map<string, Series>();
  return {
    read: async (symbols) => symbols.flatMap((symbol) => bySymbol.get(symbol) ?? []),
    write: async (series, onWritten) => {
      let closes = 0;
      for (const one of series) {
        bySymbol.set(one.symbol, one);
        closes += one.days.length;
        onWritten?.(closes);
      }
    },
    remove: async (symbols) =>
      [...new Set(symbols)].filter((symbol) => bySymbol.delete(symbol)).sort(),
    list: async () =>
      [...bySymbol.values()].map(stored).sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
    count: async () => {
      let closes = 0;
      for (const { days } of bySymbol.values()) closes += days.length;
      return closes;
    },
    close: () => undefined,
  };
}

function stored({ symbol, origin, days }: Series): StoredSymbol {
  const first = days[0];
  const last = days.at(-1);
  return {
    symbol,
    source: origin.source,
    rows: days.length,
    ...(first === undefined || last === undefined ? {} : { first, last }),
    ...(origin.since === undefined ? {} : { since: origin.since }),
  };
}
