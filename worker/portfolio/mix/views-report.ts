import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import type { Estimate, HeardView } from './mix-problem.ts';
import type { View, ViewsQuestion } from './mix-question.ts';
import type { MixQuery } from './optimise-mix.ts';

/** `equilibrium` and `black_litterman` of an estimate, where it has any. */
export function toldOutlook(query: MixQuery, estimate: Estimate): Report {
  const { equilibrium, heard } = estimate;
  const { views } = query.mix.estimate;
  return {
    ...(equilibrium === undefined
      ? {}
      : {
          equilibrium: {
            market_weights: bySymbol(query.symbols, (i) => equilibrium.marketWeights[i] ?? 0),
            risk_aversion: equilibrium.riskAversion,
            risk_aversion_from: equilibrium.implied ? 'benchmark' : 'given',
          },
        }),
    ...(heard === undefined || views === undefined
      ? {}
      : {
          black_litterman: {
            prior: typeof views.prior === 'string' ? views.prior : 'given',
            prior_returns: bySymbol(query.symbols, (i) => heard.prior[i] ?? 0),
            tau: views.tau,
            posterior_covariance: views.posteriorCovariance,
            ...toldDoubt(views),
            views: views.views.flatMap((view, k) => {
              const outcome = heard.views[k];
              return outcome === undefined ? [] : [toldView(view, outcome, query.symbols)];
            }),
          },
        }),
  };
}

/** Ω, where it was sent in full: row by row. */
function toldDoubt({ views, viewCovariance }: ViewsQuestion): Report {
  if (viewCovariance === undefined) return {};
  const count = views.length;
  return {
    view_covariance: views.map((_, k) => viewCovariance.slice(k * count, (k + 1) * count)),
  };
}

/** One view: what it said, what the prior and the posterior say of it, and what is left of it. */
function toldView(view: View, outcome: HeardView, symbols: readonly string[]): Report {
  const side = (sign: number): Readonly<Record<string, number>> =>
    Object.fromEntries(
      symbols.flatMap((symbol, i) => {
        const weight = sign * (view.portfolio[i] ?? 0);
        return weight > 0 ? [[symbol, weight]] : [];
      }),
    );
  const short = side(-1);
  return {
    long: side(1),
    ...(Object.keys(short).length === 0 ? {} : { short }),
    return: view.return,
    ...('confidence' in view.doubt ? { confidence: view.doubt.confidence } : {}),
    standard_error: Math.sqrt(outcome.uncertainty),
    prior: outcome.prior,
    posterior: outcome.posterior,
    residual: view.return - outcome.posterior,
  };
}
