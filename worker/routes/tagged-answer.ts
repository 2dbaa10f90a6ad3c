import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from 'koa';
import { type Answers, contentKey } from '../answers.ts';
import { type Fault, InvalidQuery } from '../errors.ts';
import type { QueryOf, QuestionName } from '../portfolio/questions.ts';
import {
  gatherMaterial,
  type Material,
  type PriceQuestion,
  unknownSymbolFaults,
  usedSeries,
} from '../portfolio/window/material.ts';
import type { Prices } from '../prices/prices.ts';
import type { Threads } from '../threads.ts';
import { readJson } from './body.ts';
import { type DeliveryParts, deliver } from './deliver.ts';
import { namesTag } from './entity-tag.ts';
import type { Reply } from './reply.ts';

/** What every route that answers a question needs of the rest of the worker. */
export interface AnsweringParts extends DeliveryParts {
  readonly prices: Prices;
  readonly answers: Answers;
  readonly threads: Pick<Threads, 'answer' | 'performanceCsv'>;
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

/** A kind of question as a route reads it and hands its answer out. */
export interface AskedKind<Name extends QuestionName> {
  /** Tells its answers from those of other kinds. */
  readonly name: Name;
  read(body: unknown): QuestionReading<QueryOf<Name>>;
  /** Renders a finished answer as CSV; absent where there is no such table. */
  readonly csv?: (answer: Buffer) => Promise<Buffer>;
  /** Notes an answer and how long it took, in ms. */
  readonly note?: (tookMs: number) => void;
}

/** Bodies above it, and those of unknown length, are handled in several turns of the event loop. */
const largeBytes = 65_536;

/**
 * Answers a question. Equal questions on equal prices are computed once, and carry the same ETag. An
 * If-None-Match that holds is answered 304 although the method is POST: the question changes nothing,
 * so that its answer may be revalidated (docs/api.md, "ETag").
 */
export async function answerTagged<Name extends QuestionName>(
  ctx: Context,
  kind: AskedKind<Name>,
  parts: AnsweringParts,
): Promise<void> {
  const start = parts.now();
  const question = await readJson(ctx.req, parts.bodyLimitBytes);
  await giveWay(ctx);
  const query = await understood(kind.read(question), parts.prices);
  await giveWay(ctx);
  const material = await gatherMaterial(query, parts.prices);
  const key = answerKey(kind.name, query, material);
  const csv = kind.csv && ctx.accepts('application/json', 'text/csv') === 'text/csv';
  const form = csv && kind.csv ? csvForm(key, kind.csv) : jsonForm(key);
  if (namesTag(ctx.get('If-None-Match'), form.tag)) {
    ctx.set(fieldsOf(form));
    ctx.status = 304;
    return;
  }
  const asked = parts.answers.ask(key, (errand) =>
    parts.threads.answer(errand, { name: kind.name, query, material }),
  );
  const reply = asked.body.then(async (answer): Promise<Reply> => {
    const body = await form.render(answer);
    const tookMs = parts.now() - start;
    kind.note?.(tookMs);
    const timing = `${asked.origin};dur=${tookMs.toFixed(3)}`;
    const headers = { ...fieldsOf(form), 'Server-Timing': timing };
    return { status: 200, headers, type: form.type, body };
  });
  await deliver(ctx, asked, reply, parts);
}

/** How an answer is represented. */
interface Form {
  readonly tag: string;
  readonly type: string;
  render(answer: Buffer): Promise<Buffer>;
}

function jsonForm(key: string): Form {
  return {
    tag: `"${key}"`,
    type: 'application/json; charset=utf-8',
    render: async (answer) => answer,
  };
}

function csvForm(key: string, render: Form['render']): Form {
  return { tag: `"${key}-csv"`, type: 'text/csv; charset=utf-8', render };
}

function fieldsOf({ tag }: Form): Record<string, string> {
  return { ETag: tag, 'Cache-Control': 'no-cache', Vary: 'Accept' };
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
