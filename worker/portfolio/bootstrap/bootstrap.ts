import { IllPosed } from '../../errors.ts';
import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { blockLengths } from '../../kernels/samples/block-length.ts';
import { uniformRandom } from '../../kernels/samples/random.ts';
import { holdInput } from '../hold/optimise.ts';
import { comparesDays, type MixQuestion } from '../mix/mix-question.ts';
import { asksForMix, mixInput } from '../mix/optimise-mix.ts';
import type { BootstrapQuestion } from '../query/bootstrap-field.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { Report } from '../report/report.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { toldBootstrap } from './bootstrap-report.ts';
import { completeReturns, type Draw, type SolveDraws } from './draws.ts';
import { type Optimisation, pricesOf } from './optimisation.ts';

/** Seeds of single resamples are below it: all that {@link uniformRandom} tells apart. */
const seedsApart = 2_147_483_562;

/** Single symbols from which a resample's search for the best portfolio to hold starts. */
export const mostVertices = 3;

/** Symbols whose returns tell the block length, at most: each takes half a millisecond. */
const mostMeasured = 50;

/** A query that asks how sure its weights are. */
export interface UncertainQuery extends PortfolioQuery {
  readonly bootstrap: BootstrapQuestion;
}

/** Whether a query asks how sure its weights are. */
export function asksForBootstrap(query: PortfolioQuery): query is UncertainQuery {
  return query.bootstrap !== undefined;
}

/**
 * How far weights would have moved had the same market dealt its days otherwise: the question is asked
 * again on resampled days, and an answer's `bootstrap` tells of the weights that came of it.
 *
 * @param weights  the answer to the query itself
 * @throws {IllPosed} with fewer than 2 days to draw from
 */
export async function bootstrap(
  query: UncertainQuery,
  { material, weights }: { readonly material: JoinedMaterial; readonly weights: Float64Array },
  solveDraws: SolveDraws,
): Promise<Report> {
  const optimisation = resampledOptimisation(query, material);
  const { method, blockDays, samples, seed } = query.bootstrap;
  const returns = completeReturns(pricesOf(optimisation));
  if (returns.rows < 2) {
    throw new IllPosed(
      'Fewer than 2 days have a return of every symbol and of the benchmark, so that there is nothing to draw from: leave "bootstrap" out, or widen the window.',
    );
  }
  const seeds = seedsOf(seed, samples);
  const drawsOf = (length: number): readonly Draw[] =>
    seeds.map((one) => ({ seed: one, method, blockDays: length }));
  const length = blockDays ?? automaticLength(returns, method);
  const input = { optimisation, draws: drawsOf(length), beside: weights };
  const drawn = await solveDraws(input);
  return toldBootstrap({ query, drawn, blockDays: length, days: returns.rows });
}

/** The query's own question, but for what only its own answer is worth: a proof and many starts. */
function resampledOptimisation(query: UncertainQuery, material: JoinedMaterial): Optimisation {
  if (!asksForMix(query)) {
    const input = holdInput({ ...query, globalBound: false }, material);
    return { kind: 'hold', input: { ...input, mostVertices } };
  }
  const { market, ...input } = mixInput(query, material);
  // Days without the market need be left out only where it has a say.
  const needed = market !== undefined && looksAtMarket(query.mix);
  return { kind: 'mix', input: needed ? { ...input, market } : input };
}

function looksAtMarket({ objective, estimate }: MixQuestion): boolean {
  if (comparesDays(objective)) return true;
  const { expectedReturns, views, market } = estimate;
  const implied = market !== undefined && market.riskAversion === undefined;
  return implied || expectedReturns === 'capm' || views?.prior === 'capm';
}

/**
 * The mean over the symbols of the block length that fits their returns or, where that is longer, the
 * squares of these: weights rest on moments of both orders. Of many symbols a part is looked at.
 */
function automaticLength(returns: Matrix, method: BootstrapQuestion['method']): number {
  const { rows, columns, values } = returns;
  const step = Math.ceil(columns / mostMeasured);
  const lengths: number[] = [];
  for (let i = 0; i < columns; i += step) {
    const series = Float64Array.from({ length: rows }, (_, t) => values[t * columns + i] ?? 0);
    const mean = series.reduce((total, value) => total + value, 0) / rows;
    const squares = series.map((value) => (value - mean) ** 2);
    lengths.push(Math.max(blockLengths(series)[method], blockLengths(squares)[method]));
  }
  const length = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
  return method === 'circular' ? Math.max(1, Math.round(length)) : length;
}

/** One seed a resample, drawn from the query's: neighbouring seeds would be akin. */
function seedsOf(seed: number, samples: number): readonly number[] {
  const uniform = uniformRandom(seed);
  return Array.from({ length: samples }, () => Math.floor(uniform() * seedsApart));
}
