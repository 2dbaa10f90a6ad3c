import { SlowMemory } from '../slow-memory.ts';
import { processorTicks, stolenShare } from '../stolen-time.ts';

/** How often one load is run at most. */
const mostRuns = 8;

/** How much of the machine there was. */
export interface Disturbance {
  /** The share of the processors' time that the hypervisor gave to other machines, from 0 to 1. */
  readonly stolen: number;
  /** The share of looks at memory that took far longer than usual, from 0 to 1. */
  readonly slow: number;
}

/** Up to these shares a load counts as undisturbed. */
const limits: Disturbance = { stolen: 0.02, slow: 0.002 };

/** Watches a machine while something else is done. @returns what to call at the end */
export type Watch = () => Promise<() => Promise<Disturbance>>;

/**
 * Runs a load, and runs it again where the machine was disturbed meanwhile: what is measured then is
 * what others do. Which run counts is decided by that alone, never by what came out.
 *
 * @param watch  begins to watch the machine
 * @returns      the first undisturbed run; of eight that all were disturbed the least
 */
export async function undisturbed<Figures>(
  load: () => Promise<Figures>,
  watch: Watch = machineWatch(0),
): Promise<Figures & Disturbance> {
  let best = await observed(load, watch);
  for (let runs = 1; runs < mostRuns && degree(best) > 1; runs++) {
    const next = await observed(load, watch);
    if (degree(next) < degree(best)) best = next;
  }
  return best;
}

/** How disturbed a run was: 1 at the limit. */
function degree({ stolen, slow }: Disturbance): number {
  return Math.max(stolen / limits.stolen, slow / limits.slow);
}

async function observed<Figures>(
  load: () => Promise<Figures>,
  watch: Watch,
): Promise<Figures & Disturbance> {
  const end = await watch();
  const figures = await load();
  return { ...figures, ...(await end()) };
}

const memory = new SlowMemory();

/** Watches this machine. @param leadMs  how long a load is not measured at first */
export function machineWatch(leadMs: number): Watch {
  return async () => {
    const before = await processorTicks();
    memory.start(leadMs);
    return async () => {
      const slow = memory.stop();
      return { stolen: stolenShare(before, await processorTicks()), slow };
    };
  };
}
