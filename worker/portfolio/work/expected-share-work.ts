import type { ShareInput } from '../shares/share-plan.ts';

/** A symbol looked at once for another's share, in ms. */
const msPerPair = 8e-5;
/** So few symbols are gone through at once, more take anything up to a second. */
const fewSymbols = 8;
const fewMs = 5;
const manyMs = 500;

/** How long shares take to be chosen, in ms: to tell between answering at once and a thread. */
export function expectedSharesMs({
  weights,
  terms,
}: Pick<ShareInput, 'weights' | 'terms'>): number {
  const { length } = weights;
  if (terms.allocation === 'greedy') return length ** 2 * msPerPair;
  return length <= fewSymbols ? fewMs : manyMs;
}
