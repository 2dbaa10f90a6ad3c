import type { Balancer, BalancerOptions } from './balancer.ts';
import { leastConnections } from './least-connections.ts';
import { rendezvous } from './rendezvous.ts';
import { roundRobin } from './round-robin.ts';
import { twoChoices } from './two-choices.ts';

/** Every balancer under the name that `PROXY_BALANCER` gives it. */
export const balancers = {
  'round-robin': roundRobin,
  'least-connections': leastConnections,
  'two-choices': twoChoices,
  rendezvous,
} as const satisfies Readonly<Record<string, (options: BalancerOptions) => Balancer>>;

/** A name in {@link balancers}. */
export type BalancerName = keyof typeof balancers;

const isName = (name: string): name is BalancerName => Object.hasOwn(balancers, name);

/** The names in {@link balancers}, the default first. */
export const balancerNames: readonly BalancerName[] = Object.keys(balancers).filter(isName);
