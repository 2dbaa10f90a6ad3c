import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { covarianceContributions } from '../../kernels/risk/covariance-contributions.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import { diversification } from './diversification.ts';
import { portfolioVolatility, volatilitiesOf, volatilitySlope } from './expected.ts';

/**
 * Where the expected volatility of weights comes from, in the words of the contract; nothing where
 * next to none is left of it, and rounding would decide.
 *
 * @param covariance  n × n, per year
 */
export function expectedRisk(
  symbols: readonly string[],
  covariance: Matrix,
  weights: Float64Array,
): Report {
  const found = covarianceContributions(covariance, weights);
  const volatility = portfolioVolatility(covariance, weights);
  if (found === undefined || volatilitySlope(covariance, volatility) === 0) {
    return { risk_contributions: null, diversification: null };
  }
  const alone = volatilitiesOf(covariance).map((sigma, i) => Math.abs(weights[i] ?? 0) * sigma);
  return {
    risk_contributions: bySymbol(symbols, (i) => ({
      marginal: found.marginal[i] ?? 0,
      contribution: found.absolute[i] ?? 0,
      share: found.share[i] ?? 0,
    })),
    diversification: diversification({
      weights,
      alone,
      volatility: found.volatility,
      shares: found.share,
    }),
  };
}
