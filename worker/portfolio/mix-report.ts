import { bySymbol } from './by-symbol.ts';
import { toldConstraints } from './constraint-report.ts';
import { volatilitiesOf } from './expected.ts';
import type { ActiveConstraint, Estimate } from './mix-problem.ts';
import type { EstimateQuestion, MixQuestion } from './mix-question.ts';
import type { MixSolved } from './mix-solve.ts';
import type { MixQuery } from './optimise-mix.ts';
import { periodsPerYear, type Report } from './report.ts';

/** `objective`, `estimate` and `expected` of an answer, in the words of the contract. */
export function mixObjective(query: MixQuery, { estimate, expected }: MixSolved): Report {
  const { mix, riskFreeRate } = query;
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
    },
  };
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
    case 'equal_weight':
    case 'inverse_volatility':
      return {};
    default:
      return constraints(symbols, mix);
  }
}

/** Bounds by symbol, γ and further constraints, as they were used. */
export function constraints(symbols: readonly string[], question: MixQuestion): Report {
  const { bounds, l2 } = question;
  return {
    bounds: bySymbol(symbols, (i) => [bounds.lower[i] ?? 0, bounds.upper[i] ?? 1]),
    l2,
    ...(question.constraints ? toldConstraints(symbols, question.constraints) : {}),
  };
}

/** Why the weights are the answer, in the words of the contract. */
export function mixCertificate({ symbols }: MixQuery, { optimum }: MixSolved): Report {
  return {
    method: optimum.method,
    objective_value: optimum.objectiveValue ?? null,
    kkt_residual: optimum.kktResidual ?? null,
    ...(optimum.positions === undefined ? {} : { optimality: optimum.positions }),
    active_constraints: optimum.active.map((one) => toldConstraint(one, symbols)),
  };
}

function toldConstraint(
  { kind, column, group, shadowPrice }: ActiveConstraint,
  symbols: readonly string[],
): Report {
  return {
    constraint: kind,
    ...(column === undefined ? {} : { symbol: symbols[column] }),
    ...(group === undefined ? {} : { group }),
    shadow_price: shadowPrice,
  };
}
