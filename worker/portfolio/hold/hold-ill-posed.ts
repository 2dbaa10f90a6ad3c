import type { PortfolioQuery } from '../query/query.ts';
import type { Unsolved } from './solve.ts';

/** Why there is no best portfolio to buy and hold, and what to change. */
export function illPosedHold(
  { reason, excessCount, weights }: Unsolved,
  { symbols, benchmark }: Pick<PortfolioQuery, 'symbols' | 'benchmark'>,
): string {
  const hurdle = benchmark ?? 'the risk-free rate';
  const holding = symbols.filter((_, i) => (weights?.[i] ?? 0) > 0);
  const held = holding.join(', ');
  switch (reason) {
    case 'too-few-returns':
      return `Only ${excessCount} return(s) can be compared with ${hurdle} and at least 2 are needed: widen the window, or choose another benchmark or null.`;
    case 'zero-variance':
      return `No portfolio of these symbols ever moves against ${hurdle}, so that no ratio exists: choose other symbols, another benchmark or null.`;
    case 'unbounded':
      return `Holding ${held} gains on ${hurdle} without any risk, so that the ratio has no upper bound: ${holding.length > 1 ? 'widen the window if it is short, leave one of them out, or check their prices' : 'leave it out, or check its prices'}.`;
    case 'unattained':
      return `The nearer a portfolio comes to ${held}, which has no risk against ${hurdle}, the better its ratio, and there it has none: leave ${held} out, or choose another benchmark or null.`;
  }
}
