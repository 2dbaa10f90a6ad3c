import { suite } from 'uvu';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import {
  bestPlace,
  boundAt,
  budgetBound,
  relaxation,
} from '../../../../worker/kernels/shares/budget-bound.ts';
import type { Choice } from '../../../../worker/kernels/shares/share-choices.ts';
import { near } from '../../../support/near.ts';

const bounds = suite('budget-bound');

function choices(...pairs: readonly (readonly [cost: number, placed: number])[]): Choice[] {
  return pairs.map(([cost, placed], shares) => ({ shares, cost, placed }));
}

function boundOf(lists: readonly (readonly Choice[])[], budget: number): number {
  const bound = budgetBound(lists);
  const rest = { from: 0, budget };
  return boundAt(bound, rest, bestPlace(bound, rest));
}

bounds('the relaxation takes part of the choice that no longer fits', () => {
  // Density 0.9 first, then half of the one of density 0.5.
  const lists = [choices([0, 0], [10, 9]), choices([0, 0], [20, 10])];

  near(boundOf(lists, 20), 9 + 5);
});

bounds('a budget for everything is worth everything', () => {
  const lists = [choices([0, 0], [10, 9]), choices([0, 0], [20, 10])];

  near(boundOf(lists, 100), 19);
});

bounds('choices below the hull count for nothing', () => {
  const lists = [choices([0, 0], [5, 1], [10, 9])];

  near(boundOf(lists, 5), 4.5);
});

bounds('looking from anywhere finds the same bound', () => {
  const uniform = uniformRandom(2);
  for (let t = 0; t < 200; t++) {
    const lists = Array.from({ length: 1 + (t % 5) }, () =>
      choices([0, 0], [10 * uniform(), 10 * uniform()], [20 * uniform(), 20 * uniform()]),
    );
    const bound = budgetBound(lists);
    const rest = { from: 0, budget: 30 * uniform() };
    const values = Array.from(bound.multipliers, (_, start) =>
      boundAt(bound, rest, bestPlace(bound, rest, start)),
    );

    for (const value of values) near(value, Math.min(...values), 1e-9);
    const every = Array.from(bound.multipliers, (_, place) => boundAt(bound, rest, place));
    near(values[0], Math.min(...every), 1e-9);
    near(relaxation(lists, rest.budget).most, Math.min(...every), 1e-9);
  }
});

bounds.run();
