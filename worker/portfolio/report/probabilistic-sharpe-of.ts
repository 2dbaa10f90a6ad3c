import { probabilisticSharpe } from '../../kernels/paths/probabilistic-sharpe.ts';
import type { SampleMoments } from '../../kernels/samples/sample-moments.ts';
import type { Absences } from '../window/absences.ts';

/** Where the figures stand in the answer, and who is told of those that are null. */
export interface FigurePlace {
  readonly place: string;
  readonly absences: Absences;
}

/** What the interval depends on, and what makes it annual. */
export interface SharpeTerms {
  readonly confidence: number;
  readonly periodsPerYear: number;
}

/**
 * The answer's `probabilistic_sharpe`: whether the true ratio is above 0, and between which
 * annualised ratios it lies. Null where the ratio does not exist.
 */
export function probabilisticSharpeOf(
  moments: SampleMoments,
  { confidence, periodsPerYear }: SharpeTerms,
  { place, absences }: FigurePlace,
): Readonly<Record<string, unknown>> | null {
  const found = probabilisticSharpe(moments, { threshold: 0, confidence });
  const name = `${place}.probabilistic_sharpe`;
  if (found === undefined) {
    return absences.note(name, 'the returns vary too little to say how sure their ratio is');
  }
  const annualised = Math.sqrt(periodsPerYear);
  const { minimumTrackRecord: returns } = found;
  const minimum = absences.figure(
    returns === undefined ? undefined : Math.ceil(returns),
    `${name}.minimum_track_record`,
    'the ratio is not above 0, and no number of returns would show that it is',
  );
  return {
    threshold: 0,
    probability: found.probability,
    standard_error: annualised * found.standardError,
    interval: { low: annualised * found.low, high: annualised * found.high },
    minimum_track_record:
      minimum === null ? null : { returns: minimum, years: minimum / periodsPerYear },
  };
}
