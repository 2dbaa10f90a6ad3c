import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { meanCovariance } from '../../kernels/covariances/mean-covariance.ts';
import { sampleCovariance } from '../../kernels/covariances/sample-covariance.ts';
import { arithmeticMean } from '../../kernels/means/arithmetic-mean.ts';
import { capmReturns } from '../../kernels/means/capm.ts';
import { equilibriumReturns } from '../../kernels/means/equilibrium-returns.ts';
import { exponentialMean } from '../../kernels/means/exponential-mean.ts';
import { geometricMean } from '../../kernels/means/geometric-mean.ts';
import { impliedRiskAversion } from '../../kernels/means/implied-risk-aversion.ts';
import {
  bayesStein,
  grandMeanShrinkage,
  jamesStein,
  type MeanSample,
} from '../../kernels/means/shrunk-mean.ts';
import type { Estimate, MarketEquilibrium, MixFault, MixInput } from '../mix/mix-problem.ts';
import type { ExpectedReturnModel, PriorModel } from '../mix/mix-question.ts';
import { meanReturns, returnsOf } from '../window/panel-returns.ts';
import type { Sample } from './estimate-risk.ts';
import { hearViews } from './estimate-views.ts';

/** The part of an estimate that tells of means. */
export type Means = Pick<Estimate, 'mean' | 'meanShrinkage' | 'equilibrium' | 'heard'> & {
  /** n × n, per year: what views made of Σ, where it was asked for. */
  readonly posterior?: Matrix;
};

/** What a model of means may look at beside the returns. */
export interface MeanBasis extends Sample {
  /** Σ per year. */
  readonly covariance: Matrix;
}

type MeanModel = (returns: Matrix, basis: MeanBasis) => Means | MixFault;

/**
 * μ per year: as given, or by a model.
 *
 * @param returns  T × n per period, at least two in common for each pair of symbols
 */
export function estimateMean(returns: Matrix, basis: MeanBasis): Means | MixFault {
  const { expectedReturns } = basis.input.question.estimate;
  const found =
    expectedReturns === 'black_litterman'
      ? withViews(returns, basis)
      : meanOf(expectedReturns, returns, basis);
  if ('reason' in found || found.mean.every(Number.isFinite)) return found;
  return { reason: 'overflow' };
}

function meanOf(
  model: Exclude<ExpectedReturnModel, 'black_litterman'> | PriorModel | readonly number[],
  returns: Matrix,
  basis: MeanBasis,
): Means | MixFault {
  if (typeof model !== 'string') return { mean: Float64Array.from(model) };
  return meanModels[model](returns, basis);
}

/** How each model estimates expected returns per year. */
const meanModels: Readonly<Record<PriorModel, MeanModel>> = {
  // The level says nothing: PyPortfolioOpt's.
  equal: ({ columns }) => ({ mean: new Float64Array(columns).fill(1 / columns) }),
  zero: ({ columns }) => ({ mean: new Float64Array(columns) }),
  equilibrium: (_, { input, covariance }) => {
    const market = marketOf(input);
    if ('reason' in market) return market;
    const { riskFreeRate } = input;
    const mean = equilibriumReturns({ ...market, covariance, riskFreeRate });
    return { mean, equilibrium: market };
  },
  arithmetic: (returns, { input }) => ({ mean: arithmeticMean(returns, input.periodsPerYear) }),
  geometric: (returns, { input }) => ({ mean: geometricMean(returns, input.periodsPerYear) }),
  ewma: (returns, { input }) => ({
    mean: exponentialMean(returns, {
      span: input.question.estimate.expectedReturnsSpan,
      ...annualising(input),
    }),
  }),
  capm: (returns, { input }) => {
    const { market, riskFreeRate } = input;
    const { logReturns } = input.question.estimate;
    const benchmark = market ? pathReturns(market, logReturns) : meanReturns(returns);
    const found = capmReturns(returns, benchmark, {
      riskFreeRate,
      ...annualising(input),
    });
    return found === undefined ? { reason: 'no-market' } : { mean: found.expected };
  },
  james_stein: (returns, basis) => {
    const given = basis.input.question.estimate.expectedReturnsShrinkage;
    if (given === undefined) return shrunk(jamesStein(observedMeans(returns, basis)), basis);
    return shrunk(grandMeanShrinkage(arithmeticMean(returns, 1), given), basis);
  },
  bayes_stein: (returns, basis) => {
    const found = bayesStein(meanSample(returns, basis));
    if (found === undefined) return { reason: 'no-bayes-stein', count: basis.fewest };
    return shrunk(found, basis);
  },
};

function withViews(returns: Matrix, basis: MeanBasis): Means | MixFault {
  const { views } = basis.input.question.estimate;
  if (views === undefined) throw new RangeError('black_litterman without views');
  const prior = meanOf(views.prior, returns, basis);
  if ('reason' in prior) return prior;
  const found = hearViews(prior.mean, basis.covariance, views);
  if ('reason' in found) return found;
  const { mean, heard, covariance } = found;
  return { ...prior, mean, heard, ...(views.posteriorCovariance ? { posterior: covariance } : {}) };
}

function marketOf(input: MixInput): MarketEquilibrium | MixFault {
  const { market: closes, periodsPerYear, riskFreeRate, question } = input;
  const { market } = question.estimate;
  if (market === undefined) throw new RangeError('an equilibrium without a market');
  const marketWeights = Float64Array.from(market.weights);
  if (market.riskAversion !== undefined) {
    return { marketWeights, riskAversion: market.riskAversion, implied: false };
  }
  const found =
    closes && impliedRiskAversion(pathReturns(closes), { periodsPerYear, riskFreeRate });
  if (found === undefined) return { reason: 'no-market' };
  const { excess, riskAversion } = found;
  if (!(riskAversion > 0)) return { reason: 'market-without-excess', excess };
  return { marketWeights, riskAversion, implied: true };
}

/** Means that rest on periods of their own are one observation, whose covariance is theirs. */
function observedMeans(returns: Matrix, basis: MeanBasis): MeanSample {
  const sample = meanSample(returns, basis);
  if (basis.input.question.estimate.missing === 'inner') return sample;
  return { ...sample, covariance: meanCovariance(sample.covariance, returns), observations: 1 };
}

function meanSample(returns: Matrix, { fewest }: MeanBasis): MeanSample {
  return {
    mean: arithmeticMean(returns, 1),
    covariance: sampleCovariance(returns),
    observations: fewest,
  };
}

function shrunk(
  { mean, intensity }: { readonly mean: Float64Array; readonly intensity: number },
  { input }: MeanBasis,
): Means {
  return { mean: mean.map((value) => value * input.periodsPerYear), meanShrinkage: intensity };
}

function annualising({ periodsPerYear, question: { estimate } }: MixInput) {
  return { periodsPerYear, annualise: estimate.compounding ? 'compounded' : 'simple' } as const;
}

function pathReturns(values: Float64Array, logarithmic = false): Float64Array {
  return returnsOf({ rows: values.length, columns: 1, values }, logarithmic).values;
}
