import type { Fault } from '../../errors.ts';
import { asNumber, asObject } from '../../prices/narrow.ts';
import type { MarketQuestion } from '../mix/mix-question.ts';
import { numberReader } from './fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { numbersBySymbol } from './symbol-members.ts';

/** The fields that only an equilibrium looks at. */
export const marketFields = [
  'marketCaps',
  'marketRiskAversion',
] as const satisfies readonly FieldName[];

const readRiskAversion = numberReader({
  min: 1e-6,
  max: 1e6,
  meaning: "the market's risk aversion above 0 such as 2.5",
});

/**
 * Reads the market that an equilibrium is one of.
 *
 * @param faults  what is wrong is added here: also that nothing tells what it is made of
 */
export function readMarket(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): MarketQuestion {
  const weights = readCapShares(fields, symbols, faults);
  const riskAversion = readOptional(fields, 'marketRiskAversion', readRiskAversion, faults);
  if (!fields.has('marketRiskAversion') && fields.get('benchmark')?.value === null) {
    const reason =
      'is missing: without a benchmark to tell it from, send one such as 2.5, or a "benchmark"';
    faults.push({ field: nameOf(fields, 'marketRiskAversion'), reason });
  }
  return {
    weights: weights ?? [],
    ...(riskAversion === undefined ? {} : { riskAversion }),
  };
}

/**
 * Each symbol's share of the market's value, summing to 1.
 *
 * @param faults  what is wrong is added here, once where both estimate and objective look at it
 * @returns       undefined when faulty
 */
export function readCapShares(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): readonly number[] | undefined {
  const told: Fault[] = [];
  const caps = readOptional(
    fields,
    'marketCaps',
    (name, value) => {
      const object = asObject(value);
      if (object !== undefined) {
        const found = numbersBySymbol(object, { name, symbols, fault: notCap }, told);
        if (found === undefined || found.length === 0 || found.some((cap) => cap > 0)) return found;
        told.push({ field: name, reason: 'is 0 throughout: some market value must be above 0' });
        return undefined;
      }
      const reason = 'must be an object of market values by symbol such as {"AAPL": 3e12, …}';
      told.push({ field: name, reason });
      return undefined;
    },
    told,
  );
  if (!fields.has('marketCaps')) {
    const reason =
      'is missing: an equilibrium, or a portfolio of the market, needs the market value of every symbol, such as {"AAPL": 3e12, …}; or send another "prior" or "objective"';
    told.push({ field: nameOf(fields, 'marketCaps'), reason });
  }
  const known = new Set(faults.map(({ field, reason }) => `${field}: ${reason}`));
  faults.push(...told.filter(({ field, reason }) => !known.has(`${field}: ${reason}`)));
  const total = caps?.reduce((sum, cap) => sum + cap, 0) ?? 0;
  return caps?.map((cap) => cap / total);
}

function notCap(value: unknown): string | undefined {
  const number = asNumber(value);
  if (number !== undefined && (number === 0 || number >= 1e-6) && number <= 1e30) return undefined;
  return 'must be a market value from 1e-6 to 1e30, or 0; only their ratios count';
}
