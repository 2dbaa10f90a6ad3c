import type { Balancer, BalancerOptions, Candidate } from './balancer.ts';
import { hashOf, mixed } from './hash.ts';
import { roundRobin } from './round-robin.ts';

/**
 * Requests of one key meet one candidate. Each candidate draws a number from its name and the key,
 * and the highest wins: when one goes, only its own keys move, shared out among all others by weight,
 * and when it is back, so are they. A request without a key takes its turn instead, as in nginx.
 *
 * @see Schindelhauer, Schomaker, "Weighted Distributed Hash Tables" (2005), the logarithmic method
 */
export function rendezvous(options: Pick<BalancerOptions, 'maxFails'>): Balancer {
  const turns = roundRobin(options);
  const hashes = new Map<string, number>();

  const hashOfId = (id: string): number => {
    let hash = hashes.get(id);
    if (hash === undefined) {
      hash = hashOf(id);
      hashes.set(id, hash);
    }
    return hash;
  };
  const score = ({ id, weight }: Candidate, key: number): number => {
    // Within 0 and 1, neither included: its logarithm is finite and below 0.
    const drawn = (mixed(key + hashOfId(id)) + 0.5) / 2 ** 32;
    return -weight / Math.log(drawn);
  };

  return {
    keyed: true,

    pick(candidates, key) {
      if (key === undefined) return turns.pick(candidates);
      let best: (typeof candidates)[number] | undefined;
      let bestScore = Number.NEGATIVE_INFINITY;
      for (const candidate of candidates) {
        const own = score(candidate, key);
        if (own <= bestScore) continue;
        best = candidate;
        bestScore = own;
      }
      return best;
    },

    noteFailure: (candidate) => turns.noteFailure(candidate),
  };
}
