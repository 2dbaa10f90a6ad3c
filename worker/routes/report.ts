import type { Middleware } from 'koa';
import { type ReportQuery, readReportQuery } from '../portfolio/report-query.ts';
import { weightsReport } from '../portfolio/weights-report.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** POST: tells what given weights did. 500 symbols over 2,500 days take some 20 ms: no thread. */
export function report(parts: AnsweringParts): Middleware {
  const kind: QuestionKind<ReportQuery> = {
    name: 'report',
    read: (body) => readReportQuery(body, parts),
    compute: async (query, material) => weightsReport(query, material),
  };
  return async (ctx) => {
    await answerTagged(ctx, kind, parts);
  };
}
