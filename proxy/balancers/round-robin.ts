import type { Balancer, BalancerOptions, Candidate } from './balancer.ts';

interface Turn {
  current: number;
  effective: number;
}

/**
 * Smooth weighted round robin: weights 5, 1, 1 give a a b a c a a rather than five a in a row.
 * A failure lowers a candidate's weight for a while; each round that considers it gives one back.
 *
 * @see nginx, ngx_http_upstream_round_robin.c (the semantics, not the code)
 */
export function roundRobin({ maxFails }: Pick<BalancerOptions, 'maxFails'>): Balancer {
  const turns = new Map<Candidate, Turn>();

  const turnOf = (candidate: Candidate): Turn => {
    let turn = turns.get(candidate);
    if (turn === undefined) {
      turn = { current: 0, effective: candidate.weight };
      turns.set(candidate, turn);
    }
    // A weight shrinks when its candidate comes back and starts slowly.
    turn.effective = Math.min(candidate.weight, turn.effective);
    return turn;
  };

  return {
    pick(candidates) {
      let best: (typeof candidates)[number] | undefined;
      let bestTurn: Turn | undefined;
      let total = 0;
      for (const candidate of candidates) {
        const turn = turnOf(candidate);
        const { weight } = candidate;
        turn.current += turn.effective;
        total += turn.effective;
        turn.effective = Math.min(weight, turn.effective + 1);
        if (bestTurn === undefined || turn.current > bestTurn.current) {
          best = candidate;
          bestTurn = turn;
        }
      }
      if (bestTurn !== undefined) bestTurn.current -= total;
      return best;
    },

    noteFailure(candidate) {
      if (maxFails === 0) return;
      const turn = turnOf(candidate);
      const loss = Math.floor(candidate.weight / maxFails);
      turn.effective = Math.max(0, turn.effective - loss);
    },
  };
}
