import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import { type Answer, type Answers, contentKey } from '../answers.ts';
import {
  gatherMaterial,
  type Material,
  unknownSymbolFaults,
  usedSeries,
} from '../portfolio/material.ts';
import { optimise, type Solve } from '../portfolio/optimise.ts';
import { type PortfolioQuery, readQuery, validQuery } from '../portfolio/query.ts';
import type { Prices } from '../prices/prices.ts';
import { readJson } from './body.ts';

/** What the route needs of the rest of the worker. */
export interface BackendParts {
  readonly prices: Prices;
  readonly answers: Answers;
  readonly solve: Solve;
  /** Renders the answer's table as CSV. */
  readonly performanceCsv: (answer: Buffer) => Promise<Buffer>;
  /** Notes one finished optimisation. */
  readonly noteOptimisation: (latencyMs: number) => void;
  readonly now: () => number;
  readonly maxSymbols: number;
  readonly bodyLimitBytes: number;
}

/** Bodies above it, and those of unknown length, are handled in several turns of the event loop. */
const largeBytes = 65_536;

/**
 * POST: optimises a portfolio. Equal questions on equal prices are computed once, and carry the
 * same ETag. An If-None-Match that holds is answered 304 although the method is POST: the
 * question changes nothing, so that its answer may be revalidated (docs/api.md, "ETag").
 */
export function backend(parts: BackendParts): Middleware {
  return async (ctx) => {
    const start = parts.now();
    const question = await readJson(ctx.req, parts.bodyLimitBytes);
    await giveWay(ctx);
    const query = await understand(question, parts);
    await giveWay(ctx);
    const material = await gatherMaterial(query, parts.prices);
    const key = answerKey(query, material);
    const csv = ctx.accepts('application/json', 'text/csv') === 'text/csv';
    const tag = csv ? `"${key}-csv"` : `"${key}"`;
    if (namesTag(ctx.get('If-None-Match'), tag)) {
      describe(ctx, tag);
      ctx.status = 304;
      return;
    }
    const answer = await answerOnce({ key, query, material }, parts);
    const body = csv ? await parts.performanceCsv(answer.body) : answer.body;
    const tookMs = parts.now() - start;
    parts.noteOptimisation(tookMs);
    // Only now: a failure must not carry the tag of an answer.
    describe(ctx, tag);
    ctx.set('Server-Timing', `${answer.origin};dur=${tookMs.toFixed(3)}`);
    ctx.body = body;
    ctx.type = csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8';
  };
}

/** Parsing, reading and joining a large body take a while each: others get a turn in between. */
async function giveWay(ctx: Context): Promise<void> {
  const sizeBytes = Number(ctx.get('Content-Length') || Number.POSITIVE_INFINITY);
  if (sizeBytes > largeBytes) await nextTurn();
}

/** Tells symbols that nobody knows together with what else is wrong, so that one look mends all. */
async function understand(body: unknown, parts: BackendParts): Promise<PortfolioQuery> {
  const reading = readQuery(body, parts);
  if (reading.query !== undefined) return reading.query;
  // Any one day will do: whether a symbol is known does not depend on the window.
  const anyDay = { first: 0, last: 0 };
  const unknown = await unknownSymbolFaults(reading.symbols, parts.prices, anyDay);
  return validQuery({ ...reading, faults: [...reading.faults, ...unknown] });
}

async function answerOnce(
  question: {
    readonly key: string;
    readonly query: PortfolioQuery;
    readonly material: Material;
  },
  { answers, solve }: BackendParts,
): Promise<Answer> {
  const { key, query, material } = question;
  return answers.answer(key, async () => {
    const report = await optimise(query, material, solve);
    return Buffer.from(`${JSON.stringify(report)}\n`);
  });
}

/** Everything that an answer depends on: the question, and the content of the prices. */
function answerKey(query: PortfolioQuery, material: Material): string {
  const { sentPrices: _, ...question } = query;
  const prices = usedSeries(material).map(({ version, origin, notes }) => [version, origin, notes]);
  return contentKey([question, prices]);
}

function describe(ctx: Context, tag: string): void {
  ctx.set('ETag', tag);
  ctx.set('Cache-Control', 'no-cache');
  ctx.vary('Accept');
}

/** Whether an If-None-Match names the ETag (weak comparison, RFC 9110 §13.1.2). */
function namesTag(ifNoneMatch: string, tag: string): boolean {
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
