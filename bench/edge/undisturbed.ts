import { type ProcessorTicks, processorTicks, stolenShare } from '../stolen-time.ts';

/** Up to this share of the processors' time stolen, a load counts as undisturbed. */
const shareLimit = 0.02;

/** How often one load is run at most. */
const mostRuns = 5;

/** How much of the machine there was. */
export interface Disturbance {
  /** The share of the processors' time that the hypervisor gave to other machines, from 0 to 1. */
  readonly stolen: number;
}

/**
 * Runs a load, and runs it again where other machines of the same host took more than a fiftieth of
 * the processors' time meanwhile: what is measured then is what they do. Which run counts is decided
 * by that share alone, never by what came out.
 *
 * @param ticks  reads the processors' counters
 * @returns      the first undisturbed run; of five that all were disturbed the least
 */
export async function undisturbed<Figures>(
  load: () => Promise<Figures>,
  ticks: () => Promise<ProcessorTicks> = processorTicks,
): Promise<Figures & Disturbance> {
  let best = await observed(load, ticks);
  for (let runs = 1; runs < mostRuns && best.stolen > shareLimit; runs++) {
    const next = await observed(load, ticks);
    if (next.stolen < best.stolen) best = next;
  }
  return best;
}

async function observed<Figures>(
  load: () => Promise<Figures>,
  ticks: () => Promise<ProcessorTicks>,
): Promise<Figures & Disturbance> {
  const before = await ticks();
  const figures = await load();
  return { ...figures, stolen: stolenShare(before, await ticks()) };
}
