import type { Fault } from '../../errors.ts';
import type { RiskLimit } from '../mix/mix-problem.ts';
import type { DaysObjective, MixObjective } from '../mix/mix-question.ts';
import { numberReader } from './fields.ts';
import { type Fields, readOptional } from './query-fields.ts';
import { readRequired, readRiskAversion, readTargetReturn } from './target-fields.ts';

const readConfidence = numberReader({
  min: 0.01,
  max: 0.9999,
  meaning: 'a share of days such as 0.95, which looks at the worst 5 % of them',
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
/**
 * Reads an objective that judges single days.
 *
 * @param faults  what is wrong is added here
 * @returns       undefined when a limit is missing
 */
export function readDaysObjective(
  fields: Fields,
  name: DaysObjective['name'],
  faults: Fault[],
): MixObjective | undefined {
  if (isLimit(name)) return readRiskLimit(fields, name, faults);
  if (name !== 'max_downside_utility') return readDownside(fields, name, faults);
  const riskAversion = readOptional(fields, 'riskAversion', readRiskAversion, faults) ?? 1;
  return { name, threshold: readDownsideThreshold(fields, faults), riskAversion };
}

function isLimit(name: DaysObjective['name']): name is RiskLimit {
  return Object.hasOwn(riskLimits, name);
}

/** Objectives of days and what is bad about them; a target that belongs to others is at fault. */
function readDownside(
  fields: Fields,
  name: 'min_cvar' | 'min_cdar' | 'min_semivariance' | 'max_sortino' | 'max_omega',
  faults: Fault[],
): MixObjective {
  if (name === 'max_sortino' || name === 'max_omega')
    return { name, threshold: readDownsideThreshold(fields, faults) };
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
  const limit = readRequired(fields, field, read, faults);
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
