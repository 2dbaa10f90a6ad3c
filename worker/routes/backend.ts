import type { Middleware } from 'koa';
import { readQuery } from '../portfolio/query/query.ts';
import { type AnsweringParts, type AskedKind, answerTagged } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface BackendParts extends AnsweringParts {
  /** Notes one finished optimisation. */
  readonly noteOptimisation: (latencyMs: number) => void;
}

/** POST: optimises a portfolio. */
export function backend(parts: BackendParts): Middleware {
  const kind: AskedKind<'optimise'> = {
    name: 'optimise',
    read: (body) => readQuery(body, parts),
    csv: (answer) => parts.threads.performanceCsv(answer),
    note: (tookMs) => parts.noteOptimisation(tookMs),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
