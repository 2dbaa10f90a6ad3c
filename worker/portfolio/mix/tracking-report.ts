import { bySymbol } from '../query/by-symbol.ts';
import { finiteOrNull } from '../report/finite-or-null.ts';
import type { Report } from '../report/report.ts';
import type { TrackingFigures } from './mix-problem.ts';
import type { MixObjective } from './mix-question.ts';
import type { MixQuery } from './optimise-mix.ts';

/** How the mix followed its benchmark on the days of the window, or is expected to. */
export function toldTracking({ benchmark }: MixQuery, figures: TrackingFigures): Report {
  const { returns, trackingError, activeReturn, beta, correlation, activeShare } = figures;
  return {
    benchmark: activeShare === undefined ? benchmark : 'benchmark_weights',
    returns: returns ?? null,
    tracking_error: trackingError,
    active_return: activeReturn,
    information_ratio: finiteOrNull(activeReturn / trackingError),
    beta: beta ?? null,
    correlation: correlation ?? null,
    active_share: activeShare ?? null,
  };
}

/** What is followed, and by what measure. */
export function toldFollowed(
  symbols: readonly string[],
  { measure, benchmarkWeights }: Extract<MixObjective, { readonly name: 'min_tracking_error' }>,
): Report {
  const weights = benchmarkWeights && bySymbol(symbols, (i) => benchmarkWeights[i] ?? 0);
  return { tracking_measure: measure, ...(weights ? { benchmark_weights: weights } : {}) };
}
