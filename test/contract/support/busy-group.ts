import type { EdgeOptions, EdgePeer } from '../edge.ts';
import type { Group, Stage } from '../stage.ts';
import { HeldRequests, holds } from './held.ts';

/** An edge whose peers can be kept busy. */
export interface BusyGroup extends Group {
  readonly held: HeldRequests;
}

/**
 * An edge over peers that answer `a`, `b`, `c` …, one for each of `roles`.
 *
 * @param roles  their weights, limits and places
 */
export async function busyGroup(
  stage: Stage,
  roles: readonly Omit<EdgePeer, 'port'>[],
  options: Omit<EdgeOptions, 'peers'> = {},
): Promise<BusyGroup> {
  const visits: string[] = [];
  const held: HeldRequests = new HeldRequests(
    () => edge.port,
    () => visits.length,
  );
  const origins = await Promise.all(
    roles.map(async (_, index) => {
      const name = String.fromCharCode(97 + index);
      const origin = await stage.origin(holds(name, held.gate));
      origin.onRequest = () => visits.push(name);
      return origin;
    }),
  );
  const peers = origins.map(({ port }, index) => ({ ...roles[index], port }));
  const edge = await stage.edge({ ...options, peers });
  return { edge, port: edge.port, origins, visits, held };
}
