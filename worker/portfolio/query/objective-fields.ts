import type { Fault } from '../../errors.ts';
import { asNumber, asObject } from '../../prices/narrow.ts';
import {
  type ClusteringQuestion,
  innerObjectives,
  linkages,
  type MixObjective,
  type ObjectiveName,
} from '../mix/mix-question.ts';
import { constraintFields, positionFields, rowFields } from './constraint-fields.ts';
import { readDaysObjective } from './days-objective-fields.ts';
import { choiceReader, type FieldReader, numberReader, wholeReader } from './fields.ts';
import { readCapShares } from './market-fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { numbersBySymbol } from './symbol-members.ts';
import { readRequired, readRiskAversion, readTargetReturn } from './target-fields.ts';
import { readTracking } from './tracking-fields.ts';
import { whyUnfit } from './unfit-fields.ts';

/** What weights that are optimised are kept to. */
const constraints = ['bounds', 'l2', ...constraintFields] as const;
/** Costs are counted in returns, which some do not look at. */
const costless = constraints.filter((field) => field !== 'transactionCosts');
/** Likewise where single days are judged. */
const days = ['bounds', 'l2', ...rowFields, 'marketNeutral'] as const;
/** What is kept to where paths or ratios of days are judged, to which no cost belongs. */
const costlessRows = rowFields.filter((field) => field !== 'transactionCosts');

/** The fields that each objective looks at beside the estimate. */
const parameters = {
  max_sharpe: constraints,
  min_volatility: constraints,
  target_return: ['targetReturn', ...constraints, 'marketNeutral'],
  target_volatility: ['targetVolatility', ...constraints, 'marketNeutral'],
  max_utility: ['riskAversion', ...constraints, 'marketNeutral'],
  equal_weight: [],
  inverse_volatility: [],
  max_diversification: costless,
  risk_parity: ['riskBudgets', 'bounds'],
  hrp: ['linkage', 'bounds'],
  herc: ['linkage', 'clusters', 'bounds'],
  nco: ['linkage', 'clusters', 'innerObjective', 'outerObjective', 'bounds'],
  inverse_variance: [],
  max_decorrelation: costless,
  min_cvar: ['confidence', 'targetReturn', ...days, ...positionFields],
  min_cdar: ['confidence', 'targetReturn', ...days, ...positionFields],
  min_max_drawdown: ['bounds', ...costlessRows],
  min_semivariance: ['downsideThreshold', 'targetReturn', ...days],
  max_sortino: ['downsideThreshold', 'bounds', ...rowFields],
  max_omega: ['downsideThreshold', 'bounds', ...costlessRows],
  target_cvar: ['targetCvar', 'confidence', ...days, ...positionFields],
  target_cdar: ['targetCdar', 'confidence', ...days, ...positionFields],
  target_semideviation: ['targetSemideviation', 'downsideThreshold', ...days],
  max_downside_utility: ['riskAversion', 'downsideThreshold', ...days],
  implied_weights: [],
  kelly: ['kellyFraction', 'bounds', 'l2', ...rowFields],
  min_tracking_error: ['trackingMeasure', 'benchmarkWeights', ...constraints],
  max_information_ratio: constraints,
  max_return: constraints,
  // Market values are a field of estimates, too: what does not go with either is told there.
  market_cap_weighted: [],
} as const satisfies Readonly<Record<ObjectiveName, readonly FieldName[]>>;

/** Fields of single objectives, and the objective itself. */
export const objectiveFields = [
  'objective',
  'targetReturn',
  'targetVolatility',
  'targetCvar',
  'targetCdar',
  'targetSemideviation',
  'marketNeutral',
  'riskAversion',
  'riskBudgets',
  'linkage',
  'confidence',
  'downsideThreshold',
  'clusters',
  'innerObjective',
  'outerObjective',
  'kellyFraction',
  'trackingMeasure',
  'benchmarkWeights',
] as const satisfies readonly FieldName[];

const names = Object.keys(parameters) as ObjectiveName[];
const readName = choiceReader(names);
const readLinkage = choiceReader(linkages);
const readInner = choiceReader(innerObjectives);
const mostClusters = 5000;
const readClusters = wholeReader({
  min: 1,
  max: mostClusters,
  meaning: 'how many groups to make of the symbols',
});
const readTargetVolatility = numberReader({
  min: 0,
  max: 10,
  meaning: 'a yearly volatility such as 0.15',
});
const readFraction = numberReader({
  min: 0.001,
  max: 1,
  meaning: 'the share of the growth-optimal mix, the rest being cash: 0.5 for half Kelly',
});

/** Whether a value is the documented name of an objective. */
export function isObjective(value: unknown): value is ObjectiveName {
  return typeof value === 'string' && Object.hasOwn(parameters, value);
}

/** The fields that an objective looks at beside the estimate. */
export function parametersOf(name: ObjectiveName): readonly FieldName[] {
  return parameters[name];
}

/**
 * Reads the objective and its parameters.
 *
 * @param faults  what is wrong is added here: missing parameters, and those of other objectives
 * @returns       undefined when faulty
 */
export function readObjective(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): MixObjective | undefined {
  const name = fields.has('objective')
    ? readOptional(fields, 'objective', readName, faults)
    : 'max_sharpe';
  if (name === undefined) return undefined;
  refuseOthers(fields, name, faults);
  requireBenchmark(fields, name, faults);
  const optional = <Value>(field: FieldName, read: FieldReader<Value>, otherwise: Value): Value =>
    readOptional(fields, field, read, faults) ?? otherwise;
  switch (name) {
    case 'target_return': {
      const targetReturn = readRequired(fields, 'targetReturn', readTargetReturn, faults);
      return targetReturn === undefined ? undefined : { name, targetReturn };
    }
    case 'target_volatility': {
      const target = readRequired(fields, 'targetVolatility', readTargetVolatility, faults);
      return target === undefined ? undefined : { name, targetVolatility: target };
    }
    case 'max_utility':
      return { name, riskAversion: optional('riskAversion', readRiskAversion, 1) };
    case 'risk_parity':
      return { name, riskBudgets: readBudgets(fields, symbols, faults) };
    case 'min_cvar':
    case 'min_cdar':
    case 'min_semivariance':
    case 'max_sortino':
    case 'max_omega':
    case 'target_cvar':
    case 'target_cdar':
    case 'target_semideviation':
    case 'max_downside_utility':
      return readDaysObjective(fields, name, faults);
    case 'hrp':
      return { name, linkage: optional('linkage', readLinkage, 'single') };
    case 'herc':
      return { name, ...readClustering(fields, symbols, faults) };
    case 'nco': {
      const inner = optional('innerObjective', readInner, 'min_volatility');
      const outer = optional('outerObjective', readInner, inner);
      const clustering = readClustering(fields, symbols, faults);
      return { name, ...clustering, innerObjective: inner, outerObjective: outer };
    }
    case 'kelly':
      return {
        name,
        fraction: optional('kellyFraction', readFraction, 1),
      };
    case 'min_tracking_error':
      return readTracking(fields, symbols, faults);
    case 'market_cap_weighted':
      return { name, shares: readCapShares(fields, symbols, faults) ?? [] };
    default:
      return { name };
  }
}

/** What is compared with a benchmark needs one. */
function requireBenchmark(fields: Fields, name: ObjectiveName, faults: Fault[]): void {
  if (fields.get('benchmark')?.value !== null) return;
  const follows = name === 'min_tracking_error' && !fields.has('benchmarkWeights');
  if (!follows && name !== 'max_information_ratio') return;
  const weights = follows ? '; or send "benchmark_weights"' : '';
  const reason = `"${name}" compares the mix with a benchmark: send its symbol such as "SPY", or leave it out for that one${weights}`;
  faults.push({ field: nameOf(fields, 'benchmark'), reason });
}

/** Ward's linkage by default: single linkage strings clusters together. */
function readClustering(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): ClusteringQuestion {
  const linkage = readOptional(fields, 'linkage', readLinkage, faults) ?? 'ward';
  const clusters = readOptional(fields, 'clusters', readClusters, faults);
  if (clusters === undefined) return { linkage };
  // Of faulty symbols nothing can be said.
  if (symbols.length > 0 && clusters > symbols.length) {
    const reason = `is ${clusters} for ${symbols.length} symbols: ask for at most as many`;
    faults.push({ field: nameOf(fields, 'clusters'), reason });
  }
  return { linkage, clusters };
}

function refuseOthers(fields: Fields, name: ObjectiveName, faults: Fault[]): void {
  const own: readonly FieldName[] = parameters[name];
  const all = new Set<FieldName>(Object.values(parameters).flat());
  // With buy-and-hold these have a fault of their own.
  const strange = [...all].filter((field) => fields.has(field) && !own.includes(field));
  for (const field of strange) {
    faults.push({ field: nameOf(fields, field), reason: strangeReason(field, name) });
  }
}

/** Why a field does not go with an objective. */
function strangeReason(field: FieldName, name: ObjectiveName): string {
  const own = whyUnfit(name, field);
  if (own !== undefined) return own;
  if (field === 'transactionCosts' && parameters[name] === costless) {
    return `is counted in returns, which "${name}" does not look at: leave it out, or send "max_turnover"`;
  }
  const takers = names.filter((other) => parametersOf(other).includes(field));
  const listed = takers.map((taker) => `"${taker}"`).join(', ');
  return `applies to "objective": ${listed} only: send one of these, or leave it out`;
}

/** Budgets scaled to sum to 1; equal ones where none are sent. */
function readBudgets(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): readonly number[] {
  const equal = symbols.map(() => 1 / symbols.length);
  const sent = readOptional(
    fields,
    'riskBudgets',
    (name, value) => {
      const object = asObject(value);
      if (object !== undefined) {
        return numbersBySymbol(object, { name, symbols, fault: notBudget }, faults);
      }
      const reason = 'must be an object of shares of the risk by symbol such as {"AAPL": 0.4, …}';
      faults.push({ field: name, reason });
      return undefined;
    },
    faults,
  );
  const total = sent?.reduce((sum, budget) => sum + budget, 0) ?? 0;
  return sent === undefined || total === 0 ? equal : sent.map((budget) => budget / total);
}

function notBudget(value: unknown): string | undefined {
  const number = asNumber(value);
  if (number !== undefined && number >= 1e-6 && number <= 1e6) return undefined;
  return 'must be a share of the risk from 1e-6 to 1e6; only their ratios count';
}
