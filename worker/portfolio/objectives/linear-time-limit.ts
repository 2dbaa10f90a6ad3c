import type { MixFault } from '../mix/mix-problem.ts';

/** How long one linear program, and all of one question, may take, in ms. */
export const linearTimeLimitMs = 45_000;

/**
 * Likewise where many are solved for a choice of positions, in ms: far beyond what their number takes,
 * which is what ends the search.
 */
export const choiceTimeLimitMs = 300_000;

/** A linear program that was not solved, or whose solution did not stand up to the check. */
export const unfinished: MixFault = { reason: 'unfinished' };
