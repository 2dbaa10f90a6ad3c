import type { Balancer, BalancerOptions } from './balancer.ts';
import { roundRobin } from './round-robin.ts';

/** Every balancer under the name that `PROXY_BALANCER` gives it. */
export const balancers = {
  'round-robin': roundRobin,
} as const satisfies Readonly<Record<string, (options: BalancerOptions) => Balancer>>;

/** A name in {@link balancers}. */
export type BalancerName = keyof typeof balancers;

/** The names in {@link balancers}, the default first. */
export const balancerNames: readonly BalancerName[] = ['round-robin'];
