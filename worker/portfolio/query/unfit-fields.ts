import type { ObjectiveName } from '../mix/mix-question.ts';
import type { FieldName } from './query-fields.ts';

/** Why a field has no sense, or no method, with an objective that takes its neighbours. */
interface Unfit {
  readonly objectives: readonly ObjectiveName[];
  readonly fields: readonly FieldName[];
  readonly reason: string;
}

const unfit: readonly Unfit[] = [
  {
    objectives: [
      'max_omega',
      'min_semivariance',
      'max_sortino',
      'max_downside_utility',
      'target_semideviation',
    ],
    fields: ['maxPositions', 'minPosition'],
    reason:
      'chooses symbols by their variance, and this objective judges single days, for which no choice of positions is proven: ask for "min_cvar" or "min_volatility" with it and send the symbols that these hold, or leave it out',
  },
  {
    objectives: ['min_max_drawdown'],
    fields: ['maxPositions', 'minPosition'],
    reason:
      'chooses symbols by their variance, and this objective judges the path of what is bought and held: ask for "min_volatility" with it and send the symbols that it holds, or leave it out',
  },
  {
    objectives: ['max_omega'],
    fields: ['transactionCosts'],
    reason:
      'is paid once, and the Omega ratio is of returns a day, from which no share of it can be told: limit what is traded by "max_turnover", or leave it out',
  },
  {
    objectives: ['min_max_drawdown'],
    fields: ['transactionCosts'],
    reason:
      'is paid at the start and makes all values of the path smaller by the same share, which no drawdown shows: limit what is traded by "max_turnover", or leave it out',
  },
];

/** Why an objective does not take a field, where there is more to say than that others do. */
export function whyUnfit(objective: ObjectiveName, field: FieldName): string | undefined {
  return unfit.find(
    ({ objectives, fields }) => objectives.includes(objective) && fields.includes(field),
  )?.reason;
}
