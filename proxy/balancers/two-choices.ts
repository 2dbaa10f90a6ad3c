import type { Balancer, BalancerOptions, Candidate } from './balancer.ts';

/**
 * Draws two different candidates at random by their weights and takes the one that a request is
 * likely to leave sooner: the lower product of outstanding attempts (with this one) and latency, for
 * its weight. Unlike the least of all it never sends every proxy of a fleet to the same peer.
 *
 * @see Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing" (2001)
 */
export function twoChoices({ random }: Pick<BalancerOptions, 'random'>): Balancer {
  return {
    pick(candidates) {
      const one = draw(candidates, random());
      if (one === undefined || candidates.length === 1) return one;
      const other = draw(candidates, random(), one);
      return other !== undefined && cost(other, one) < cost(one, other) ? other : one;
    },

    noteFailure: () => undefined,
  };
}

/**
 * The candidate at a point of the line on which each takes a piece as long as its weight.
 *
 * @param at       from 0 to below 1
 * @param without  one that takes no piece
 */
function draw<Choice extends Candidate>(
  candidates: readonly Choice[],
  at: number,
  without?: Choice,
): Choice | undefined {
  let total = 0;
  for (const candidate of candidates) if (candidate !== without) total += candidate.weight;
  let rest = at * total;
  let last: Choice | undefined;
  for (const candidate of candidates) {
    if (candidate === without) continue;
    last = candidate;
    rest -= candidate.weight;
    if (rest < 0) return candidate;
  }
  // Only by rounding is the end of the line ever passed.
  return last;
}

/** What a request costs there; latencies count only where both are known. */
function cost(candidate: Candidate, rival: Candidate): number {
  const comparable = candidate.latencyMs > 0 && rival.latencyMs > 0;
  return ((candidate.inFlight + 1) * (comparable ? candidate.latencyMs : 1)) / candidate.weight;
}
