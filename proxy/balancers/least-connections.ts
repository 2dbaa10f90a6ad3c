import type { Balancer, BalancerOptions, Candidate } from './balancer.ts';
import { roundRobin } from './round-robin.ts';

/**
 * The fewest attempts under way for its weight; those that tie take turns by smooth weighted round
 * robin, whose state rests while there is no tie.
 *
 * @see nginx, ngx_http_upstream_least_conn_module.c (the semantics, not the code)
 */
export function leastConnections(options: Pick<BalancerOptions, 'maxFails'>): Balancer {
  const turns = roundRobin(options);

  return {
    pick(candidates) {
      const least = leastLoaded(candidates);
      if (least === undefined) return undefined;
      const tied = candidates.filter((candidate) => compareLoads(candidate, least) === 0);
      return tied.length === 1 ? least : turns.pick(tied);
    },

    noteFailure: (candidate) => turns.noteFailure(candidate),
  };
}

function leastLoaded<Choice extends Candidate>(candidates: readonly Choice[]): Choice | undefined {
  let least: Choice | undefined;
  for (const candidate of candidates) {
    if (least === undefined || compareLoads(candidate, least) < 0) least = candidate;
  }
  return least;
}

/** Below 0 when `one` has less under way for its weight; cross-multiplied, so that ties are exact. */
function compareLoads(one: Candidate, other: Candidate): number {
  return one.inFlight * other.weight - other.inFlight * one.weight;
}
