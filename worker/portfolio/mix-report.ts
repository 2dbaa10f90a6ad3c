import { type Day, isoDate } from '../prices/day.ts';
import { bySymbol } from './by-symbol.ts';
import { volatilitiesOf } from './expected.ts';
import { finiteOrNull } from './finite-or-null.ts';
import type { ActiveConstraint, Estimate } from './mix-problem.ts';
import { type EstimateQuestion, isHeld, type MixQuestion } from './mix-question.ts';
import type { MixSolved } from './mix-solve.ts';
import type { MixQuery } from './optimise-mix.ts';
import { periodsPerYear, type Report } from './report.ts';

/** `objective`, `estimate` and `expected` of an answer, in the words of the contract. */
export function mixObjective(query: MixQuery, solved: MixSolved): Report {
  const { mix, riskFreeRate } = query;
  const { estimate, expected } = solved;
  if (isHeld(mix.objective)) return heldObjective(query, solved);
  return {
    objective: {
      name: mix.objective.name,
      portfolio: 'fixed_mix',
      parameters: parameters(query),
      excess_over: 'risk_free_rate',
      risk_free_rate: riskFreeRate,
      periods_per_year: periodsPerYear,
      in_sample: true,
    },
    estimate: toldEstimate(query, estimate),
    expected: {
      return: expected.return,
      volatility: expected.volatility,
      sharpe_ratio: expected.sharpeRatio ?? null,
      ...downsideFigures(query, solved),
    },
  };
}

/** What was optimised of a portfolio that is bought and held, which rests on no estimate. */
function heldObjective(query: MixQuery, { optimum }: MixSolved): Report {
  return {
    objective: {
      name: query.mix.objective.name,
      portfolio: 'buy_and_hold',
      parameters: parameters(query),
      risk_free_rate: query.riskFreeRate,
      periods_per_year: periodsPerYear,
      in_sample: true,
    },
    max_drawdown: optimum.objectiveValue ?? null,
  };
}

/** The risk that the objective knows, beside the volatility. */
function downsideFigures(
  { mix: { objective }, riskFreeRate }: MixQuery,
  { optimum, expected }: MixSolved,
): Report {
  const { objectiveValue: value = Number.NaN, tail } = optimum;
  const excess = expected.return - riskFreeRate;
  switch (objective.name) {
    case 'min_cvar':
      return { cvar: value, value_at_risk: tail?.level };
    case 'min_cdar':
      return { cdar: value, drawdown_at_risk: tail?.level };
    case 'min_semivariance':
      return { semideviation: value, sortino_ratio: finiteOrNull(excess / value) };
    case 'max_sortino':
      return { semideviation: excess / value, sortino_ratio: value };
    default:
      return {};
  }
}

/** What μ and Σ are and came from. */
export function toldEstimate({ symbols, mix }: MixQuery, estimate: Estimate): Report {
  const volatilities = volatilitiesOf(estimate.covariance);
  return {
    expected_returns: bySymbol(symbols, (i) => estimate.mean[i] ?? 0),
    volatilities: bySymbol(symbols, (i) => volatilities[i] ?? 0),
    ...models(mix.estimate),
    ...(estimate.shrinkage === undefined ? {} : { risk_model_shrinkage: estimate.shrinkage }),
    ...(estimate.meanShrinkage === undefined
      ? {}
      : { expected_returns_shrinkage: estimate.meanShrinkage }),
    missing: mix.estimate.missing,
    periods_per_year: periodsPerYear,
    returns_used: bySymbol(symbols, (i) => estimate.counts[i] ?? 0),
  };
}

function models(question: EstimateQuestion): Report {
  const { expectedReturns, riskModel } = question;
  return {
    expected_returns_model: typeof expectedReturns === 'string' ? expectedReturns : 'given',
    ...(expectedReturns === 'ewma' ? { expected_returns_span: question.expectedReturnsSpan } : {}),
    ...(expectedReturns === 'ewma' || expectedReturns === 'capm'
      ? { compounding: question.compounding }
      : {}),
    risk_model: typeof riskModel === 'string' ? riskModel : 'given',
    ...(riskModel === 'ewma' ? { risk_model_span: question.riskModelSpan } : {}),
    ...(riskModel === 'semicovariance'
      ? { semicovariance_threshold: question.semicovarianceThreshold }
      : {}),
  };
}

/** The objective's own parameters under their fields' names. */
function parameters({ symbols, mix }: MixQuery): Report {
  const { objective } = mix;
  switch (objective.name) {
    case 'target_return':
      return { target_return: objective.targetReturn, ...constraints(symbols, mix) };
    case 'target_volatility':
      return { target_volatility: objective.targetVolatility, ...constraints(symbols, mix) };
    case 'max_utility':
      return { risk_aversion: objective.riskAversion, ...constraints(symbols, mix) };
    case 'risk_parity':
      return { risk_budgets: bySymbol(symbols, (i) => objective.riskBudgets[i] ?? 0) };
    case 'hrp':
      return { linkage: objective.linkage };
    case 'min_cvar':
    case 'min_cdar':
      return {
        confidence: objective.confidence,
        target_return: objective.targetReturn ?? null,
        ...boundsTold(symbols, mix),
      };
    case 'min_semivariance':
      return {
        downside_threshold: objective.threshold,
        target_return: objective.targetReturn ?? null,
        ...boundsTold(symbols, mix),
      };
    case 'max_sortino':
      return { downside_threshold: objective.threshold, ...boundsTold(symbols, mix) };
    case 'min_max_drawdown':
      return boundsTold(symbols, mix);
    case 'equal_weight':
    case 'inverse_volatility':
      return {};
    default:
      return constraints(symbols, mix);
  }
}

/** Bounds by symbol and γ, as they were used. */
export function constraints(symbols: readonly string[], question: MixQuestion): Report {
  return { ...boundsTold(symbols, question), l2: question.l2 };
}

function boundsTold(symbols: readonly string[], { bounds }: MixQuestion): Report {
  return { bounds: bySymbol(symbols, (i) => [bounds.lower[i] ?? 0, bounds.upper[i] ?? 1]) };
}

/** Why the weights are the answer, in the words of the contract. */
export function mixCertificate(
  { symbols }: MixQuery,
  { optimum }: MixSolved,
  days: ArrayLike<Day>,
): Report {
  const { dualityGap, tail, falls } = optimum;
  return {
    method: optimum.method,
    objective_value: optimum.objectiveValue ?? null,
    kkt_residual: optimum.kktResidual ?? null,
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
    active_constraints: optimum.active.map((one) => toldConstraint(one, symbols)),
  };
}

function toldConstraint(
  { kind, column, shadowPrice }: ActiveConstraint,
  symbols: readonly string[],
): Report {
  return {
    constraint: kind,
    ...(column === undefined ? {} : { symbol: symbols[column] }),
    shadow_price: shadowPrice,
  };
}
