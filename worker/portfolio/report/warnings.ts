import { isoDate } from '../../prices/day.ts';
import { findJumps, jumpNotes } from '../../prices/jumps.ts';
import type { PortfolioQuery } from '../query/query.ts';
import { type JoinedMaterial, usedSeries } from '../window/material.ts';

/** Below this a ratio over daily returns says more of chance than of the symbols: a quarter. */
export const fewReturns = 60;

/** Relative to 1 + the objective's size: optima that miss their conditions by more are warned of. */
const certain = 1e-6;

/** What warnings tell of any question. */
type WarnedQuestion = Pick<PortfolioQuery, 'span' | 'warnings'>;

/**
 * What the reader of an answer must know beside its numbers. Plain sentences, the gravest first.
 *
 * @param sharpeRatio  of the optimum
 * @param residual     by how much it fails its conditions; 0 by default
 */
export function warningsFor(
  query: PortfolioQuery,
  material: JoinedMaterial,
  sharpeRatio: number,
  residual = 0,
): readonly string[] {
  const returns = material.window.days.length - 1;
  return warningsAround(query, material, [
    ...when(returns < fewReturns, fewReturnsWarning(returns)),
    ...when(sharpeRatio <= 0, negativeWarning(query)),
    ...uncertainWarning(residual, sharpeRatio),
  ]);
}

/**
 * That an optimum is not certain, where it is not.
 *
 * @param miss       KKT residual or duality gap, in the objective's units; absent where nothing is optimised
 * @param objective  its value
 */
export function uncertainWarning(
  miss: number | undefined,
  objective: number | undefined,
): readonly string[] {
  if (miss === undefined || miss <= certain * (1 + Math.abs(objective ?? 0))) return [];
  return [
    `The optimum is not certain: it misses its conditions by ${Number(miss.toPrecision(3))} (see "certificate"). Check the prices for jumps, or leave out symbols that are copies of others or whose volatilities are out of all proportion.`,
  ];
}

/**
 * The warnings of an answer's own, among those that prices and window give cause for.
 *
 * @param own  plain sentences, the gravest first
 */
export function warningsAround(
  query: WarnedQuestion,
  material: JoinedMaterial,
  own: readonly string[],
): readonly string[] {
  const used = usedSeries(material);
  const simulated = used.filter(({ origin }) => origin.simulated).map(({ symbol }) => symbol);
  return [
    ...when(simulated.length > 0, simulatedWarning(simulated)),
    ...query.warnings,
    ...windowWarnings(query, material),
    ...own,
    ...used.flatMap(({ notes }) => notes),
    ...used.flatMap((one) => jumpNotes(one.symbol, findJumps(one, query.span))),
  ];
}

function when(condition: boolean, warning: string): readonly string[] {
  return condition ? [warning] : [];
}

function simulatedWarning(symbols: readonly string[]): string {
  return `SIMULATED: the prices of ${symbols.join(', ')} come from the demo market and are not real.`;
}

function windowWarnings({ span }: WarnedQuestion, { window }: JoinedMaterial): readonly string[] {
  const [first, last] = [
    isoDate(window.days[0] ?? span.first),
    isoDate(window.days.at(-1) ?? span.last),
  ];
  const { startsLateFor, endsEarlyFor } = window;
  return [
    ...when(
      startsLateFor.length > 0,
      `The window starts on ${first} because of ${startsLateFor.join(', ')}.`,
    ),
    ...when(
      endsEarlyFor.length > 0,
      `The window ends on ${last} because of ${endsEarlyFor.join(', ')}.`,
    ),
  ];
}

/** That so few returns prove nothing. */
export function fewReturnsWarning(count: number): string {
  return `The window holds only ${count} returns: the optimum fits chance more than the symbols.`;
}

/**
 * That a benchmark has no close on some of the days, where that is so.
 *
 * @param compared  returns that both have
 * @param returns   returns of the portfolio
 */
export function comparedWarning(
  benchmark: string | null,
  compared: number,
  returns: number,
): readonly string[] {
  if (benchmark === null || compared >= returns) return [];
  const few = compared < fewReturns ? ', and so few fit chance more than the symbols' : '';
  return [
    `${benchmark} has no close on some of these days: of ${returns} returns ${compared} are compared with its own${few}.`,
  ];
}

function negativeWarning({ benchmark }: PortfolioQuery): string {
  const hurdle = benchmark === null ? 'the risk-free rate' : benchmark;
  return `No portfolio of these symbols did better than ${hurdle}: a negative ratio rewards volatility, so read the weights with care.`;
}
