import type { SolveLinear } from '../mix/linear-solver.ts';

/**
 * A solver whose programs share one limit: when it has passed, the one under way ends with what it
 * has, and none begins.
 *
 * @param limitMs  from now on, in ms
 * @param now      a clock that only goes forwards, in ms
 */
export function withinTime(
  solve: SolveLinear,
  limitMs: number,
  now: () => number = () => performance.now(),
): SolveLinear {
  const end = now() + limitMs;
  return (program, options) => {
    const left = end - now();
    if (left <= 0) return { status: 'time-limit' };
    return solve(program, { ...options, timeLimitMs: Math.min(options.timeLimitMs, left) });
  };
}
