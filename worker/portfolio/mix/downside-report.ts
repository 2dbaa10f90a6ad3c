import { type Day, isoDate } from '../../prices/day.ts';
import { finiteOrNull } from '../report/finite-or-null.ts';
import type { Report } from '../report/report.ts';
import type { MixOptimum } from './mix-problem.ts';
import type { MixSolved } from './mix-solve.ts';
import type { MixQuery } from './optimise-mix.ts';

/** Members of `expected`: the risk that the objective knows, beside the volatility. */
export function downsideFigures(
  { mix: { objective }, riskFreeRate }: MixQuery,
  { optimum, expected }: MixSolved,
): Report {
  const { objectiveValue: value = Number.NaN, risk = Number.NaN, tail } = optimum;
  const excess = expected.return - riskFreeRate;
  switch (objective.name) {
    case 'min_cvar':
    case 'target_cvar':
      return { cvar: risk, value_at_risk: tail?.level };
    case 'min_cdar':
    case 'target_cdar':
      return { cdar: risk, drawdown_at_risk: tail?.level };
    case 'min_semivariance':
    case 'target_semideviation':
    case 'max_downside_utility':
      return { semideviation: risk, sortino_ratio: finiteOrNull(excess / risk) };
    case 'max_sortino':
      // After costs the objective is not the ratio before them.
      return risk > 0
        ? { semideviation: risk, sortino_ratio: excess / risk }
        : { semideviation: excess / value, sortino_ratio: value };
    case 'max_omega':
      return { omega_ratio: value };
    default:
      return {};
  }
}

/**
 * Members of `certificate` that only objectives of single days have.
 *
 * @param days  of the closes that all symbols have
 */
export function downsideCertificate(
  { dualityGap, tail, falls }: MixOptimum,
  days: ArrayLike<Day>,
): Report {
  return {
    ...(dualityGap === undefined ? {} : { duality_gap: dualityGap }),
    ...(tail === undefined ? {} : { tail_days: tail.days }),
    ...(falls === undefined
      ? {}
      : {
          binding_drawdowns: falls.map(({ peak, trough, share }) => ({
            from: isoDate(days[peak] ?? 0),
            to: isoDate(days[trough] ?? 0),
            multiplier: share,
          })),
        }),
  };
}
