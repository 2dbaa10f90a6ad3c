import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import { clip, joinOnDays } from '../../worker/portfolio/window/window.ts';
import { dayOfIso } from '../../worker/prices/day.ts';
import { createSqliteStore } from '../../worker/prices/stores/sqlite.ts';
import { equityCloses } from './equity-market.ts';

/** A market to optimise in. */
export interface HoldMarket {
  readonly name: string;
  readonly closes: Matrix;
  /** Whether the original's way takes minutes on it. */
  readonly minutes: boolean;
  /** How many times as fast as the original's way ours is to be. */
  readonly target?: number;
}

const real = ['AAPL', 'AMZN', 'BAC', 'BBY', 'GE', 'JPM', 'PFE', 'RRC', 'SBUX', 'T', 'WMT', 'XOM'];

/**
 * The sizes that are compared, and twelve real shares over six years.
 *
 * @param store  path of a store of real prices
 */
export async function holdMarkets(store: string): Promise<readonly HoldMarket[]> {
  const simulated = (symbols: number, days: number, more: Partial<HoldMarket> = {}) => ({
    name: `${symbols} × ${days}`,
    closes: equityCloses(1, { days, symbols }),
    minutes: false,
    ...more,
  });
  return [
    simulated(3, 1000),
    await realMarket(store),
    simulated(20, 1000, { target: 50 }),
    simulated(100, 1000, { target: 200 }),
    simulated(100, 2500),
    simulated(500, 2500, { minutes: true }),
  ];
}

async function realMarket(path: string): Promise<HoldMarket> {
  const store = await createSqliteStore({ path });
  const stored = await store.read(real);
  store.close();
  const span = { first: dayOfIso('2010-01-01') ?? 0, last: dayOfIso('2015-12-31') ?? 0 };
  const { closes } = joinOnDays(stored.map((series) => clip(series, span)));
  return {
    name: `real, ${closes.columns} × ${closes.rows - 1}`,
    closes,
    minutes: false,
  };
}
