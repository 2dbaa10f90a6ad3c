import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from 'koa';
import { type Answers, contentKey } from '../answers.ts';
import { type Fault, InvalidQuery } from '../errors.ts';
import {
  gatherMaterial,
  type Material,
  type PriceQuestion,
  unknownSymbolFaults,
  usedSeries,
} from '../portfolio/material.ts';
import type { Prices } from '../prices/prices.ts';
import { readJson } from './body.ts';

/** What every route that answers a question needs of the rest of the worker. */
export interface AnsweringParts {
  readonly prices: Prices;
  readonly answers: Answers;
  readonly now: () => number;
  readonly maxSymbols: number;
  readonly bodyLimitBytes: number;
}

/** A question as far as it could be read. */
export interface QuestionReading<Query> {
  readonly query: Query | undefined;
  readonly faults: readonly Fault[];
  /** Those that sources are to be asked for; empty when the symbols themselves are at fault. */
  readonly symbols: readonly string[];
}

/** A kind of question, and how it is answered. */
export interface QuestionKind<Query extends PriceQuestion> {
  /** Tells its answers from those of other kinds; changes when their form does. */
  readonly name: string;
  read(body: unknown): QuestionReading<Query>;
  /** The answer, to be sent as JSON. */
  compute(query: Query, material: Material): Promise<unknown>;
  /** Renders a finished answer as CSV; absent where there is no such table. */
  readonly csv?: (answer: Buffer) => Promise<Buffer>;
}

/** Bodies above it, and those of unknown length, are handled in several turns of the event loop. */
const largeBytes = 65_536;

/**
 * Answers a question. Equal questions on equal prices are computed once, and carry the same ETag. An
 * If-None-Match that holds is answered 304 although the method is POST: the question changes nothing,
 * so that its answer may be revalidated (docs/api.md, "ETag").
 *
 * @returns how long it took, in ms; undefined when nothing had to be answered but 304
 */
export async function answerTagged<Query extends PriceQuestion>(
  ctx: Context,
  kind: QuestionKind<Query>,
  parts: AnsweringParts,
): Promise<number | undefined> {
  const start = parts.now();
  const question = await readJson(ctx.req, parts.bodyLimitBytes);
  await giveWay(ctx);
  const query = await understood(kind.read(question), parts.prices);
  await giveWay(ctx);
  const material = await gatherMaterial(query, parts.prices);
  const key = answerKey(kind.name, query, material);
  const csv = kind.csv && ctx.accepts('application/json', 'text/csv') === 'text/csv';
  const tag = csv ? `"${key}-csv"` : `"${key}"`;
  if (namesTag(ctx.get('If-None-Match'), tag)) {
    describe(ctx, tag);
    ctx.status = 304;
    return undefined;
  }
  const answer = await parts.answers.answer(key, async () =>
    Buffer.from(`${JSON.stringify(await kind.compute(query, material))}\n`),
  );
  const body = csv && kind.csv ? await kind.csv(answer.body) : answer.body;
  const tookMs = parts.now() - start;
  // Only now: a failure must not carry the tag of an answer.
  describe(ctx, tag);
  ctx.set('Server-Timing', `${answer.origin};dur=${tookMs.toFixed(3)}`);
  ctx.body = body;
  ctx.type = csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8';
  return tookMs;
}

/** Parsing, reading and joining a large body take a while each: others get a turn in between. */
async function giveWay(ctx: Context): Promise<void> {
  const sizeBytes = Number(ctx.get('Content-Length') || Number.POSITIVE_INFINITY);
  if (sizeBytes > largeBytes) await nextTurn();
}

/** Tells symbols that nobody knows together with what else is wrong, so that one look mends all. */
async function understood<Query>(reading: QuestionReading<Query>, prices: Prices): Promise<Query> {
  if (reading.query !== undefined) return reading.query;
  // Any one day will do: whether a symbol is known does not depend on the window.
  const anyDay = { first: 0, last: 0 };
  const unknown = await unknownSymbolFaults(reading.symbols, prices, anyDay);
  throw new InvalidQuery([...reading.faults, ...unknown]);
}

/** Everything that an answer depends on: the question, and the content of the prices. */
function answerKey(kind: string, query: PriceQuestion, material: Material): string {
  const { sentPrices: _, ...question } = query;
  const prices = usedSeries(material).map(({ version, origin, notes }) => [version, origin, notes]);
  return contentKey([kind, question, prices]);
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
