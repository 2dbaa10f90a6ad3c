import { illPosedHold } from '../hold/hold-ill-posed.ts';
import { illPosedMix } from '../mix/mix-ill-posed.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { Outcome, OutcomeFault } from './optimisation.ts';

/** Why a draw has no answer, in few words for counting: such as `no_excess`. */
export function faultName(outcome: Extract<Outcome, { answered: false }> | undefined): string {
  // Prices past what numbers hold are told under the name that estimates past it have.
  const reason = outcome === undefined ? 'overflow' : outcome.fault.reason;
  return reason.replaceAll('-', '_');
}

/** Why there is no such portfolio, and what to change. */
export function faultSentence(
  fault: OutcomeFault,
  query: Pick<PortfolioQuery, 'symbols' | 'benchmark' | 'riskFreeRate'>,
): string {
  return fault.kind === 'hold' ? illPosedHold(fault.fault, query) : illPosedMix(fault.fault, query);
}
