import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { exactUpTo, positionsBudget } from '../constrained/choose-positions.ts';
import { isSearched, needsRows } from '../constrained/solve-constrained.ts';
import { tailChoiceMs } from '../constrained/tail-choice-work.ts';
import { nearestRounds } from '../estimate/repair-covariance.ts';
import type { MixInput } from '../mix/mix-problem.ts';
import {
  isTail,
  type MixQuestion,
  type ObjectiveName,
  type RiskModel,
} from '../mix/mix-question.ts';

/** A product of two returns in a covariance, in ms. */
const msPerProduct = 1.5e-7;
/** A product of two shortfalls, of which only some days' count. */
const msPerShortfall = 5e-7;
/** A multiplication and addition of a factorisation, in ms. */
const msPerStep = 3e-6;
/** A close that is read once, in ms. */
const msPerClose = 1e-4;
/** Corners and points of a frontier are each checked and told: how many factorisations that is. */
const frontierSteps = 1;

/** A dual active set takes so many factorisations, and a search so many solves. */
const constrainedSteps = 6;
const searchSolves = 20;
/** Quadratic programs of the search for one choice of positions. */
const choiceSearches = 4;

/** Rounds that the nearest correlation takes as a rule. */
const usualRounds = 60;

/** How many sample covariances a model takes; those not named take one. */
const covariances: Partial<Record<RiskModel, number>> = {
  ewma: 1.5,
  semicovariance: 1.5,
  ledoit_wolf_constant_correlation: 2,
  ledoit_wolf_single_factor: 2,
};

/** What objectives that look at every day take beside the estimate, in ms, of T days and n symbols. */
const daily: Partial<Record<ObjectiveName, (days: number, symbols: number) => number>> = {
  min_cvar: cvarMs,
  min_cdar: cdarMs,
  // The least risk first, to tell what is out of reach.
  target_cvar: (t, n) => 2 * cvarMs(t, n),
  target_cdar: (t, n) => 2 * cdarMs(t, n),
  // Ten to thirty small programs, of as many rows as there are falls.
  min_max_drawdown: (t, n) => 30 + 2e-3 * t * n,
  min_semivariance: newtonMs,
  max_sortino: newtonMs,
  max_omega: cvarMs,
  max_downside_utility: newtonMs,
  target_semideviation: (t, n) => 8 * newtonMs(t, n),
  // Four or so Newton steps, each with the weights between their bounds: with shorts all of them.
  kelly: (t, n) => 1 + 1e-5 * t * n + 8e-7 * t * n ** 2,
  min_tracking_error: activeMs,
  max_information_ratio: activeMs,
};

/** Simplex steps and their cost both grow with the entries. */
function cvarMs(days: number, symbols: number): number {
  return 10 + 7e-4 * days * symbols + 2e-9 * (days * symbols) ** 2;
}

/** Programs of some tails of days, the more of them the more symbols there are; or one of all days. */
function cdarMs(days: number, symbols: number): number {
  const few = 20 + 1e-2 * days + 0.15 * symbols ** 2;
  return Math.min(few, 30 + 1.2e-4 * days ** 2 * (1 + symbols / 20));
}

/** Ten or so sums of products over the days of shortfall, and as many quadratic programs. */
function newtonMs(days: number, symbols: number): number {
  return (
    5e-4 * days * symbols + 10 * (days * symbols ** 2 * msPerShortfall + symbols ** 3 * msPerStep)
  );
}

/** A further covariance, and what is done with it. */
function activeMs(days: number, symbols: number): number {
  return (
    2 * days * symbols * msPerClose + days * symbols ** 2 * msPerProduct + symbols ** 3 * msPerStep
  );
}

/**
 * How long an estimate and its solve take, in ms, on a warm core of 2020s make: an estimate within
 * a factor of 3 or so, to choose between answering at once and a thread.
 */
export function expectedMixMs({
  closes: { rows, columns },
  question,
}: Pick<MixInput, 'closes' | 'question'>): number {
  const { riskModel, missing, covarianceRepair } = question.estimate;
  // Where prices are missing, sums over each pair's common periods and its correlation are wanted.
  const passes = missing === 'inner' ? 1 : 10;
  const models = typeof riskModel === 'string' ? (covariances[riskModel] ?? 1) : 1;
  const steps =
    (riskModel === 'denoised' || riskModel === 'nonlinear_shrinkage' ? 3 : 1) +
    (question.points ? frontierSteps : 0) +
    (covarianceRepair === 'nearest' ? Math.min(usualRounds, nearestRounds(columns)) : 0);
  return (
    rows * columns ** 2 * msPerProduct * models * passes +
    columns ** 3 * msPerStep * steps +
    rows * columns * msPerClose +
    constrainedMs({ rows, columns }, question) +
    (question.points ?? 0) * columns ** 2 * msPerStep +
    (daily[question.objective.name]?.(rows, columns) ?? 0) +
    parityMs(columns, question)
  );
}

/** Objectives that Newton's method solves under constraints: each step has a matrix of its own. */
const newtonSteps: Partial<Record<ObjectiveName, number>> = {
  min_semivariance: 6,
  max_downside_utility: 6,
  max_sortino: 25,
  target_semideviation: 25,
  kelly: 5,
};

/**
 * Choices by their worst days until the best is proven: shares take 4 to 20 a symbol, with short sales
 * several times as many; or until a rule ends.
 */
function usualChoices(symbols: number, { bounds }: Pick<MixQuestion, 'bounds'>): number {
  if (symbols > exactUpTo) return 1.5 * symbols;
  return (bounds.lower.some((least) => least < 0) ? 60 : 12) * symbols;
}

/** Within bounds a search on λ takes the place of one descent. */
function parityMs(columns: number, { objective, bounds }: MixQuestion): number {
  const held = bounds.lower.some((one) => one > 0) || bounds.upper.some((one) => one < 1);
  return objective.name === 'risk_parity' && held ? 2 * columns ** 3 * msPerStep : 0;
}

/** What constraints beside bounds take: as many solves as there are points, steps or choices. */
function constrainedMs(
  closes: Pick<Matrix, 'rows' | 'columns'>,
  { objective, constraints, points, l2, bounds }: MixQuestion,
): number {
  if (constraints === undefined) return 0;
  const { columns } = closes;
  const { leverage, trading, positions } = constraints;
  // Weights are cut in two where they have an absolute value.
  const size = columns * (leverage === undefined && trading === undefined ? 1 : 2);
  const steps = newtonSteps[objective.name] ?? 1;
  const solves = (points ?? 0) + (isSearched(objective) ? searchSolves : 1);
  const budget = positionsBudget(closes, { objective, constraints, l2 });
  if (positions && isTail(objective)) {
    return Math.min(budget, usualChoices(columns, { bounds })) * tailChoiceMs(closes, l2);
  }
  // Where they are chosen by a rule most symbols are left out once.
  const chosen = columns > exactUpTo ? columns : budget;
  const choices = positions ? chosen : 1;
  // A search for each choice starts afresh.
  const searches =
    positions && needsRows(constraints) && isSearched(objective) ? choiceSearches : 1;
  const each = size ** 3 * msPerStep * constrainedSteps * steps * searches;
  return choices * (each + size ** 2 * msPerStep * solves);
}
