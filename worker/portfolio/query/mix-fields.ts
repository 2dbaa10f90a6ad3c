import type { Fault } from '../../errors.ts';
import type { HoldQuestion } from '../hold/hold-question.ts';
import {
  isHeld,
  type MixQuestion,
  type ObjectiveName,
  type WeightRanges,
} from '../mix/mix-question.ts';
import { longOnlyBounds, neutralBounds, readBounds } from './bounds-field.ts';
import { positionFields, readConstraints } from './constraint-fields.ts';
import { estimateFields, readEstimate } from './estimate-fields.ts';
import { choiceReader, numberReader, readFlag, wholeReader } from './fields.ts';
import { readHold } from './hold-fields.ts';
import { isObjective, objectiveFields, parametersOf, readObjective } from './objective-fields.ts';
import { type Fields, nameOf, readOptional } from './query-fields.ts';
import { refuse } from './refuse.ts';
import { shareFields } from './share-fields.ts';

/** What the reading of a mix depends on. */
export interface MixContext {
  /** In the query's order; empty where they are at fault. */
  readonly symbols: readonly string[];
  readonly answer: 'portfolio' | 'frontier' | 'walk-forward';
}

const readPortfolio = choiceReader(['buy_and_hold', 'fixed_mix']);
const readL2 = numberReader({
  min: 0,
  max: 1e10,
  meaning: 'the weight γ of γ·w\u1d40w such as 0.1',
});
const readPoints = wholeReader({ min: 2, max: 200, meaning: 'how many points to give' });
const defaultPoints = 50;

const idleEstimate =
  'has no effect: a portfolio that is bought and held is judged by its own days, without an estimate, so leave it out';

/**
 * Reads what is asked of a fixed mix, with every contradiction.
 *
 * @param faults  what is wrong is added here
 * @returns       what is asked of a held portfolio where its ratio is to be maximised; undefined where it
 *                can't be told
 */
export function readMix(
  fields: Fields,
  context: MixContext,
  faults: Fault[],
): MixQuestion | HoldQuestion | undefined {
  if (context.answer === 'frontier') return readFrontier(fields, context, faults);
  refuseOnTheWay(fields, context, faults);
  refuse(fields, ['points'], 'applies to POST /backend/frontier only: leave it out', faults);
  const name = objectiveName(fields);
  const portfolio = readOptional(fields, 'portfolio', readPortfolio, faults);
  const byDefault = name === 'max_sharpe' ? 'buy_and_hold' : 'fixed_mix';
  refusePortfolio(fields, { name, portfolio }, faults);
  if (name === 'max_sharpe' && (portfolio ?? byDefault) === 'buy_and_hold') {
    return readHold(fields, context.symbols, faults);
  }
  refuse(
    fields,
    ['globalBound'],
    'applies to "portfolio": "buy_and_hold" only: leave it out',
    faults,
  );
  if (fields.has('bootstrap') && fields.get('missing')?.value === 'pairwise') {
    const gaps = 'draws days on which all symbols have a price';
    const cure = 'send "missing": "inner" with it, or leave it out';
    faults.push({ field: nameOf(fields, 'bootstrap'), reason: `${gaps}: ${cure}` });
  }
  const objective = readObjective(fields, context.symbols, faults);
  if (name !== undefined && isHeld({ name })) refuse(fields, estimateFields, idleEstimate, faults);
  const constrained = name === undefined || parametersOf(name).includes('bounds');
  const question = { ...readShared(fields, { ...context, constrained }, faults) };
  return objective && { objective, ...question };
}

/** What only a single answer has belongs to those. */
function refuseOnTheWay(fields: Fields, { answer }: MixContext, faults: Fault[]): void {
  if (answer !== 'walk-forward') return;
  const reason = 'belongs to POST /backend, and has no place in a walk forward: leave it out';
  const strange = [
    ...(['amount', 'globalBound', 'bootstrap', 'marketNeutral'] as const),
    ...shareFields,
  ];
  refuse(fields, strange, reason, faults);
  const cash =
    'belongs to POST /backend: here "cash" says what share is kept in cash, so send "cash": 0.5 for half Kelly';
  refuse(fields, ['kellyFraction'], cash, faults);
}

/** The most Sharpe ratio is optimised for either kind of portfolio, all else for one of them. */
function refusePortfolio(
  fields: Fields,
  {
    name,
    portfolio,
  }: { readonly name: ObjectiveName | undefined; readonly portfolio: string | undefined },
  faults: Fault[],
): void {
  if (name === undefined || name === 'max_sharpe' || portfolio === undefined) return;
  const own = isHeld({ name }) ? 'buy_and_hold' : 'fixed_mix';
  if (portfolio === own) return;
  const takers = own === 'fixed_mix' ? '"max_sharpe" and "min_max_drawdown"' : 'other objectives';
  const reason = `"${portfolio}" is optimised for ${takers} only: send "${own}" with "${name}", or leave it out`;
  faults.push({ field: nameOf(fields, 'portfolio'), reason });
}

function objectiveName(fields: Fields) {
  const value = fields.get('objective')?.value ?? 'max_sharpe';
  return isObjective(value) ? value : undefined;
}

function readFrontier(fields: Fields, context: MixContext, faults: Fault[]): MixQuestion {
  const all =
    'belongs to POST /backend: the frontier holds every efficient portfolio, so leave it out';
  const strange = [
    'globalBound',
    'portfolio',
    'bootstrap',
    ...objectiveFields,
    ...shareFields,
  ] as const;
  refuse(fields, strange, all, faults);
  const few =
    'belongs to POST /backend: portfolios of few positions lie on no frontier, so leave it out';
  refuse(fields, positionFields, few, faults);
  return {
    objective: { name: 'max_sharpe' },
    ...readShared(fields, { ...context, constrained: true }, faults),
    points: readOptional(fields, 'points', readPoints, faults) ?? defaultPoints,
  };
}

function readShared(
  fields: Fields,
  { symbols, constrained }: MixContext & { readonly constrained: boolean },
  faults: Fault[],
): Omit<MixQuestion, 'objective' | 'points'> {
  const marketNeutral = readNeutral(fields, faults);
  const budget = marketNeutral ? 0 : 1;
  const own = constrained ? readOwnBounds(fields, { symbols, budget }, faults) : undefined;
  const usual = marketNeutral ? neutralBounds : longOnlyBounds;
  const bounds = own ?? usual(symbols.length);
  if (own !== undefined) refuseShorts(fields, own, faults);
  if (marketNeutral) refuseIdleNeutral(fields, own, faults);
  const constraints = constrained
    ? readConstraints(fields, { symbols, bounds }, faults)
    : undefined;
  return {
    estimate: readEstimate(fields, symbols, faults),
    bounds,
    ...(marketNeutral ? { marketNeutral } : {}),
    ...(constraints === undefined ? {} : { constraints }),
    l2: constrained ? (readOptional(fields, 'l2', readL2, faults) ?? 0) : 0,
  };
}

function readNeutral(fields: Fields, faults: Fault[]): boolean {
  return readOptional(fields, 'marketNeutral', readFlag, faults) === true;
}

/** Without short sales, or anything that is to be earned, it holds nothing. */
function refuseIdleNeutral(
  fields: Fields,
  bounds: WeightRanges | undefined,
  faults: Fault[],
): void {
  const field = nameOf(fields, 'marketNeutral');
  if (bounds?.lower.every((lower) => lower >= 0)) {
    const reason =
      'pays for what is bought by short sales: send "bounds" below 0 with it, such as [-1, 1]';
    faults.push({ field, reason });
  }
  const nothing = 'spreads nothing over weights that add up to 0: leave it or "market_neutral" out';
  refuse(fields, ['amount', ...shareFields], nothing, faults);
  const chosen = 'are chosen for weights that add up to 1: leave it or "market_neutral" out';
  refuse(fields, positionFields, chosen, faults);
  if ((fields.get('downsideThreshold')?.value ?? 0) !== 0) {
    const reason = 'compares what all money earned: leave it or "market_neutral" out';
    faults.push({ field: nameOf(fields, 'downsideThreshold'), reason });
  }
  const name = objectiveName(fields);
  const least = name === 'min_cvar' || name === 'min_cdar' || name === 'min_semivariance';
  if (!least || fields.has('targetReturn')) return;
  const reason = 'holds nothing where risk alone counts: send "target_return" with it';
  faults.push({ field, reason });
}

function readOwnBounds(
  fields: Fields,
  keys: { readonly symbols: readonly string[]; readonly budget: number },
  faults: Fault[],
): WeightRanges | undefined {
  return readOptional(
    fields,
    'bounds',
    (name, value) => readBounds(value, { name, ...keys }, faults),
    faults,
  );
}

/** Objectives that share out what there is: along a tree, or by its risk. */
const sharing = ['hrp', 'herc', 'nco', 'risk_parity'] as const;

/** Whether each symbol has a share of the risk of its own, of the whole or of its cluster. */
function sharesRisk(fields: Fields, name: (typeof sharing)[number]): boolean {
  if (name !== 'nco') return name === 'risk_parity';
  const rules = ['innerObjective', 'outerObjective'] as const;
  return rules.some((field) => fields.get(field)?.value === 'risk_parity');
}

/** What is shared out is not sold short, and without weight nothing has a budget of the risk. */
function refuseShorts(fields: Fields, { lower, upper }: WeightRanges, faults: Fault[]): void {
  const name = sharing.find((one) => one === objectiveName(fields));
  if (name === undefined) return;
  const field = nameOf(fields, 'bounds');
  if (lower.some((bound) => bound < 0)) {
    const reason = `"${name}" splits what there is and sells nothing short: send lower bounds from 0`;
    faults.push({ field, reason });
  }
  if (!sharesRisk(fields, name) || upper.every((bound) => bound > 0)) return;
  const reason =
    '"risk_parity" gives every symbol some of the risk: send upper bounds above 0, or leave the symbol out';
  faults.push({ field, reason });
}
