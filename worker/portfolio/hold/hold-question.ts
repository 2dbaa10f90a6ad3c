import type { WeightRanges } from '../mix/mix-question.ts';

/** What is asked of a portfolio that is bought and held for the best ratio. */
export interface HoldQuestion {
  readonly portfolio: 'buy_and_hold';
  /** None below 0; absent where weights from 0 to 1 are all there is to keep to. */
  readonly bounds?: WeightRanges;
}
