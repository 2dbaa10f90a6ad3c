import type { Fault } from '../../errors.ts';
import { asArray, asObject } from '../../prices/narrow.ts';
import {
  type PriorModel,
  priorModels,
  type View,
  type ViewsQuestion,
} from '../mix/mix-question.ts';
import { choiceReader, numberReader, readFlag } from './fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';
import { readViewCovariance } from './view-covariance-field.ts';
import { readConfidence, readViews, type SentView } from './views-field.ts';

/** The fields that only `black_litterman` looks at. */
export const viewFields = [
  'views',
  'viewConfidences',
  'viewCovariance',
  'prior',
  'tau',
  'posteriorCovariance',
] as const satisfies readonly FieldName[];

/** τ: PyPortfolioOpt's default. */
const usualTau = 0.05;

const readPriorModel = choiceReader(priorModels);
const readTau = numberReader({ min: 1e-6, max: 100, meaning: 'a share of the risk such as 0.05' });

/** Reads yearly returns by symbol. */
type ReadReturns = (
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
) => readonly number[] | undefined;

/** The prior of a question, as far as it can be told. */
export function priorOf(fields: Fields): unknown {
  return fields.get('prior')?.value ?? 'equilibrium';
}

/**
 * Reads what `black_litterman` is made of, with its defaults.
 *
 * @param readReturns  reads a prior that is given by symbol
 * @param faults       what is wrong is added here: also that there are no views
 */
export function readViewFields(
  fields: Fields,
  {
    symbols,
    readReturns,
  }: { readonly symbols: readonly string[]; readonly readReturns: ReadReturns },
  faults: Fault[],
): ViewsQuestion {
  const sent = readOptional(
    fields,
    'views',
    (name, value) => readViews(value, { name, symbols }, faults),
    faults,
  );
  if (!fields.has('views')) {
    const reason =
      'is missing: "black_litterman" needs views such as {"AAPL": 0.2}; without any choose "equilibrium"';
    faults.push({ field: nameOf(fields, 'views'), reason });
  }
  const prior = readOptional(
    fields,
    'prior',
    (name, value): PriorModel | readonly number[] | undefined =>
      asObject(value) === undefined
        ? readPriorModel(name, value, faults)
        : readReturns(value, { name, symbols }, faults),
    faults,
  );
  const views = readSureness(fields, { sent: sent ?? [], symbols }, faults);
  const viewCovariance = readDoubts(fields, sent ?? [], faults);
  return {
    ...(viewCovariance === undefined
      ? { views }
      : { views: views.map((view, k) => doubted(view, viewCovariance, k)), viewCovariance }),
    prior: prior ?? 'equilibrium',
    tau: readOptional(fields, 'tau', readTau, faults) ?? usualTau,
    posteriorCovariance: readOptional(fields, 'posteriorCovariance', readFlag, faults) ?? false,
  };
}

/** Ω in full, where nothing else says how sure the views are. */
function readDoubts(
  fields: Fields,
  sent: readonly SentView[],
  faults: Fault[],
): readonly number[] | undefined {
  const entry = fields.get('viewCovariance');
  // Of faulty views nothing can be said.
  if (entry === undefined || sent.length === 0) return undefined;
  const { name, value } = entry;
  if (fields.has('viewConfidences') || sent.some(({ sure }) => sure)) {
    const reason = 'says how sure the views are, as their confidences or errors do: send either';
    faults.push({ field: name, reason });
    return undefined;
  }
  if (withoutOrder(sent)) {
    faults.push({ field: name, reason: 'needs "views" in a list, whose order is certain' });
    return undefined;
  }
  return readViewCovariance(value, { name, count: sent.length }, faults);
}

function doubted(view: View, covariance: readonly number[], k: number): View {
  const size = Math.round(Math.sqrt(covariance.length));
  return { ...view, doubt: { standardError: Math.sqrt(covariance[k * (size + 1)] ?? 0) } };
}

/** Members of an object that are numbers come first, wherever the client wrote them. */
function withoutOrder(sent: readonly SentView[]): boolean {
  return sent.some(({ symbol }) => /^\d+$/.test(symbol ?? ''));
}

interface Sent {
  readonly sent: readonly SentView[];
  readonly symbols: readonly string[];
}

/** The views with the confidences that were sent beside them, in their order or by symbol. */
function readSureness(fields: Fields, { sent, symbols }: Sent, faults: Fault[]): readonly View[] {
  const plain = sent.map(({ view }) => view);
  const entry = fields.get('viewConfidences');
  // Of faulty views nothing can be said.
  if (entry === undefined || sent.length === 0) return plain;
  const { name, value } = entry;
  if (sent.some(({ sure }) => sure)) {
    const reason = 'repeats what views say themselves: send either, not both';
    faults.push({ field: name, reason });
    return plain;
  }
  const list = asArray(value);
  if (list !== undefined && withoutOrder(sent)) {
    faults.push({ field: name, reason: 'must be by symbol, as the views are' });
    return plain;
  }
  const confidences = list ?? confidencesBySymbol(value, { sent, symbols, name }, faults);
  if (confidences === undefined) return plain;
  if (confidences.length !== sent.length) {
    const reason = `has ${confidences.length} confidences for ${sent.length} views: give one a view`;
    faults.push({ field: name, reason });
    return plain;
  }
  return plain.map((view, k) => {
    const told = confidences[k];
    if (told === undefined) return view;
    const confidence = readConfidence(told, `${name}.${sent[k]?.symbol ?? k}`, faults);
    return confidence === undefined ? view : { ...view, doubt: { confidence } };
  });
}

/** In the order of the views; undefined for those that are not named. */
function confidencesBySymbol(
  value: unknown,
  { sent, symbols, name }: Sent & { readonly name: string },
  faults: Fault[],
): readonly unknown[] | undefined {
  const object = asObject(value);
  if (object === undefined || sent.some(({ symbol }) => symbol === undefined)) {
    const reason =
      'must be a list of confidences, one a view in their order, or by symbol where the views are';
    faults.push({ field: name, reason });
    return undefined;
  }
  const found = membersBySymbol(object, { name, symbols }, faults);
  const strange = [...found.keys()].filter((own) => !sent.some(({ symbol }) => symbol === own));
  if (strange.length > 0) {
    const reason = `names ${strange.join(', ')}, of which there is no view: leave out, or add to "views"`;
    faults.push({ field: name, reason });
  }
  return sent.map(({ symbol }) => found.get(symbol ?? ''));
}
