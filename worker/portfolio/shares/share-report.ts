import { IllPosed } from '../../errors.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import { leftover } from './leftover.ts';
import type { ShareFault, ShareInput, SharePlan, ShareSolution, ShareTerms } from './share-plan.ts';

/** What shares were chosen for, and which. */
export interface PlannedShares {
  readonly symbols: readonly string[];
  readonly input: ShareInput;
  readonly plan: SharePlan;
  /** The day whose closes are the prices, as YYYY-MM-DD. */
  readonly pricedOn: string;
}

/** @throws {IllPosed} when there is no plan, saying what to change */
export function planOf(solution: ShareSolution): SharePlan {
  if (solution.planned) return solution;
  throw new IllPosed(illPosedShares(solution));
}

function illPosedShares(fault: ShareFault): string {
  switch (fault.reason) {
    case 'no-value':
      return `Cash and "holdings" are worth ${rounded(fault.value)} together, so that there is nothing to spread over the weights: send a larger "principle", or check the short positions among the holdings.`;
    case 'locked':
      return `The trades lack ${rounded(fault.missing)}, because sales that would bring it in are too small to be made: lower "min_trade" or the fees, or send a larger "principle".`;
  }
}

/** The answer's `shares`: docs/api.md tells each member. */
export function toldShares(planned: PlannedShares): Report {
  const { symbols, input, plan, pricedOn } = planned;
  const { terms, prices } = input;
  const fees = plan.fees.reduce((sum, fee) => sum + fee, 0);
  const positions = bySymbol(symbols, (i) => plan.positions[i] ?? 0);
  return {
    priced_on: pricedOn,
    price: bySymbol(symbols, (i) => prices[i] ?? null),
    ...(terms.divisible === 'whole' ? { whole: positions } : {}),
    fractional: bySymbol(symbols, (i) => (plan.targets[i] ?? 0) / (prices[i] ?? 1)),
    positions,
    trades: trades(planned),
    cash_left: plan.cashAfter,
    cash: { before: input.cash, after: plan.cashAfter, fees },
    value: { before: plan.value, after: plan.value - fees },
    weights: {
      target: bySymbol(symbols, (i) => (plan.targets[i] ?? 0) / plan.net),
      achieved: bySymbol(symbols, (i) => moneyIn(planned, i) / (plan.value - fees)),
    },
    tracking: tracking(planned),
    leftover: leftover(planned),
    terms: toldTerms(symbols, terms),
    certificate: certificate(planned),
  };
}

/** What the reader must know of the shares beside their numbers. */
export function shareWarnings(planned: PlannedShares): readonly string[] {
  const { plan } = planned;
  const fees = plan.fees.reduce((sum, fee) => sum + fee, 0);
  return [
    ...(holdsNothing(planned) ? [nothingBought(planned)] : []),
    ...(fees > plan.value / 100
      ? [
          `Fees take ${rounded((100 * fees) / plan.value)} % of the value: trade less, or more at once.`,
        ]
      : []),
  ];
}

/** Whether no share is held after all. */
export function holdsNothing({ plan }: PlannedShares): boolean {
  return plan.positions.every((shares) => shares === 0);
}

/** That the amount buys nothing, and which would. */
export function nothingBought({ symbols, input, plan }: PlannedShares): string {
  const { prices, terms } = input;
  const lots = symbols.flatMap((symbol, i) => {
    if ((plan.targets[i] ?? 0) <= 0) return [];
    const money = Math.max((prices[i] ?? 0) * (terms.lots[i] ?? 1), terms.minTrade);
    return [{ symbol, cost: money * (1 + terms.feeRate) + terms.feePerTrade }];
  });
  const cheapest = lots.reduce((one, other) => (other.cost < one.cost ? other : one), {
    symbol: 'none',
    cost: Number.POSITIVE_INFINITY,
  });
  if (cheapest.cost <= plan.value) {
    return `${rounded(plan.value)} buys nothing: ${cheapest.symbol} could be had for ${rounded(cheapest.cost)}, but fees or "min_trade" are too much for what the weights ask of it. Send a larger "principle", lower fees or a lower "min_trade", or weights for fewer symbols.`;
  }
  const cure =
    terms.divisible === 'whole'
      ? ', or ask for "shares": "fractional"'
      : ', or a smaller "lot_size"';
  return `${rounded(plan.value)} buys nothing: the least that can be bought is ${cheapest.symbol} for ${rounded(cheapest.cost)}. Send a larger "principle"${cure}.`;
}

function moneyIn({ input, plan }: PlannedShares, i: number): number {
  return (input.prices[i] ?? 0) * (plan.positions[i] ?? 0);
}

/** One record a symbol that is traded. */
function trades({ symbols, input, plan }: PlannedShares): readonly Report[] {
  return symbols.flatMap((symbol, i) => {
    const before = input.terms.holdings[i] ?? 0;
    const shares = Number(((plan.positions[i] ?? 0) - before).toPrecision(15));
    if (shares === 0) return [];
    return [
      {
        symbol,
        action: shares > 0 ? 'buy' : 'sell',
        shares: Math.abs(shares),
        money: Math.abs(shares) * (input.prices[i] ?? 0),
        fee: plan.fees[i] ?? 0,
      },
    ];
  });
}

/** How far the positions are from the weights. */
function tracking(planned: PlannedShares): Report {
  const { symbols, input, plan } = planned;
  const invested = symbols.reduce((sum, _, i) => sum + moneyIn(planned, i), 0);
  let squares = 0;
  let off = 0;
  for (const i of symbols.keys()) {
    const wanted = (input.weights[i] ?? 0) / (1 - (input.keptShare ?? 0));
    squares += (wanted - moneyIn(planned, i) / invested) ** 2;
    off += Math.abs((plan.targets[i] ?? 0) - moneyIn(planned, i));
  }
  return {
    rmse: invested === 0 ? null : Math.sqrt(squares / symbols.length),
    l1: off,
    l1_share: off / plan.net,
  };
}

function toldTerms(symbols: readonly string[], terms: ShareTerms): Report {
  return {
    shares: terms.divisible,
    lot_size: bySymbol(symbols, (i) => terms.lots[i] ?? 1),
    allocation: terms.allocation,
    fee_per_trade: terms.feePerTrade,
    fee_rate: terms.feeRate,
    min_trade: terms.minTrade,
    holdings: bySymbol(symbols, (i) => terms.holdings[i] ?? 0),
    short_proceeds: terms.shortProceeds,
    short_ratio: terms.shortRatio ?? null,
  };
}

function certificate({ input, plan }: PlannedShares): Report {
  const gap = Math.max(0, plan.misplaced - plan.leastMisplaced);
  return {
    method: input.terms.allocation === 'milp' ? 'dynamic_programming' : 'greedy',
    objective_value: plan.misplaced,
    lower_bound: plan.leastMisplaced,
    gap,
    proven: gap <= 1e-9 * plan.value,
    ...(input.terms.allocation === 'milp' ? { states: plan.states } : {}),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(8));
}
