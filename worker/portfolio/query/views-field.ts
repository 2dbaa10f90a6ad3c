import type { Fault } from '../../errors.ts';
import { asArray, asNumber, asObject, type Unknowns } from '../../prices/narrow.ts';
import type { View } from '../mix/mix-question.ts';
import { mostFaults } from './fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';
import { readSide } from './view-side.ts';

/** A yearly return above it is taken for per cent. */
const greatestReturn = 10;
/** A standard deviation below it counts as certainty, which "confidence": 1 says. */
const leastError = 1e-9;
const mostViews = 500;
/** As certain as the prior itself: He and Litterman's. */
const usualConfidence = 0.5;

const shape =
  'must be yearly returns by symbol such as {"AAPL": 0.2}, or a list of views such as [{"long": "AAPL", "short": "GOOG", "return": 0.05, "confidence": 0.6}]';
const members = ['long', 'short', 'return', 'confidence', 'standard_error'];

/** A view as it was sent: whether it said how sure it is. */
export interface SentView {
  readonly view: View;
  /** The symbol of a view that stands in an object by symbol. */
  readonly symbol?: string;
  readonly sure: boolean;
}

/**
 * Reads views: yearly returns by symbol, or a list in which each view has a `long` side, which is
 * to return so much, or to beat the `short` side by so much.
 *
 * @param faults  what is wrong is added here
 * @returns       undefined when faulty
 */
export function readViews(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): readonly SentView[] | undefined {
  const told: Fault[] = [];
  const views = readEither(value, keys, told);
  if (views?.length === 0 && told.length === 0) {
    told.push({ field: keys.name, reason: 'has no view: give one, or leave it out' });
  }
  faults.push(...told.slice(0, mostFaults));
  return told.length === 0 ? views : undefined;
}

function readEither(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): readonly SentView[] | undefined {
  const list = asArray(value);
  if (list !== undefined) {
    if (list.length <= mostViews) {
      return list.flatMap((one, k) =>
        readView(one, { ...keys, name: `${keys.name}.${k}` }, faults),
      );
    }
    const reason = `has ${list.length} views: at most ${mostViews} are heard`;
    faults.push({ field: keys.name, reason });
    return undefined;
  }
  const object = asObject(value);
  if (object !== undefined) return readAbsolute(object, keys, faults);
  faults.push({ field: keys.name, reason: shape });
  return undefined;
}

function readAbsolute(object: Unknowns, keys: SymbolKeys, faults: Fault[]): readonly SentView[] {
  const { name, symbols } = keys;
  return [...membersBySymbol(object, keys, faults)].flatMap(([symbol, value]) => {
    const field = `${name}.${symbol}`;
    if (symbol === '*') {
      faults.push({ field, reason: 'must name a symbol' });
      return [];
    }
    const expected = readReturn(value, field, faults);
    if (expected === undefined) return [];
    const portfolio = symbols.map((one) => (one === symbol ? 1 : 0));
    const view = { portfolio, return: expected, doubt: { confidence: usualConfidence } };
    return [{ view, symbol, sure: false }];
  });
}

function readView(value: unknown, keys: SymbolKeys, faults: Fault[]): readonly SentView[] {
  const { name, symbols } = keys;
  const object = asObject(value);
  if (object === undefined) {
    faults.push({
      field: name,
      reason: `must be a view: ${shape.slice(shape.indexOf('{"long"'), -1)}`,
    });
    return [];
  }
  const before = faults.length;
  for (const member of Object.keys(object)) {
    if (members.includes(member)) continue;
    faults.push({
      field: `${name}.${member}`,
      reason: `is no part of a view: those are ${members.join(', ')}`,
    });
  }
  const expected = readReturn(object['return'], `${name}.return`, faults);
  const long = readSide(object['long'], { name: `${name}.long`, symbols }, faults);
  const none = new Map<string, number>();
  const short =
    object['short'] === undefined
      ? none
      : readSide(object['short'], { name: `${name}.short`, symbols }, faults);
  const doubt = readDoubt(object, name, faults);
  const both = symbols.filter((symbol) => long?.has(symbol) && short?.has(symbol));
  if (both.length > 0) {
    const reason = `has ${both.slice(0, mostFaults).join(', ')} on both sides: leave one out`;
    faults.push({ field: name, reason });
  }
  if (faults.length > before || expected === undefined) return [];
  const portfolio = symbols.map((symbol) => (long?.get(symbol) ?? 0) - (short?.get(symbol) ?? 0));
  const view = { portfolio, return: expected, doubt: doubt ?? { confidence: usualConfidence } };
  return [{ view, sure: doubt !== undefined }];
}

function readReturn(value: unknown, field: string, faults: Fault[]): number | undefined {
  const number = asNumber(value);
  if (number !== undefined && Math.abs(number) <= greatestReturn) return number;
  const missing = value === undefined ? 'is missing: it ' : '';
  const reason = `${missing}must be a yearly return from -${greatestReturn} to ${greatestReturn}: 0.1 means 10 % a year`;
  faults.push({ field, reason });
  return undefined;
}

function readDoubt(object: Unknowns, name: string, faults: Fault[]): View['doubt'] | undefined {
  const { confidence: sentConfidence, standard_error: sentError } = object;
  if (sentConfidence !== undefined && sentError !== undefined) {
    const reason = 'has a confidence and a standard_error: send one of the two';
    faults.push({ field: name, reason });
    return undefined;
  }
  if (sentError !== undefined) {
    const standardError = asNumber(sentError) ?? Number.NaN;
    if (standardError >= leastError && standardError <= greatestReturn) return { standardError };
    const reason = `must be a standard deviation of the yearly return from ${leastError} to ${greatestReturn}; a certain view has "confidence": 1 instead`;
    faults.push({ field: `${name}.standard_error`, reason });
    return undefined;
  }
  if (sentConfidence === undefined) return undefined;
  const confidence = readConfidence(sentConfidence, `${name}.confidence`, faults);
  return confidence === undefined ? undefined : { confidence };
}

/** A confidence, from 0 (the view is not heard) to 1 (it is certain). */
export function readConfidence(value: unknown, field: string, faults: Fault[]): number | undefined {
  const confidence = asNumber(value) ?? Number.NaN;
  if (confidence >= 0 && confidence <= 1) return confidence;
  const reason =
    'must be a number from 0, which does not hear the view, to 1, which is certain of it';
  faults.push({ field, reason });
  return undefined;
}
