import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Middleware } from 'koa';
import { joinMaterial } from '../portfolio/material.ts';
import { type ReportQuery, readReportQuery } from '../portfolio/report-query.ts';
import { weightsReport } from '../portfolio/weights-report.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** POST: tells what given weights did. */
export function report(parts: AnsweringParts): Middleware {
  const kind: QuestionKind<ReportQuery> = {
    name: 'report',
    read: (body) => readReportQuery(body, parts),
    compute: async (query, material) => {
      // 500 symbols over 2,500 days take some 15 ms each to join and to report on: no thread is
      // worth the copies, but others get a turn in between.
      const joined = joinMaterial(material);
      await nextTurn();
      return weightsReport(query, joined);
    },
  };
  return async (ctx) => {
    await answerTagged(ctx, kind, parts);
  };
}
