import type { PlannedShares } from './share-report.ts';

/** Less than this share of the value is rounding. */
const rounding = 1e-9;

/** Why cash is left, and what would place more of it. */
export function leftover(planned: PlannedShares): string {
  const { cashAfter, value } = planned.plan;
  if (cashAfter <= rounding * value) return 'Nothing is left.';
  const proceeds = keptProceeds(planned);
  const kept = proceeds > 0 ? `, of which short sales brought in ${rounded(proceeds)}` : '';
  const why = reason(planned, cashAfter - proceeds);
  return `${rounded(cashAfter)} is left${kept}: ${why}.${betterWay(planned)}`;
}

function reason(planned: PlannedShares, spendable: number): string {
  const next = cheapestMissing(planned);
  if (next === undefined) return 'no symbol falls short of its weight';
  const cost = `one lot more of ${next.symbol} costs ${rounded(next.cost)} with its fee`;
  if (next.cost > spendable) {
    return `of the symbols that fall short of their weights the cheapest is too dear, ${cost}`;
  }
  const { minTrade, feePerTrade, allocation } = planned.input.terms;
  if (next.untouched && (minTrade > 0 || feePerTrade > 0)) {
    return `${cost}, which is too small a trade`;
  }
  if (allocation === 'milp') return `${cost}, which is more than it is worth`;
  return `${cost}, and ${next.symbol} has its share of what is invested`;
}

/** What another way could do at most. */
function betterWay({ input, plan }: PlannedShares): string {
  const gap = plan.misplaced - plan.leastMisplaced;
  if (input.terms.allocation === 'milp' || gap <= rounding * plan.value) return '';
  return ` With "allocation": "milp" up to ${rounded(gap)} more would be in its place.`;
}

/** What short positions brought in, where it is not to be spent. */
function keptProceeds({ input, plan }: PlannedShares): number {
  if (input.terms.shortProceeds === 'invested') return 0;
  return plan.positions.reduce(
    (sum, shares, i) => sum + Math.max(0, -shares) * (input.prices[i] ?? 0),
    0,
  );
}

/** One lot more of a symbol. */
interface Lot {
  readonly symbol: string;
  readonly cost: number;
  /** Whether none was bought or sold yet. */
  readonly untouched: boolean;
}

/** The symbol below its target that can be bought more of for the least money. */
function cheapestMissing(planned: PlannedShares): Lot | undefined {
  const missing = planned.symbols.flatMap((symbol, i) => missingLot(planned, symbol, i));
  const [first] = missing;
  return first && missing.reduce((one, other) => (other.cost < one.cost ? other : one), first);
}

function missingLot({ input, plan }: PlannedShares, symbol: string, i: number): readonly Lot[] {
  const { prices, terms } = input;
  const [price, shares, target] = [prices[i] ?? 0, plan.positions[i] ?? 0, plan.targets[i] ?? 0];
  if (target <= 0 || price * shares >= target * (1 - rounding)) return [];
  const untouched = shares === (terms.holdings[i] ?? 0);
  const lot = price * (terms.lots[i] ?? 1);
  const cost = lot * (1 + terms.feeRate) + (untouched ? terms.feePerTrade : 0);
  return [{ symbol, cost, untouched }];
}

function rounded(value: number): number {
  return Number(value.toPrecision(8));
}
