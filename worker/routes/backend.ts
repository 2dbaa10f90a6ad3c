import type { Middleware } from 'koa';
import { optimise } from '../portfolio/optimise.ts';
import { asksForMix, optimiseMix } from '../portfolio/optimise-mix.ts';
import { type PortfolioQuery, readQuery } from '../portfolio/query.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface BackendParts extends AnsweringParts {
  /** Notes one finished optimisation. */
  readonly noteOptimisation: (latencyMs: number) => void;
}

/** POST: optimises a portfolio. */
export function backend(parts: BackendParts): Middleware {
  const kind: QuestionKind<PortfolioQuery> = {
    name: 'optimise',
    read: (body) => readQuery(body, parts),
    compute: (query, material, work) =>
      asksForMix(query)
        ? optimiseMix(query, material, work.solveMix)
        : optimise(query, material, work.solve),
    csv: (answer) => parts.threads.performanceCsv(answer),
    note: (tookMs) => parts.noteOptimisation(tookMs),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
