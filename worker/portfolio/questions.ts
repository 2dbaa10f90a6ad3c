import { backtest, runBacktest } from './backtest/backtest.ts';
import { walkForward } from './backtest/walk-forward.ts';
import { walkReport } from './backtest/walk-report.ts';
import { asksForBootstrap } from './bootstrap/bootstrap.ts';
import { withBootstrap } from './bootstrap/with-bootstrap.ts';
import { optimise } from './hold/optimise.ts';
import { needsLinear } from './mix/mix-solve.ts';
import { asksForMix, type MixQuery, optimiseMix } from './mix/optimise-mix.ts';
import { traceFrontier } from './mix/trace-frontier.ts';
import type { BacktestQuery } from './query/backtest-query.ts';
import type { PortfolioQuery } from './query/query.ts';
import type { ReportQuery } from './query/report-query.ts';
import type { SharesQuery } from './query/shares-query.ts';
import type { WalkQuery } from './query/walk-query.ts';
import type { Report } from './report/report.ts';
import { weightsReport } from './report/weights-report.ts';
import { sharesAnswer } from './shares/shares-answer.ts';
import { joinMaterial, type Material } from './window/material.ts';
import { type PriceShape, priceShape } from './window/price-shape.ts';
import {
  expectedBootstrapMs,
  expectedOptimumMs,
  expectedWalkMs,
} from './work/expected-optimum-work.ts';
import {
  expectedBacktestMs,
  expectedReportMs,
  expectedTellingMs,
} from './work/expected-report-work.ts';
import { expectedSharesMs } from './work/expected-share-work.ts';
import { type OpenLinear, type Solvers, solversHere } from './work/solve-here.ts';

/** A kind of question. */
interface QuestionKind<Query> {
  /**
   * How long the answer takes beside joining and telling, in ms, on a warm core of 2020s make, within
   * a factor of 3 or so. It decides between here, a thread, and a job.
   */
  expectedMs(query: Query, shape: PriceShape): number;
  /** Query and material have crossed to a thread by `structuredClone`. @throws {Problem} */
  answer(query: Query, material: Material, solvers: Solvers): Promise<Report>;
}

/** All kinds by name: another one is another entry. Names are part of ETags. */
export const questions = {
  optimise: kind<PortfolioQuery>({
    expectedMs: (query, shape) =>
      expectedOptimumMs(query, shape) +
      expectedShareMs(query, shape) +
      (asksForBootstrap(query) ? expectedBootstrapMs(query, shape) : 0),
    answer: async (query, material, { solve, solveMix, planShares, solveDraws }) => {
      const answer = asksForMix(query)
        ? await optimiseMix(query, material, solveMix, planShares)
        : await optimise(query, material, solve, planShares);
      return withBootstrap(query, { material, answer }, solveDraws);
    },
  }),
  frontier: kind<MixQuery>({
    expectedMs: expectedOptimumMs,
    answer: (query, material, { solveFrontier }) => traceFrontier(query, material, solveFrontier),
  }),
  report: kind<ReportQuery>({
    expectedMs: (_, shape) => expectedReportMs(shape),
    answer: async (query, material) => weightsReport(query, joinMaterial(material)),
  }),
  backtest: kind<BacktestQuery | WalkQuery>({
    expectedMs: (query, shape) =>
      expectedBacktestMs(query, shape) +
      ('walkForward' in query ? expectedWalkMs(query, shape) : 0),
    answer: async (query, material, { solveDraws }) => {
      const joined = joinMaterial(material);
      if (!('walkForward' in query)) return backtest(query, joined, runBacktest(query, joined));
      return walkReport(query, joined, await walkForward(query, joined, solveDraws));
    },
  }),
  shares: kind<SharesQuery>({
    expectedMs: expectedShareMs,
    answer: (query, material, { planShares }) => sharesAnswer(query, material, planShares),
  }),
};

type Questions = typeof questions;

/** The name of a kind. */
export type QuestionName = keyof Questions;

/** What a kind's questions say. */
export type QueryOf<Name extends QuestionName> = Parameters<Questions[Name]['answer']>[0];

/** A question and the prices that it is answered from; survives `structuredClone`. */
export interface Question<Name extends QuestionName = QuestionName> {
  readonly name: Name;
  readonly query: QueryOf<Name>;
  readonly material: Material;
}

/** How long the answer to a question takes from its prices to its text, in ms. */
export function expectedAnswerMs({ name, query, material }: Question): number {
  const shape = priceShape(material);
  return expectedTellingMs(shape) + kindOf(name).expectedMs(query, shape);
}

/** Whether the answer needs a solver of linear programs, which runs in threads only. */
export function needsThread({ query }: Question): boolean {
  return 'mix' in query && query.mix !== undefined && needsLinear({ question: query.mix });
}

/**
 * The answer to a question as a line of JSON.
 *
 * @param openLinear  where {@link needsThread} says so
 * @throws {Problem} when there is none
 */
export async function answerText(
  { name, query, material }: Question,
  openLinear: OpenLinear = nowhere,
): Promise<string> {
  const answer = await kindOf(name).answer(query, material, solversHere(openLinear));
  return `${JSON.stringify(answer)}\n`;
}

async function nowhere(): Promise<never> {
  throw new Error('linear programs are solved in threads only');
}

function expectedShareMs(
  { shareTerms: terms }: Pick<PortfolioQuery, 'shareTerms'>,
  { columns }: PriceShape,
): number {
  return terms === undefined ? 0 : expectedSharesMs({ weights: new Float64Array(columns), terms });
}

function kind<Query>(one: QuestionKind<Query>): QuestionKind<Query> {
  return one;
}

/** A question's name and its query belong together, which types of unions don't show. */
function kindOf(name: QuestionName): QuestionKind<unknown> {
  return questions[name] as QuestionKind<unknown>;
}
