import type { Fault } from '../../errors.ts';
import { readConfidence } from './confidence-field.ts';
import { readOmegaThreshold } from './omega-threshold-field.ts';
import type { QueryLimits } from './query.ts';
import { readNumber, readOneOf } from './simple-fields.ts';
import {
  readWeightsQuery,
  sentField,
  type WeightsQuery,
  type WeightsReading,
} from './weights-query.ts';

/** When weights are restored: never, at the close of every day or period, or once they are too far off. */
export const rebalancings = [
  'buy_and_hold',
  'fixed_mix',
  'monthly',
  'quarterly',
  'yearly',
  'bands',
] as const;

/** How weights are kept up. */
export interface Upkeep {
  readonly rebalancing: (typeof rebalancings)[number];
  /** For `bands`: how far a share may be from its target. */
  readonly band: number;
  /** Cost of trading as a share of the amount traded. */
  readonly costRate: number;
  /** Target share of cash, below 0 for a loan; with the weights it adds up to 1. */
  readonly cash: number;
  /** Of values at risk and of intervals. */
  readonly confidence: number;
  /** Return per period that the Omega ratio counts from. */
  readonly omegaThreshold: number;
}

/** A question about how given weights would have fared when kept up so. */
export interface BacktestQuery extends WeightsQuery, Upkeep {}

/** Such a question as far as it could be read. */
export interface BacktestReading extends WeightsReading {
  readonly query: BacktestQuery | undefined;
}

/** The fields that say how weights are kept up. */
export const upkeepFields = [
  'rebalancing',
  'band',
  'cost_rate',
  'cash',
  'confidence',
  'omega_threshold',
] as const;

const ranges = {
  band: { least: 0, most: 1, fallback: 0.05, example: '0.05 lets a share of 20 % be 15 to 25 %' },
  cost_rate: { least: 0, most: 0.05, fallback: 0, example: '0.001 takes 0.1 % of what is traded' },
  cash: { least: -1, most: 0.99, fallback: 0, example: '0.1 keeps 10 %, -0.5 borrows half' },
} as const;

/**
 * Reads a question about keeping weights up from what a client sent, and collects every fault.
 *
 * @param body  any JSON value
 */
export function readBacktestQuery(body: unknown, limits: QueryLimits): BacktestReading {
  const faults: Fault[] = [];
  const terms = readUpkeep(body, faults);
  const reading = readWeightsQuery(body, limits, {
    names: [...upkeepFields, 'walk_forward'],
    total: 1 - (terms?.cash ?? 0),
  });
  const query = reading.query && terms && { ...reading.query, ...terms };
  return { ...reading, faults: [...reading.faults, ...faults], query };
}

/**
 * Reads how weights are kept up.
 *
 * @param faults  what is wrong is added here
 * @returns       undefined when a field is faulty
 */
export function readUpkeep(body: unknown, faults: Fault[]): Upkeep | undefined {
  const before = faults.length;
  const number = (name: keyof typeof ranges): number =>
    readNumber(sentField(body, name), ranges[name], faults) ?? Number.NaN;
  const rebalancing = readOneOf(sentField(body, 'rebalancing'), rebalancings, faults);
  const [band, costRate, cash] = [number('band'), number('cost_rate'), number('cash')];
  const confidence = readConfidence(body, faults);
  const omegaThreshold = readOmegaThreshold(body, faults);
  if (sentField(body, 'band').value !== undefined && rebalancing !== 'bands') {
    const reason = 'applies to bands only: send "rebalancing": "bands" with it';
    faults.push({ field: 'band', reason });
  }
  if (faults.length > before || rebalancing === undefined) return undefined;
  if (confidence === undefined || omegaThreshold === undefined) return undefined;
  return { rebalancing, band, costRate, cash, confidence, omegaThreshold };
}
