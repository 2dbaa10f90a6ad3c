import { isoDate } from '../../prices/day.ts';
import type { WalkQuery } from '../query/walk-query.ts';
import { fewReturns } from '../report/warnings.ts';
import type { Walk } from './walk-forward.ts';
import type { WalkStep } from './walk-steps.ts';

/** The most dates that a warning names. */
const mostDates = 24;

/** What the reader must know of the weights that were found on the way, the gravest first. */
export function walkWarnings(query: WalkQuery, { steps, material }: Walk): readonly string[] {
  const { trainDays } = query.walkForward;
  return [
    ...unanswered(query, { steps, days: material.window.days }),
    ...hindsight(query),
    ...(trainDays < fewReturns
      ? [`Weights rest on as few as ${trainDays} returns: they fit chance more than the symbols.`]
      : []),
  ];
}

/** One sentence a reason, with the dates. */
function unanswered(
  { walkForward }: WalkQuery,
  { steps, days }: { readonly steps: readonly WalkStep[]; readonly days: Int32Array },
): readonly string[] {
  const byReason = new Map<string, { detail: string; dates: string[] }>();
  for (const { day, found } of steps) {
    if (!('reason' in found)) continue;
    const group = byReason.get(found.reason) ?? { detail: found.detail, dates: [] };
    group.dates.push(isoDate(days[day] ?? 0));
    byReason.set(found.reason, group);
  }
  const instead =
    walkForward.onIllPosed === 'cash' ? 'all was cash' : 'what was held before, or cash, was kept';
  return Array.from(byReason.values(), ({ detail, dates }) => {
    const more = dates.length - mostDates;
    const named = dates.slice(0, mostDates).join(', ') + (more > 0 ? ` and ${more} more` : '');
    const first = dates.length > 1 ? `On ${dates[0]}: ` : '';
    return `The question had no answer on ${named}, and ${instead} until the next re-optimisation. ${first}${detail}`;
  });
}

/** Figures that the client gives are the same on every day, and may know what came later. */
function hindsight({ mix }: WalkQuery): readonly string[] {
  const { expectedReturns, riskModel, views, market } = mix?.estimate ?? {};
  const given = [
    ...(typeof expectedReturns === 'object' ? ['"expected_returns"'] : []),
    ...(typeof riskModel === 'object' ? ['"risk_model"'] : []),
    ...(views === undefined ? [] : ['"views"']),
    ...(market === undefined ? [] : ['"market_caps"']),
  ].join(', ');
  if (given === '') return [];
  return [
    `The ${given} that you gave are the same at every re-optimisation: if they know what came later, so do the weights.`,
  ];
}
