import type { SolveInput } from '../worker/portfolio/hold/solve.ts';
import { clip, closesOn, joinOnDays } from '../worker/portfolio/window/window.ts';
import { dayOfIso } from '../worker/prices/day.ts';
import type { Series } from '../worker/prices/series.ts';
import { createSqliteStore } from '../worker/prices/stores/sqlite.ts';

const symbols = ['AAPL', 'FB', 'GOOG'];
const benchmark = 'SPY';

/**
 * What the documented question makes of a store of real prices: 964 days × 3 symbols.
 *
 * @throws {Error} the store lacks one of its symbols
 */
export async function seedInput(
  path: string,
  globalBound: SolveInput['globalBound'],
): Promise<SolveInput> {
  const store = await createSqliteStore({ path });
  const stored = await store.read([...symbols, benchmark]);
  store.close();
  const span = { first: dayOfIso('2012-01-01') ?? 0, last: dayOfIso('2016-03-20') ?? 0 };
  const named = (name: string): Series => {
    const series = stored.find(({ symbol }) => symbol === name);
    if (series === undefined) throw new Error(`the store has no ${name}`);
    return clip(series, span);
  };
  const { days, closes } = joinOnDays(symbols.map(named));
  return {
    closes,
    hurdle: { benchmark: closesOn(days, named(benchmark)) },
    periodsPerYear: 252,
    globalBound,
  };
}
