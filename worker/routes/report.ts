import type { Middleware } from 'koa';
import { readReportQuery } from '../portfolio/query/report-query.ts';
import { type AnsweringParts, type AskedKind, answerTagged } from './tagged-answer.ts';

/** POST: tells what given weights did. */
export function report(parts: AnsweringParts): Middleware {
  const kind: AskedKind<'report'> = {
    name: 'report',
    read: (body) => readReportQuery(body, parts),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
