import { mostVertices, type UncertainQuery } from '../bootstrap/bootstrap.ts';
import { type Draw, expectedDrawMs, expectedDrawsMs } from '../bootstrap/draws.ts';
import { expectedOptimisationMs, type Optimisation } from '../bootstrap/optimisation.ts';
import { boundsInput } from '../hold/optimise.ts';
import { asksForMix } from '../mix/optimise-mix.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { WalkQuery } from '../query/walk-query.ts';
import type { PriceShape } from '../window/price-shape.ts';

/** How long the optimum of a query takes, or its frontier, in ms. */
export function expectedOptimumMs(query: PortfolioQuery, shape: PriceShape): number {
  return expectedOptimisationMs(shaped(query, shape));
}

/** How long a query's bootstrap takes, in ms. */
export function expectedBootstrapMs(query: UncertainQuery, shape: PriceShape): number {
  const { samples, method } = query.bootstrap;
  const { kind, input } = shaped({ ...query, globalBound: false }, shape);
  const optimisation: Optimisation =
    kind === 'hold' ? { kind, input: { ...input, mostVertices } } : { kind, input };
  // Blocks take as long whatever their length.
  return samples * expectedDrawMs(optimisation, { seed: 1, method, blockDays: 1 });
}

/** How often a year there is an optimisation on the way. */
const timesPerYear = { month: 12, quarter: 4, year: 1 } as const;

/** How long the optimisations of a walk take, in ms. */
export function expectedWalkMs(query: WalkQuery, shape: PriceShape): number {
  const { window, trainDays, every } = query.walkForward;
  const step =
    typeof every === 'number' ? every : Math.max(1, query.periodsPerYear / timesPerYear[every]);
  const draws: Draw[] = [];
  for (let to = trainDays; to < shape.rows; to += step) {
    draws.push({ from: window === 'rolling' ? to - trainDays : 0, to });
  }
  return expectedDrawsMs({
    optimisation: shaped({ ...query, globalBound: false }, shape),
    draws,
  });
}

/** An optimisation of the query's prices without these: what is to be expected of it is the same. */
function shaped(query: PortfolioQuery, { rows, columns, longest }: PriceShape): Optimisation {
  const { riskFreeRate, periodsPerYear } = query;
  const values = new Float64Array();
  if (!asksForMix(query)) {
    const globalBound = query.globalBound ? 'when-small' : 'never';
    const hurdle = { riskFreePerPeriod: 0 };
    const closes = { rows, columns, values };
    return {
      kind: 'hold',
      input: { closes, hurdle, periodsPerYear, globalBound, ...boundsInput(query) },
    };
  }
  const { mix: question } = query;
  // Where prices may be missing, every day counts on which some symbol has one.
  const closes = { rows: question.estimate.missing === 'inner' ? rows : longest, columns, values };
  return { kind: 'mix', input: { closes, riskFreeRate, periodsPerYear, question } };
}
