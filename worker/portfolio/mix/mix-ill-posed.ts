import type { PortfolioQuery } from '../query/query.ts';
import type { EstimateFault, MixFault } from './mix-problem.ts';
import type { MixQuestion } from './mix-question.ts';

/** Why there is no such portfolio, and what to change. */
export function illPosedMix(
  fault: MixFault,
  { symbols, riskFreeRate, mix }: Pick<PortfolioQuery, 'symbols' | 'riskFreeRate' | 'mix'>,
): string {
  const named = (columns: readonly number[]): string =>
    columns.map((column) => symbols[column]).join(', ');
  switch (fault.reason) {
    case 'too-few-returns': {
      const pair = [...new Set([fault.i, fault.j])];
      return `${named(pair)} ${pair.length === 1 ? 'has' : 'have'} ${fault.count} return(s)${pair.length === 1 ? '' : ' in common'} and at least 2 are needed: widen the window or leave ${pair.length === 1 ? 'it' : 'one'} out.`;
    }
    case 'no-market':
      return 'The market does not move on these days: choose another benchmark; with "capm" null stands for the mean of the symbols, and an equilibrium takes "market_risk_aversion".';
    case 'zero-variance':
      return `${named(fault.columns)} ${fault.columns.length === 1 ? 'has' : 'have'} no volatility in this estimate, so that a share of the risk has no meaning there: leave such symbols out, or choose another objective or "risk_model".`;
    case 'no-excess':
      return `No portfolio within the bounds has an expected return above the risk-free rate of ${rounded(riskFreeRate)}: the best has ${rounded(fault.most)}${afterCosts(mix)}. Lower "risk_free_rate", choose other "expected_returns", or ask for "min_volatility".`;
    case 'riskless':
      return `Holding ${named(fault.columns)} ${risklessText(mix, without(fault.columns))}`;
    case 'return-out-of-reach':
      return `No portfolio within the bounds has that "target_return": the efficient ones ${reach(fault)} a year${afterCosts(mix)}. ${nearer(fault, 'target_return')}${moreRoom(mix)}.`;
    case 'volatility-out-of-reach':
      return `No portfolio within the bounds has so little volatility: the efficient ones ${reach(fault)} a year. ${nearer(fault, 'target_volatility')}${moreRoom(mix)}.`;
    case 'risk-out-of-reach':
      return `No portfolio within the bounds has so little of that risk: the efficient ones ${reach(fault)}. ${nearer(fault, fault.limit)}${moreRoom(mix)}.`;
    case 'nothing-implied':
      return `The weights that these expected returns imply add up to ${rounded(fault.sum)}, and can't be scaled to 1: more of them are sold than bought. Ask for "max_utility", or choose other "expected_returns".`;
    case 'contradiction':
      return contradictionText(fault, named, mix?.marketNeutral === true ? 0 : 1);
    case 'no-positions':
      return noPositionsText(fault.proven, mix);
    case 'hedged':
    case 'forced':
      return unsharedText(fault, named);
    case 'no-gain':
      return `No portfolio within the bounds has a mean return of a day above "downside_threshold": the best has ${rounded(fault.most)}. Lower it, or ask for "min_cvar".`;
    case 'no-shortfall':
      return `Holding ${named(fault.columns)} never had a day below "downside_threshold", so that the Omega ratio has no upper bound: raise it, or ${without(fault.columns)}.`;
    case 'no-scenarios':
      return 'There are fewer than two days on which every symbol has a price, and weights are tried on such days: widen the window, or leave the symbols with short histories out.';
    case 'no-active-returns':
      return `The benchmark and the symbols have ${fault.count} return(s) on the same days and at least 2 are needed: widen the window, or choose another "benchmark".`;
    case 'no-active-excess':
      return `No portfolio within the bounds did better than the benchmark: the best had ${rounded(fault.most)} a year over it. Choose another "benchmark" or window, add symbols, or ask for "min_tracking_error".`;
    case 'sure-active-excess':
      return `Holding ${named(fault.columns)} beats the benchmark by next to the same every day, so that the ratio has no upper bound: ${without(fault.columns)}, or choose another "benchmark".`;
    case 'ruined':
      return 'Every portfolio within the bounds would have lost everything at some time, so that none is better than another: allow fewer short sales in "bounds", or check the prices for falls to next to nothing.';
    case 'unfinished':
      return 'The linear program of this objective was not solved in its time, or not well: check the prices for jumps, leave symbols out, shorten the window, or ask for "min_semivariance", which is faster.';
    case 'overflow':
      return 'The estimate is past what numbers hold: check the prices for jumps, or choose another model.';
    default:
      return illPosedEstimate(fault);
  }
}

/** Why a model has no estimate, and what to change. */
function illPosedEstimate(fault: EstimateFault): string {
  switch (fault.reason) {
    case 'no-bayes-stein':
      return `"bayes_stein" needs more returns than symbols by 3 or more, and symbols that move, none of which follows from the others; there are ${fault.count} returns: widen the window, leave symbols out, or choose "james_stein".`;
    case 'few-for-shrinkage':
      return `"nonlinear_shrinkage" needs 13 returns or more, and there are ${fault.count}: widen the window, or choose "oas".`;
    case 'market-without-excess':
      return `The benchmark earned ${rounded(fault.excess)} a year over the risk-free rate, so that no aversion to risk explains that it is held: send "market_risk_aversion" such as 2.5, lower "risk_free_rate", or choose another benchmark or window.`;
    case 'inseparable-views':
      return 'The "views" can not be held together: certain ones repeat or contradict one another, or one is about symbols without any risk. Lower their confidence below 1, or leave one out.';
    case 'indefinite':
      return `The covariance is not positive semidefinite (its smallest eigenvalue is ${rounded(fault.smallestEigenvalue)}), because its entries come from different days: send "covariance_repair": "spectral", "nearest" or "diagonal", or "missing": "inner".`;
  }
}

/** What a portfolio without risk does to the ratio that was asked for, and what that ratio looks at. */
function risklessText(mix: MixQuestion | undefined, leaveOut: string): string {
  switch (mix?.objective.name) {
    case 'max_diversification':
      return `leaves no volatility, so that the diversification has no upper bound: ${leaveOut}, or choose another "risk_model".`;
    case 'max_sortino':
      return `has a return above the risk-free rate without any day below "downside_threshold", so that the ratio has no upper bound: ${leaveOut}, or raise "downside_threshold" or "risk_free_rate".`;
    default:
      return `has a return above the risk-free rate without any risk, so that the ratio has no upper bound: ${leaveOut}, raise "risk_free_rate", or choose another "risk_model".`;
  }
}

/** What may give way, so that more portfolios are allowed. */
function moreRoom(mix: MixQuestion | undefined): string {
  const looser = limitsBeside(mix).map((field) => `"${field}"`);
  return looser.length === 0
    ? 'widen the bounds'
    : `widen the bounds, or loosen ${looser.join(', ')}`;
}

/** The fields that limit weights beside their bounds. */
function limitsBeside(mix: MixQuestion | undefined): readonly string[] {
  const { groups = [], leverage, trading } = mix?.constraints ?? {};
  return [
    ...(groups.some(({ range }) => range !== undefined) ? ['group_bounds'] : []),
    ...(leverage === undefined ? [] : ['leverage']),
    ...(trading?.maxTurnover === undefined ? [] : ['max_turnover']),
  ];
}

function afterCosts(mix: MixQuestion | undefined): string {
  return mix?.constraints?.trading?.costRates === undefined ? '' : ' after "transaction_costs"';
}

/** What the efficient portfolios have of what is asked for. */
function reach({ least, most }: Reach): string {
  return leavesOne({ least, most })
    ? `have ${rounded(least)}`
    : `reach from ${rounded(least)} to ${rounded(most)}`;
}

interface Reach {
  readonly least: number;
  readonly most: number;
}

/** Whether bounds leave a single portfolio, or as good as that. */
function leavesOne({ least, most }: Reach): boolean {
  return rounded(least) === rounded(most);
}

/** Which target can be met: the beginning of a sentence that tells what else may give way. */
function nearer(range: Reach, target: string): string {
  if (leavesOne(range)) return 'Nothing else is left: ';
  return `Choose a "${target}" in between, or `;
}

/** What to do about symbols that, held together, are too good. */
function without(columns: readonly number[]): string {
  if (columns.length === 1) return 'leave it out';
  return 'leave one of them out, or widen the window if it is short';
}

/** That no choice was found; `proven` where all were looked at. */
function noPositionsText(proven: boolean, mix: MixQuestion | undefined): string {
  const positions = mix?.constraints?.positions ?? {};
  const target = fieldOfTarget(mix);
  const changes = [
    ...(positions.most === undefined ? [] : ['raise "max_positions"']),
    ...(positions.least === undefined ? [] : ['lower "min_position"']),
    ...limitsBeside(mix).map(
      (field) => `${field === 'group_bounds' ? 'loosen' : 'raise'} "${field}"`,
    ),
    ...(target === undefined ? [] : [`choose another "${target}"`]),
    'widen "bounds"',
    ...(proven ? [] : ['ask for fewer symbols']),
  ];
  const found = proven
    ? 'keeps to all that is asked'
    : 'that keeps to all else was found in its time';
  return `No choice of positions ${found}: ${changes.slice(0, -1).join(', ')}${changes.length > 1 ? ', or ' : ''}${changes.at(-1)}.`;
}

/** The field that says what is to be had, where the objective has one. */
function fieldOfTarget(mix: MixQuestion | undefined): string | undefined {
  const objective = mix?.objective;
  if (objective === undefined) return undefined;
  if (objective.name.startsWith('target_')) return objective.name;
  return 'targetReturn' in objective ? 'target_return' : undefined;
}

/** Why risk can't be shared out, and what to change. */
function unsharedText(
  fault: Extract<MixFault, { readonly reason: 'hedged' | 'forced' }>,
  named: (columns: readonly number[]) => string,
): string {
  if (fault.reason === 'hedged') {
    return 'Some symbols hedge one another completely, so that there is no risk to share out: leave one of them out, or choose another "risk_model".';
  }
  return `The lower "bounds" of ${named(fault.columns)} force so much of it that the symbols between theirs would only hedge it, whatever their risk budgets, and take the weights past 1: lower these bounds, or ask for "min_volatility".`;
}

/** Symbols told of a contradiction; more would fill pages. */
const mostNamed = 5;

type Contradiction = Extract<MixFault, { readonly reason: 'contradiction' }>;

/** What can't be met at once, and that one of it is to give way. */
function contradictionText(
  { columns, groups, leverage, turnover }: Contradiction,
  named: (columns: readonly number[]) => string,
  total: number,
): string {
  const more = columns.length - mostNamed;
  const symbols = `${named(columns.slice(0, mostNamed))}${more > 0 ? ` and ${more} more` : ''}`;
  const parts = [
    ...groups.map((name) => `the bounds of the group "${name}"`),
    ...(leverage ? ['"leverage"'] : []),
    ...(turnover ? ['"max_turnover"'] : []),
    ...(columns.length > 0 ? [`the "bounds" of ${symbols}`] : []),
  ];
  return `No weights that add up to ${total} keep to all of these: ${parts.join('; ')}. Loosen one of them.`;
}

/** Six digits are enough to choose another target by, and the rounding of a 0 is a 0. */
function rounded(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(6));
}
