import type { Fault } from '../../errors.ts';
import { isoDate } from '../../prices/day.ts';
import { asObject, asText, type Unknowns } from '../../prices/narrow.ts';
import type { ShareTerms } from '../shares/share-plan.ts';
import { readDate } from './calendar-date.ts';
import { readAmount } from './fields.ts';
import type { QueryLimits } from './query.ts';
import { collectFields, namesOf, readOptional } from './query-fields.ts';
import { readShareTerms, shareFields } from './share-fields.ts';
import { readWeightsQuery, type WeightsQuery, type WeightsReading } from './weights-query.ts';

/** A question about the shares that weights come to. */
export interface SharesQuery extends WeightsQuery {
  readonly amount: number | undefined;
  readonly shareTerms: ShareTerms;
}

/** Such a question as far as it could be read. */
export interface SharesReading extends WeightsReading {
  readonly query: SharesQuery | undefined;
}

/** Prices older than this are not bought at, in days. */
const oldestPrice = 31;
/** What questions about weights have in common but this one has no use for. */
const useless = ['benchmark', 'risk_free_rate', 'periods_per_year'] as const;
const ownNames = [...namesOf('amount'), ...shareFields.flatMap(namesOf)];

/**
 * Reads a question about shares from what a client sent, and collects every fault. Of the dates only
 * the last is needed: shares are bought at its closes, or at the last ones before it.
 *
 * @param body  any JSON value
 */
export function readSharesQuery(body: unknown, limits: QueryLimits): SharesReading {
  const sent = asObject(body);
  const question = sent === undefined ? body : withWindow(sent);
  const reading = readWeightsQuery(question, limits, { names: ownNames, total: 1 });
  const faults = sent === undefined ? [] : uselessFaults(sent);
  const own = Object.entries(sent ?? {}).filter(([name]) => ownNames.includes(name));
  const fields = collectFields(Object.fromEntries(own), faults);
  const amount = readOptional(fields, 'amount', readAmount, faults);
  if (sent !== undefined && !fields.has('amount') && !fields.has('holdings')) {
    const reason = 'is missing: say how much to invest, or which shares you hold in "holdings"';
    faults.push({ field: 'principle', reason });
  }
  const symbols = reading.query?.symbols ?? [];
  const shareTerms = readShareTerms(fields, { symbols, answer: 'portfolio' }, faults);
  const all = { ...reading, faults: [...reading.faults, ...faults] };
  if (reading.query === undefined || shareTerms === undefined || faults.length > 0) {
    return { ...all, query: undefined };
  }
  return { ...all, query: { ...reading.query, amount, shareTerms } };
}

function uselessFaults(sent: Unknowns): Fault[] {
  const reason = 'has no effect on which shares to buy: leave it out';
  return useless.filter((name) => name in sent).map((field) => ({ field, reason }));
}

/** Without a benchmark, and from a month before the last day where no first one is sent. */
function withWindow(sent: Unknowns): Unknowns {
  const started = 'start_date' in sent || 'startDate' in sent;
  const kept = Object.entries(sent).filter(([name]) => name !== 'benchmark');
  const question = { ...Object.fromEntries(kept), benchmark: null };
  const end = asText(sent['end_date'] ?? sent['endDate']);
  const last = end === undefined ? undefined : readDate(end);
  if (started || 'prices' in sent || last === undefined || !('day' in last)) return question;
  return { ...question, start_date: isoDate(last.day - oldestPrice) };
}
