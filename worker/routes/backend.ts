import type { Middleware } from 'koa';
import type { SolveDraws } from '../portfolio/draws.ts';
import { optimise, type Solve } from '../portfolio/optimise.ts';
import { asksForMix, optimiseMix, type SolveMix } from '../portfolio/optimise-mix.ts';
import { type PortfolioQuery, readQuery } from '../portfolio/query.ts';
import { withBootstrap } from '../portfolio/with-bootstrap.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface BackendParts extends AnsweringParts {
  readonly solve: Solve;
  readonly solveMix: SolveMix;
  readonly solveDraws: SolveDraws;
  /** Renders the answer's table as CSV. */
  readonly performanceCsv: (answer: Buffer) => Promise<Buffer>;
  /** Notes one finished optimisation. */
  readonly noteOptimisation: (latencyMs: number) => void;
}

/** POST: optimises a portfolio. */
export function backend(parts: BackendParts): Middleware {
  const kind = {
    name: 'optimise',
    read: (body: unknown) => readQuery(body, parts),
    compute: async (query, material) => {
      const answer = asksForMix(query)
        ? await optimiseMix(query, material, parts.solveMix)
        : await optimise(query, material, parts.solve);
      return withBootstrap(query, { material, answer }, parts.solveDraws);
    },
    csv: parts.performanceCsv,
  } satisfies QuestionKind<PortfolioQuery>;
  return async (ctx) => {
    const tookMs = await answerTagged(ctx, kind, parts);
    if (tookMs !== undefined) parts.noteOptimisation(tookMs);
  };
}
