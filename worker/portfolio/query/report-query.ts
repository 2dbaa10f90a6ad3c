import { readConfidence } from './confidence-field.ts';
import { readOmegaThreshold } from './omega-threshold-field.ts';
import type { QueryLimits } from './query.ts';
import { readOneOf } from './simple-fields.ts';
import {
  readWeightsQuery,
  sentField,
  type WeightsQuery,
  type WeightsReading,
} from './weights-query.ts';

/** A question about what given weights did. */
export interface ReportQuery extends WeightsQuery {
  /** Bought once and held, or brought back to the weights every day. */
  readonly portfolio: 'buy_and_hold' | 'fixed_mix';
  /** Of values at risk and of intervals. */
  readonly confidence: number;
  /** Return per period that the Omega ratio counts from. */
  readonly omegaThreshold: number;
}

/** Such a question as far as it could be read. */
export interface ReportReading extends WeightsReading {
  readonly query: ReportQuery | undefined;
}

/**
 * Reads a question about given weights from what a client sent, and collects every fault.
 *
 * @param body  any JSON value
 */
export function readReportQuery(body: unknown, limits: QueryLimits): ReportReading {
  const reading = readWeightsQuery(body, limits, {
    names: ['portfolio', 'confidence', 'omega_threshold'],
    total: 1,
  });
  const { faults } = reading;
  const portfolio = readOneOf(sentField(body, 'portfolio'), ['buy_and_hold', 'fixed_mix'], faults);
  const confidence = readConfidence(body, faults);
  const omegaThreshold = readOmegaThreshold(body, faults);
  const { query } = reading;
  if (query === undefined || portfolio === undefined) return { ...reading, query: undefined };
  if (confidence === undefined || omegaThreshold === undefined) {
    return { ...reading, query: undefined };
  }
  return { ...reading, query: { ...query, portfolio, confidence, omegaThreshold } };
}
