import type { Day } from '../../prices/day.ts';
import { volatilitiesOf } from '../estimate/expected.ts';
import { expectedRisk } from '../estimate/expected-risk.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import { toldBudgets } from './budget-report.ts';
import { toldConstraints } from './constraint-report.ts';
import { downsideCertificate, downsideFigures } from './downside-report.ts';
import type { ActiveConstraint, Estimate, RepairedCovariance } from './mix-problem.ts';
import {
  type ClusteringQuestion,
  type DaysObjective,
  type EstimateQuestion,
  investedShare,
  isHeld,
  type MixQuestion,
} from './mix-question.ts';
import type { MixSolved } from './mix-solve.ts';
import type { MixQuery } from './optimise-mix.ts';
import { toldProof } from './proof-report.ts';
import { toldFollowed, toldTracking } from './tracking-report.ts';
import { toldTree } from './tree-report.ts';
import { toldOutlook } from './views-report.ts';

/** `objective`, `estimate` and `expected` of an answer, in the words of the contract. */
export function mixObjective(query: MixQuery, solved: MixSolved): Report {
  const { estimate, expected, optimum } = solved;
  if (isHeld(query.mix.objective)) {
    // Judged by its own days, without an estimate.
    return { objective: toldObjective(query), max_drawdown: optimum.objectiveValue ?? null };
  }
  const invested = investedShare(query.mix.objective);
  return {
    ...(query.mix.objective.name === 'kelly' ? { cash: 1 - invested } : {}),
    objective: toldObjective(query),
    estimate: toldEstimate(query, estimate),
    expected: {
      return: expected.return,
      volatility: expected.volatility,
      sharpe_ratio: expected.sharpeRatio ?? null,
      ...downsideFigures(query, solved),
      ...(optimum.growthRate === undefined ? {} : { growth_rate: optimum.growthRate }),
      ...expectedRisk(
        query.symbols,
        estimate.covariance,
        optimum.weights.map((weight) => weight * invested),
      ),
    },
    ...toldBudgets(query, solved),
    ...(optimum.tracking === undefined ? {} : { tracking: toldTracking(query, optimum.tracking) }),
  };
}

/** What is optimised, and by which parameters. */
export function toldObjective(query: MixQuery): Report {
  const { mix, riskFreeRate, periodsPerYear } = query;
  return {
    name: mix.objective.name,
    portfolio: isHeld(mix.objective) ? 'buy_and_hold' : 'fixed_mix',
    parameters: parameters(query),
    excess_over: 'risk_free_rate',
    risk_free_rate: riskFreeRate,
    periods_per_year: periodsPerYear,
    in_sample: true,
  };
}

/** What μ and Σ are and came from. */
export function toldEstimate(query: MixQuery, estimate: Estimate): Report {
  const { symbols, mix, periodsPerYear } = query;
  const volatilities = volatilitiesOf(estimate.covariance);
  return {
    expected_returns: bySymbol(symbols, (i) => estimate.mean[i] ?? 0),
    volatilities: bySymbol(symbols, (i) => volatilities[i] ?? 0),
    ...toldModels(mix.estimate),
    ...(estimate.shrinkage === undefined ? {} : { risk_model_shrinkage: estimate.shrinkage }),
    ...(estimate.meanShrinkage === undefined
      ? {}
      : { expected_returns_shrinkage: estimate.meanShrinkage }),
    missing: mix.estimate.missing,
    ...(mix.estimate.logReturns === true ? { log_returns: true } : {}),
    periods_per_year: periodsPerYear,
    returns_used: bySymbol(symbols, (i) => estimate.counts[i] ?? 0),
    ...toldOutlook(query, estimate),
    ...(estimate.repair === undefined ? {} : toldRepair(symbols, estimate.repair)),
    ...(mix.estimate.includeCovariance === true ? toldCovariance(symbols, estimate) : {}),
  };
}

/** How far the covariance was moved. */
function toldRepair(symbols: readonly string[], repair: RepairedCovariance): Report {
  const { i, j, before, after } = repair.largest;
  return {
    covariance_repair: {
      method: repair.method,
      converged: repair.converged,
      smallest_eigenvalue: repair.smallestEigenvalue,
      relative_distance: repair.relativeDistance,
      largest_change: { symbols: [symbols[i], symbols[j]], before, after },
    },
  };
}

/** Σ a year, in the form in which `risk_model` takes one. */
function toldCovariance(symbols: readonly string[], { covariance }: Estimate): Report {
  const { rows, columns, values } = covariance;
  const row = (i: number) => Array.from(values.subarray(i * columns, (i + 1) * columns));
  return { covariance: { symbols, covariance: Array.from({ length: rows }, (_, i) => row(i)) } };
}

/** How μ and Σ are estimated. */
export function toldModels(question: EstimateQuestion): Report {
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
      return { target_return: objective.targetReturn, ...neutralConstraints(symbols, mix) };
    case 'target_volatility':
      return { target_volatility: objective.targetVolatility, ...neutralConstraints(symbols, mix) };
    case 'max_utility':
      return { risk_aversion: objective.riskAversion, ...neutralConstraints(symbols, mix) };
    case 'risk_parity':
      return {
        risk_budgets: bySymbol(symbols, (i) => objective.riskBudgets[i] ?? 0),
        bounds: toldBounds(symbols, mix),
      };
    case 'hrp':
      return { linkage: objective.linkage, bounds: toldBounds(symbols, mix) };
    case 'min_cvar':
    case 'min_cdar':
    case 'min_semivariance':
    case 'max_sortino':
    case 'max_omega':
    case 'target_cvar':
    case 'target_cdar':
    case 'target_semideviation':
    case 'max_downside_utility':
      return { ...daysParameters(objective), ...daysConstraints(symbols, mix) };
    case 'min_max_drawdown':
      return { bounds: toldBounds(symbols, mix), ...toldRows(symbols, mix) };
    case 'kelly':
      return { kelly_fraction: objective.fraction, ...constraints(symbols, mix) };
    case 'min_tracking_error':
      return { ...toldFollowed(symbols, objective), ...constraints(symbols, mix) };
    case 'market_cap_weighted':
      return { market_weights: bySymbol(symbols, (i) => objective.shares[i] ?? 0) };
    case 'herc':
      return { ...clustering(objective), bounds: toldBounds(symbols, mix) };
    case 'nco':
      return {
        inner_objective: objective.innerObjective,
        outer_objective: objective.outerObjective,
        ...clustering(objective),
        bounds: toldBounds(symbols, mix),
      };
    case 'equal_weight':
    case 'inverse_volatility':
    case 'inverse_variance':
    case 'implied_weights':
      return {};
    default:
      return constraints(symbols, mix);
  }
}

/** What is asked of single days. */
function daysParameters(objective: DaysObjective): Report {
  const days =
    'confidence' in objective
      ? { confidence: objective.confidence }
      : { downside_threshold: objective.threshold };
  if ('limit' in objective) return { ...days, [objective.name]: objective.limit };
  if (objective.name === 'max_sortino' || objective.name === 'max_omega') return days;
  if (objective.name === 'max_downside_utility') {
    return { ...days, risk_aversion: objective.riskAversion };
  }
  return { ...days, target_return: objective.targetReturn ?? null };
}

/** Bounds by symbol, and whether the weights add up to 0. */
function daysConstraints(symbols: readonly string[], mix: MixQuestion): Report {
  const spread = mix.l2 > 0 ? { l2: mix.l2 } : {};
  return {
    bounds: toldBounds(symbols, mix),
    ...spread,
    ...toldRows(symbols, mix),
    ...toldNeutral(mix),
  };
}

/** Constraints beside bounds, where there are any. */
function toldRows(symbols: readonly string[], { constraints: asked }: MixQuestion): Report {
  return asked === undefined ? {} : toldConstraints(symbols, asked);
}

function neutralConstraints(symbols: readonly string[], mix: MixQuestion): Report {
  return { ...constraints(symbols, mix), ...toldNeutral(mix) };
}

function toldNeutral({ marketNeutral }: MixQuestion): Report {
  return marketNeutral === undefined ? {} : { market_neutral: marketNeutral };
}

function clustering({ linkage, clusters }: ClusteringQuestion): Report {
  return { linkage, clusters: clusters ?? 'gap_statistic' };
}

/** Bounds by symbol, γ and further constraints, as they were used. */
export function constraints(symbols: readonly string[], mix: MixQuestion): Report {
  return {
    bounds: toldBounds(symbols, mix),
    l2: mix.l2,
    ...toldRows(symbols, mix),
  };
}

function toldBounds(symbols: readonly string[], { bounds }: MixQuestion): Report {
  return bySymbol(symbols, (i) => [bounds.lower[i] ?? 0, bounds.upper[i] ?? 1]);
}

/** Why the weights are the answer, in the words of the contract. */
export function mixCertificate(
  { symbols }: MixQuery,
  { optimum }: MixSolved,
  days: ArrayLike<Day>,
): Report {
  return {
    method: optimum.method,
    objective_value: optimum.objectiveValue ?? null,
    kkt_residual: optimum.kktResidual ?? null,
    ...(optimum.positions === undefined ? {} : { optimality: optimum.positions }),
    ...downsideCertificate(optimum, days),
    active_constraints: optimum.active.map((one) => toldConstraint(one, symbols)),
    ...toldProof(optimum),
    ...(optimum.tree === undefined ? {} : toldTree(optimum.tree, symbols)),
  };
}

/** A constraint that holds, by its name and that of its symbol or group. */
export function toldConstraint(
  { kind, column, group, shadowPrice }: ActiveConstraint,
  symbols: readonly string[],
): Report {
  return {
    constraint: kind,
    ...(column === undefined ? {} : { symbol: symbols[column] }),
    ...(group === undefined ? {} : { group }),
    shadow_price: shadowPrice ?? null,
  };
}
