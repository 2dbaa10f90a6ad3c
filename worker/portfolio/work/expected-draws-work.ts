import { mostVertices, type UncertainQuery } from '../bootstrap/bootstrap.ts';
import { expectedDrawMs } from '../bootstrap/draws.ts';
import type { Optimisation } from '../bootstrap/optimisation.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { WalkQuery } from '../query/walk-query.ts';

/** How many closes a question is answered from: days that all symbols share, and symbols. */
export interface ClosesShape {
  readonly rows: number;
  readonly columns: number;
}

/** Trading days from one re-optimisation to the next, about. */
const daysBetween = { month: 21, quarter: 63, year: 252 } as const;

/** How long the bootstrap of an answer takes beside the answer, in ms, within a factor of 3 or so. */
export function expectedBootstrapMs(query: UncertainQuery, shape: ClosesShape): number {
  const { samples, method, blockDays } = query.bootstrap;
  const draw = { seed: 0, method, blockDays: blockDays ?? 1 };
  return samples * expectedDrawMs(shaped(query, shape, mostVertices), draw);
}

/** How long the optimisations of a walk take together, in ms, within a factor of 3 or so. */
export function expectedWalkMs(query: WalkQuery, shape: ClosesShape): number {
  const { window, trainDays, every } = query.walkForward;
  const step = typeof every === 'number' ? every : daysBetween[every];
  const times = Math.max(1, Math.ceil((shape.rows - 1 - trainDays) / step));
  const trained = window === 'rolling' ? trainDays : (trainDays + shape.rows) / 2;
  return times * expectedDrawMs(shaped(query, shape), { from: 0, to: Math.round(trained) });
}

/** The optimisation of a query without its prices. */
function shaped(query: PortfolioQuery, shape: ClosesShape, vertices?: number): Optimisation {
  const { periodsPerYear } = query;
  const closes = { ...shape, values: new Float64Array() };
  if (query.mix !== undefined) {
    const { mix: question, riskFreeRate } = query;
    return { kind: 'mix', input: { closes, riskFreeRate, periodsPerYear, question } };
  }
  const few = vertices === undefined ? {} : { mostVertices: vertices };
  const hurdle = { riskFreePerPeriod: 0 };
  return { kind: 'hold', input: { closes, hurdle, periodsPerYear, globalBound: 'never', ...few } };
}
