import type { Fault } from '../errors.ts';
import { asNumber, asObject } from '../prices/narrow.ts';
import { constraintFields } from './constraint-fields.ts';
import { choiceReader, numberReader, wholeReader } from './fields.ts';
import type { RiskLimit } from './mix-problem.ts';
import {
  type ClusteringQuestion,
  innerObjectives,
  linkages,
  type MixObjective,
  type ObjectiveName,
} from './mix-question.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { numbersBySymbol } from './symbol-members.ts';

/** What weights that are optimised are kept to. */
const constraints = ['bounds', 'l2', ...constraintFields] as const;
/** Likewise where single days are judged. */
const days = ['bounds', 'l2', 'marketNeutral'] as const;

/** The fields that each objective looks at beside the estimate. */
const parameters = {
  max_sharpe: constraints,
  min_volatility: constraints,
  target_return: ['targetReturn', ...constraints, 'marketNeutral'],
  target_volatility: ['targetVolatility', ...constraints, 'marketNeutral'],
  max_utility: ['riskAversion', ...constraints, 'marketNeutral'],
  equal_weight: [],
  inverse_volatility: [],
  // Costs are counted in returns, which this one does not look at.
  max_diversification: constraints.filter((field) => field !== 'transactionCosts'),
  risk_parity: ['riskBudgets'],
  hrp: ['linkage', 'bounds'],
  herc: ['linkage', 'clusters'],
  nco: ['linkage', 'clusters', 'innerObjective'],
  inverse_variance: [],
  max_decorrelation: ['bounds', 'l2'],
  min_cvar: ['confidence', 'targetReturn', ...days],
  min_cdar: ['confidence', 'targetReturn', ...days],
  min_max_drawdown: ['bounds'],
  min_semivariance: ['downsideThreshold', 'targetReturn', ...days],
  max_sortino: ['downsideThreshold', 'bounds'],
  target_cvar: ['targetCvar', 'confidence', ...days],
  target_cdar: ['targetCdar', 'confidence', ...days],
  target_semideviation: ['targetSemideviation', 'downsideThreshold', ...days],
  implied_weights: [],
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
const readTargetReturn = numberReader({
  min: -1,
  max: 10,
  meaning: 'a yearly return such as 0.15',
});
const readTargetVolatility = numberReader({
  min: 0,
  max: 10,
  meaning: 'a yearly volatility such as 0.15',
});
const readRiskAversion = numberReader({
  min: 1e-6,
  max: 1e6,
  meaning: 'a risk aversion above 0 such as 2',
});
const readConfidence = numberReader({
  min: 0.5,
  max: 0.9999,
  meaning: 'a share of days from 0.5 to 0.9999: 0.95 looks at the worst 5 % of days',
});
const readThreshold = numberReader({ min: -1, max: 1, meaning: 'a daily return such as 0' });

/** What limits the risk of each objective that does so. */
const riskLimits = {
  target_cvar: {
    field: 'targetCvar',
    read: limitReader('a mean loss of the worst days such as 0.02'),
  },
  target_cdar: {
    field: 'targetCdar',
    read: limitReader('a mean drawdown of the worst days such as 0.1'),
  },
  target_semideviation: {
    field: 'targetSemideviation',
    read: limitReader('a yearly semideviation such as 0.1'),
  },
} as const satisfies Readonly<Record<RiskLimit, object>>;

function limitReader(meaning: string) {
  return numberReader({ min: 0, max: 10, meaning });
}

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
  switch (name) {
    case 'target_return': {
      const targetReturn = required(fields, 'targetReturn', readTargetReturn, faults);
      return targetReturn === undefined ? undefined : { name, targetReturn };
    }
    case 'target_volatility': {
      const target = required(fields, 'targetVolatility', readTargetVolatility, faults);
      return target === undefined ? undefined : { name, targetVolatility: target };
    }
    case 'max_utility':
      return {
        name,
        riskAversion: readOptional(fields, 'riskAversion', readRiskAversion, faults) ?? 1,
      };
    case 'risk_parity':
      return { name, riskBudgets: readBudgets(fields, symbols, faults) };
    case 'min_cvar':
    case 'min_cdar':
    case 'min_semivariance':
    case 'max_sortino':
      return readDownside(fields, name, faults);
    case 'target_cvar':
    case 'target_cdar':
    case 'target_semideviation':
      return readRiskLimit(fields, name, faults);
    case 'hrp':
      return { name, linkage: readOptional(fields, 'linkage', readLinkage, faults) ?? 'single' };
    case 'herc':
      return { name, ...readClustering(fields, symbols, faults) };
    case 'nco':
      return {
        name,
        ...readClustering(fields, symbols, faults),
        innerObjective:
          readOptional(fields, 'innerObjective', readInner, faults) ?? 'min_volatility',
      };
    default:
      return { name };
  }
}

/** Objectives of days and what is bad about them; a target that belongs to others is at fault. */
function readDownside(
  fields: Fields,
  name: 'min_cvar' | 'min_cdar' | 'min_semivariance' | 'max_sortino',
  faults: Fault[],
): MixObjective {
  if (name === 'max_sortino') return { name, threshold: readDownsideThreshold(fields, faults) };
  const targetReturn = readOptional(fields, 'targetReturn', readTargetReturn, faults);
  const target = targetReturn === undefined ? {} : { targetReturn };
  if (name === 'min_semivariance') {
    return { name, threshold: readDownsideThreshold(fields, faults), ...target };
  }
  return { name, confidence: readTailConfidence(fields, faults), ...target };
}

/** The most return within a limit of what single days may do. */
function readRiskLimit(fields: Fields, name: RiskLimit, faults: Fault[]): MixObjective | undefined {
  const { field, read } = riskLimits[name];
  const limit = required(fields, field, read, faults);
  const days =
    name === 'target_semideviation'
      ? { name, threshold: readDownsideThreshold(fields, faults) }
      : { name, confidence: readTailConfidence(fields, faults) };
  return limit === undefined ? undefined : { ...days, limit };
}

function readTailConfidence(fields: Fields, faults: Fault[]): number {
  return readOptional(fields, 'confidence', readConfidence, faults) ?? 0.95;
}

function readDownsideThreshold(fields: Fields, faults: Fault[]): number {
  return readOptional(fields, 'downsideThreshold', readThreshold, faults) ?? 0;
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
    const takers = names.filter((other) => parametersOf(other).includes(field));
    const listed = takers.map((taker) => `"${taker}"`).join(', ');
    const reason = `applies to "objective": ${listed} only: send one of these, or leave it out`;
    faults.push({ field: nameOf(fields, field), reason });
  }
}

function required(
  fields: Fields,
  field: FieldName,
  read: ReturnType<typeof numberReader>,
  faults: Fault[],
): number | undefined {
  if (fields.has(field)) return readOptional(fields, field, read, faults);
  const reason = 'is missing: the objective needs it, as a number such as 0.15';
  faults.push({ field: nameOf(fields, field), reason });
  return undefined;
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
