import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';

/** A table of figures as `test/data/report-figures.py` writes them. */
interface Figures {
  readonly [name: string]: number;
}

interface Tail {
  readonly value_at_risk: number;
  readonly conditional: number;
}

/** What pandas and scipy say of one way to hold the weights. */
export interface GoldenFigures {
  readonly annual_volatility: number;
  readonly sharpe_ratio: number;
  readonly sortino_ratio: number;
  readonly skewness: number;
  readonly excess_kurtosis: number;
  readonly ulcer_index: number;
  readonly average_drawdown: number;
  readonly episodes: readonly {
    readonly depth: number;
    readonly peak: number;
    readonly trough: number;
    readonly recovery: number | null;
  }[];
  readonly historical: Tail;
  readonly gaussian: Tail;
  readonly cornish_fisher: Tail;
  readonly probabilistic: {
    readonly ratio: number;
    readonly standardError: number;
    readonly probability: number;
    readonly low: number;
    readonly high: number;
    readonly minimumTrackRecord: number;
  };
  readonly months: Figures;
  readonly rolling_volatility_63: readonly [number, number];
  readonly rolling_sharpe_63: readonly [number, number];
  readonly rolling_beta_63: readonly [number, number];
  readonly beta: number;
  readonly alpha: number;
  readonly correlation: number;
  readonly tracking_error: number;
  readonly information_ratio: number;
  readonly up_capture: number;
  readonly down_capture: number;
  readonly marginal: readonly number[];
  readonly contribution: readonly number[];
}

interface Golden {
  readonly confidence: number;
  readonly risk_free_rate: number;
  readonly weights: readonly number[];
  readonly dates: readonly string[];
  readonly closes: Readonly<Record<string, readonly number[]>>;
  readonly benchmark: readonly number[];
  readonly buy_and_hold: GoldenFigures;
  readonly fixed_mix: GoldenFigures;
  readonly normal: {
    readonly cdf: readonly (readonly [number, number])[];
    readonly quantile: readonly (readonly [number, number])[];
  };
}

/** Prices and what pandas and scipy make of them (test/data/README.md). */
export const golden = JSON.parse(
  readFileSync(resolve('test', 'data', 'report-figures.json'), 'utf8'),
) as Golden;

/** The effective yearly rate as a rate per day. */
export const goldenHurdle = (1 + golden.risk_free_rate) ** (1 / 252) - 1;

/** Their closes as kernels take them. */
export function goldenCloses(): Matrix {
  const columns = Object.values(golden.closes);
  const rows = golden.dates.length;
  const values = Float64Array.from({ length: rows * columns.length }, (_, at) => {
    return columns[at % columns.length]?.[Math.floor(at / columns.length)] ?? Number.NaN;
  });
  return { rows, columns: columns.length, values };
}
