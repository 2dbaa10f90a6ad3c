import type { Middleware } from 'koa';
import { type ReportQuery, readReportQuery } from '../portfolio/report-query.ts';
import { weightsReport } from '../portfolio/weights-report.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** POST: tells what given weights did. */
export function report(parts: AnsweringParts): Middleware {
  const kind: QuestionKind<ReportQuery> = {
    name: 'report',
    read: (body) => readReportQuery(body, parts),
    compute: (query, material, work) => weightsReport(query, material, work.followHolding),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
