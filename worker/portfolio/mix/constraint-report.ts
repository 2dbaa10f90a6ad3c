import { bySymbol } from '../query/by-symbol.ts';
import { finiteOrNull } from '../report/finite-or-null.ts';
import type { Report } from '../report/report.ts';
import type { MixConstraints, SymbolGroup, TradingTerms } from './mix-question.ts';

/** Constraints under their fields' names, as they were used. */
export function toldConstraints(
  symbols: readonly string[],
  { groups, leverage, trading, positions }: MixConstraints,
): Report {
  const bound = groups.filter(({ range }) => range !== undefined);
  return {
    ...(groups.length === 0 ? {} : { groups: byGroup(groups, (group) => named(symbols, group)) }),
    ...(bound.length === 0 ? {} : { group_bounds: byGroup(bound, toldRange) }),
    ...(leverage === undefined ? {} : { leverage }),
    ...(trading === undefined ? {} : toldTrading(symbols, trading)),
    ...(positions?.most === undefined ? {} : { max_positions: positions.most }),
    ...(positions?.least === undefined ? {} : { min_position: positions.least }),
  };
}

function toldTrading(symbols: readonly string[], trading: TradingTerms): Report {
  const { currentWeights, costRates, maxTurnover } = trading;
  return {
    current_weights: bySymbol(symbols, (i) => currentWeights[i] ?? 0),
    ...(costRates === undefined
      ? {}
      : { transaction_costs: bySymbol(symbols, (i) => costRates[i] ?? 0) }),
    ...(maxTurnover === undefined ? {} : { max_turnover: maxTurnover }),
  };
}

/**
 * What constrained weights come to: sums of groups, exposures, and what is traded, as shares of the
 * portfolio's value.
 *
 * @param weights  those that are answered
 */
export function constrainedMembers(
  symbols: readonly string[],
  constraints: MixConstraints | undefined,
  weights: Float64Array,
): Report {
  if (constraints === undefined) return {};
  const { groups, trading } = constraints;
  const sum = (amount: (weight: number) => number): number =>
    weights.reduce((total, weight) => total + amount(weight), 0);
  return {
    exposure: {
      gross: sum(Math.abs),
      long: sum((weight) => Math.max(0, weight)),
      short: sum((weight) => Math.max(0, -weight)),
      positions: weights.filter((weight) => weight !== 0).length,
    },
    ...(groups.length === 0
      ? {}
      : { group_weights: byGroup(groups, (group) => totalOf(weights, group)) }),
    ...(trading === undefined ? {} : { trading: trades(symbols, trading, weights) }),
  };
}

/** Trades to the weights from the current ones, half their sum, and what they cost. */
function trades(
  symbols: readonly string[],
  { currentWeights, costRates }: TradingTerms,
  weights: Float64Array,
): Report {
  const change = weights.map((weight, i) => weight - (currentWeights[i] ?? 0));
  const bought = change.reduce((sum, one) => sum + Math.max(0, one), 0);
  const sold = change.reduce((sum, one) => sum + Math.max(0, -one), 0);
  const cost = change.reduce((sum, one, i) => sum + Math.abs(one) * (costRates?.[i] ?? 0), 0);
  return {
    turnover: (bought + sold) / 2,
    bought,
    sold,
    ...(costRates === undefined ? {} : { cost }),
    trades: bySymbol(symbols, (i) => change[i] ?? 0),
  };
}

function byGroup(groups: readonly SymbolGroup[], value: (group: SymbolGroup) => unknown): Report {
  return Object.fromEntries(groups.map((group) => [group.name, value(group)]));
}

function named(symbols: readonly string[], { members }: SymbolGroup): readonly string[] {
  return members.flatMap((column) => symbols[column] ?? []);
}

function toldRange({ range }: SymbolGroup): readonly (number | null)[] {
  return (range ?? []).map(finiteOrNull);
}

function totalOf(weights: Float64Array, { members }: SymbolGroup): number {
  return members.reduce((sum, column) => sum + (weights[column] ?? 0), 0);
}
