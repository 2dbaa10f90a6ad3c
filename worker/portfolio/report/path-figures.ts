import {
  averageDrawdown,
  deepestEpisode,
  drawdownEpisodes,
  ulcerIndex,
} from '../../kernels/downside/drawdowns.ts';
import { omegaRatio } from '../../kernels/downside/omega-ratio.ts';
import {
  cornishFisherTailRisk,
  gaussianTailRisk,
  historicalTailRisk,
} from '../../kernels/downside/tail-risk.ts';
import { sharpeRatio, sortinoRatio } from '../../kernels/paths/excess-ratios.ts';
import { compoundAnnualGrowth, simpleReturns } from '../../kernels/paths/path-statistics.ts';
import { type SampleMoments, sampleMoments } from '../../kernels/samples/sample-moments.ts';
import { type Day, isoDate } from '../../prices/day.ts';
import type { Absences } from '../window/absences.ts';
import { extremes } from './extreme-periods.ts';
import { probabilisticSharpeOf } from './probabilistic-sharpe-of.ts';

const daysInYear = 365;

/** A path of values and what is asked of it. */
export interface PathQuestion {
  /** As many as values, ascending. */
  readonly days: ArrayLike<Day>;
  /** At least 3 values above 0. */
  readonly path: Float64Array;
  readonly riskFreePerPeriod: number;
  readonly confidence: number;
  /** Return per period that the Omega ratio counts from. */
  readonly omegaThreshold: number;
  readonly periodsPerYear: number;
  /** Where the figures stand in the answer, for telling which are null. */
  readonly place: string;
}

const still = 'the value never moves';

/** Every figure that one path has by itself, in the words of the contract (docs/api.md). */
export function pathFigures(
  question: PathQuestion,
  absences: Absences,
): Readonly<Record<string, unknown>> {
  const { days, path, riskFreePerPeriod, confidence, periodsPerYear, place } = question;
  const returns = simpleReturns(path);
  const moments = sampleMoments(returns);
  const excess = returns.map((value) => value - riskFreePerPeriod);
  const excessMoments = sampleMoments(excess);
  const named = (value: number | undefined, name: string, reason: string): number | null =>
    absences.figure(value, `${place}.${name}`, reason);
  const annualReturn = named(
    annualReturnOf(days, path),
    'annual_return',
    'the window is shorter than a year',
  );
  return {
    returns: returns.length,
    total_return: named(
      (path.at(-1) ?? Number.NaN) / (path[0] ?? Number.NaN) - 1,
      'total_return',
      'it is past what a double holds',
    ),
    annual_return: annualReturn,
    annual_volatility: Math.sqrt(periodsPerYear) * moments.deviation,
    sharpe_ratio: named(sharpeRatio(excessMoments, periodsPerYear), 'sharpe_ratio', still),
    sortino_ratio: named(
      sortinoRatio(excess, periodsPerYear),
      'sortino_ratio',
      'no day fell short of the risk-free rate',
    ),
    omega_ratio: named(
      omegaRatio(returns, question.omegaThreshold),
      'omega_ratio',
      'no day fell short of the threshold',
    ),
    ...drawdownFigures(question, annualReturn, absences),
    skewness: named(moments.skewness, 'skewness', still),
    excess_kurtosis: named(moments.excessKurtosis, 'excess_kurtosis', still),
    ...tailFigures({ returns, moments, confidence, place }, absences),
    probabilistic_sharpe: probabilisticSharpeOf(excessMoments, question, { place, absences }),
    ...extremes(days, path),
  };
}

/** What a part of a year brought says nothing of a whole one. */
function annualReturnOf(days: ArrayLike<Day>, path: Float64Array): number | undefined {
  const lasted = (days[days.length - 1] ?? 0) - (days[0] ?? 0);
  return lasted < daysInYear ? undefined : compoundAnnualGrowth(path, lasted);
}

function drawdownFigures(
  { days, path, place }: PathQuestion,
  annualReturn: number | null,
  absences: Absences,
): Readonly<Record<string, unknown>> {
  const episodes = drawdownEpisodes(path);
  const deepest = deepestEpisode(episodes);
  const date = (row: number | undefined): string | null =>
    row === undefined ? null : isoDate(days[row] ?? 0);
  const why = annualReturn === null ? 'there is no annual return' : 'the value never falls';
  const calmar =
    deepest === undefined || annualReturn === null ? undefined : annualReturn / deepest.depth;
  return {
    calmar_ratio: absences.figure(calmar, `${place}.calmar_ratio`, why),
    max_drawdown: {
      depth: deepest?.depth ?? 0,
      peak: date(deepest?.peak),
      trough: date(deepest?.trough),
      recovery: date(deepest?.recovery),
    },
    average_drawdown: averageDrawdown(episodes),
    drawdowns: episodes.length,
    ulcer_index: ulcerIndex(path),
  };
}

/** Values at risk of one day, by three ways. */
function tailFigures(
  of: {
    readonly returns: Float64Array;
    readonly moments: SampleMoments;
    readonly confidence: number;
    readonly place: string;
  },
  absences: Absences,
): Readonly<Record<string, unknown>> {
  const historical = historicalTailRisk(of.returns, of.confidence);
  const gaussian = gaussianTailRisk(of.moments, of.confidence);
  const modified = cornishFisherTailRisk(of.moments, of.confidence);
  const reason =
    of.moments.deviation === 0
      ? still
      : 'skewness and kurtosis are beyond what the Cornish–Fisher expansion describes at this confidence';
  const expanded = (value: number | undefined, name: string): number | null =>
    absences.figure(value, `${of.place}.${name}.cornish_fisher`, reason);
  return {
    value_at_risk: {
      historical: historical.valueAtRisk,
      gaussian: gaussian.valueAtRisk,
      cornish_fisher: expanded(modified?.valueAtRisk, 'value_at_risk'),
    },
    conditional_value_at_risk: {
      historical: historical.conditionalValueAtRisk,
      gaussian: gaussian.conditionalValueAtRisk,
      cornish_fisher: expanded(modified?.conditionalValueAtRisk, 'conditional_value_at_risk'),
    },
  };
}
