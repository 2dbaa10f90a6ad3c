import type { MixFault } from '../mix/mix-problem.ts';

/** How long one linear program, and all of one question, may take, in ms. */
export const linearTimeLimitMs = 45_000;

/** A linear program that was not solved, or whose solution did not stand up to the check. */
export const unfinished: MixFault = { reason: 'unfinished' };
