import type { Fault } from '../../errors.ts';
import { asNumber, asObject } from '../../prices/narrow.ts';
import { type MixObjective, trackingMeasures } from '../mix/mix-question.ts';
import { choiceReader } from './fields.ts';
import { type Fields, nameOf, readOptional } from './query-fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';

const readMeasure = choiceReader(trackingMeasures);

/** Beyond it a weight is a slip of the pen rather than leverage. */
const greatest = 10;
/** How far from 1 weights may add up to: six printed decimals are enough. */
const sumTolerance = 1e-6;

/**
 * Reads what is followed, and how closely.
 *
 * @param faults  what is wrong is added here: also a measure of days where there are weights
 */
export function readTracking(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): Extract<MixObjective, { readonly name: 'min_tracking_error' }> {
  const benchmark = readOptional(
    fields,
    'benchmarkWeights',
    (name, value) => readBenchmark(value, { name, symbols }, faults),
    faults,
  );
  const measure = readOptional(fields, 'trackingMeasure', readMeasure, faults) ?? 'variance';
  if (fields.has('benchmarkWeights') && measure !== 'variance') {
    const reason =
      'judges days, and "benchmark_weights" are followed by the covariance of the estimate: send one of the two';
    faults.push({ field: nameOf(fields, 'trackingMeasure'), reason });
  }
  return {
    name: 'min_tracking_error',
    measure,
    ...(benchmark === undefined ? {} : { benchmarkWeights: benchmark }),
  };
}

function readBenchmark(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): readonly number[] | undefined {
  const { name, symbols } = keys;
  const object = asObject(value);
  if (object === undefined) {
    const reason = 'must be an object of weights by symbol such as {"AAPL": 0.6, "GOOG": 0.4}';
    faults.push({ field: name, reason });
    return undefined;
  }
  const before = faults.length;
  const found = membersBySymbol(object, keys, faults);
  const weights = symbols.map((symbol) => asNumber(found.get(symbol) ?? 0) ?? Number.NaN);
  for (const [i, weight] of weights.entries()) {
    if (Math.abs(weight) <= greatest) continue;
    const reason = `must be a weight from -${greatest} to ${greatest}: 0.25 is a quarter`;
    faults.push({ field: `${name}.${symbols[i]}`, reason });
  }
  if (found.has('*')) faults.push({ field: `${name}.*`, reason: 'must name a symbol' });
  if (faults.length > before) return undefined;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (Math.abs(total - 1) <= sumTolerance) return weights.map((weight) => weight / total);
  const reason = `add up to ${Number(total.toPrecision(10))}, and must to 1: symbols left out have 0, and one that is not to be bought has "bounds" of [0, 0]`;
  faults.push({ field: name, reason });
  return undefined;
}
