import { IllPosed } from '../../errors.ts';
import { isoDate } from '../../prices/day.ts';
import type { SharesQuery } from '../query/shares-query.ts';
import type { Report } from '../report/report.ts';
import { warningsAround } from '../report/warnings.ts';
import { joinMaterial, type Material } from '../window/material.ts';
import { origins } from '../window/window-used.ts';
import type { PlanShares } from './share-plan.ts';
import { holdsNothing, nothingBought, planOf, shareWarnings, toldShares } from './share-report.ts';

/**
 * Answers which shares to buy and sell for given weights, at the last closes that all symbols have.
 *
 * @throws {TooFewPrices} when the symbols have no day in common
 * @throws {IllPosed} when the amount buys nothing, or no shares can be chosen, saying what to change
 */
export async function sharesAnswer(
  query: SharesQuery,
  material: Material,
  planShares: PlanShares,
): Promise<Report> {
  const joined = joinMaterial(material, 1);
  const { closes, days } = joined.window;
  const { symbols, weights, amount, shareTerms: terms } = query;
  const prices = closes.values.slice((closes.rows - 1) * closes.columns);
  const input = { weights: Float64Array.from(weights), prices, cash: amount ?? 0, terms };
  const plan = planOf(await planShares(input));
  const pricedOn = isoDate(days.at(-1) ?? 0);
  const planned = { symbols, input, plan, pricedOn };
  if (holdsNothing(planned) && terms.holdings.every((shares) => shares === 0)) {
    throw new IllPosed(nothingBought(planned));
  }
  return {
    principle: amount ?? null,
    ...toldShares(planned),
    prices: origins(joined),
    warnings: [...warningsAround(query, joined, []), ...shareWarnings(planned)],
  };
}
