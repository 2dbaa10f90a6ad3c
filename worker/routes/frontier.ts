import type { Middleware } from 'koa';
import type { MixQuery } from '../portfolio/optimise-mix.ts';
import { readQuery } from '../portfolio/query.ts';
import { type SolveFrontier, traceFrontier } from '../portfolio/trace-frontier.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface FrontierParts extends AnsweringParts {
  readonly solveFrontier: SolveFrontier;
}

/** POST: the efficient frontier of a query's symbols. */
export function frontier(parts: FrontierParts): Middleware {
  const { maxSymbols } = parts;
  const kind = {
    name: 'frontier',
    read: (body: unknown) => {
      const { query, ...rest } = readQuery(body, { maxSymbols, answer: 'frontier' });
      return { ...rest, query: query?.mix && { ...query, mix: query.mix } };
    },
    compute: (query, material) => traceFrontier(query, material, parts.solveFrontier),
  } satisfies QuestionKind<MixQuery>;
  return async (ctx) => {
    await answerTagged(ctx, kind, parts);
  };
}
