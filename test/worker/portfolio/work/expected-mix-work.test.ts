import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MixInput } from '../../../../worker/portfolio/mix/mix-problem.ts';
import { expectedMixMs } from '../../../../worker/portfolio/work/expected-mix-work.ts';
import { plainEstimate } from '../../../support/plain-estimate.ts';

const work = suite('expected-mix-work');

function inputOf(rows: number, columns: number, points?: number): MixInput {
  return {
    closes: { rows, columns, values: new Float64Array() },
    riskFreeRate: 0,
    periodsPerYear: 252,
    question: {
      objective: { name: 'max_sharpe' },
      estimate: plainEstimate,
      bounds: { lower: [], upper: [] },
      l2: 0,
      ...(points === undefined ? {} : { points }),
    },
  };
}

work('twenty symbols are answered at once, five hundred in a thread', () => {
  assert.ok(expectedMixMs(inputOf(1000, 20)) < 10);
  assert.ok(expectedMixMs(inputOf(2500, 500)) > 50);
});

work('points of a frontier and models of several passes cost', () => {
  assert.ok(expectedMixMs(inputOf(500, 100, 200)) > expectedMixMs(inputOf(500, 100, 2)));
});

work('a choice of positions takes longer than weights alone', () => {
  const plain = inputOf(500, 40);
  const groups = { ...plain, question: { ...plain.question, constraints: { groups: [] } } };
  const few = { groups: [], positions: { most: 5 } };
  const chosen = { ...plain, question: { ...plain.question, constraints: few } };

  assert.ok(expectedMixMs(plain) < expectedMixMs(groups));
  assert.ok(expectedMixMs(groups) < expectedMixMs(chosen));
});

work('objectives of single days cost more, and the worst days most', () => {
  const of = (
    name: 'max_sharpe' | 'min_semivariance' | 'min_cvar',
    size: readonly [number, number],
  ) => {
    const input = inputOf(...size);
    const parameters = { confidence: 0.95, threshold: 0 };
    return expectedMixMs({
      ...input,
      question: { ...input.question, objective: { name, ...parameters } },
    });
  };

  assert.ok(of('min_semivariance', [1000, 20]) > of('max_sharpe', [1000, 20]));
  assert.ok(of('min_cvar', [1000, 20]) < 60);
  assert.ok(of('min_cvar', [2500, 500]) > 2000);
});

work('few positions for the worst days soon take long enough to be a job', () => {
  const few = { groups: [], positions: { most: 5 } };
  const of = (size: readonly [number, number], constraints?: typeof few) => {
    const input = inputOf(...size);
    const objective = { name: 'min_cvar', confidence: 0.95 } as const;
    const question = { ...input.question, objective, ...(constraints ? { constraints } : {}) };
    return expectedMixMs({ ...input, question });
  };

  assert.ok(of([1000, 20], few) > 20 * of([1000, 20]));
  assert.ok(of([250, 8], few) < 2000);
  assert.ok(of([1000, 20], few) > 2000);
  assert.ok(of([2500, 60], few) < 60_000);
});

work('the search for a nearest correlation costs', () => {
  const input = inputOf(500, 100);
  const { question } = input;
  const estimate = { ...question.estimate, covarianceRepair: 'nearest' } as const;

  const sought = expectedMixMs({ ...input, question: { ...question, estimate } });
  assert.ok(sought > 10 * expectedMixMs(input));
});

work.run();
