import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sharpeRatio, sortinoRatio } from '../../../../worker/kernels/paths/excess-ratios.ts';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { sampleMoments } from '../../../../worker/kernels/samples/sample-moments.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses, goldenHurdle } from '../../../support/report-figures.ts';

const ratios = suite('excess-ratios');

ratios('returns worked by hand', () => {
  // Mean 1, sample deviation √(26/3), downside √(4/4).
  const excess = Float64Array.of(-2, 1, 0, 5);

  near(sharpeRatio(sampleMoments(excess), 4), 2 / Math.sqrt(26 / 3));
  near(sortinoRatio(excess, 4), 2);
});

ratios('without risk there is no ratio', () => {
  const still = new Float64Array(4).fill(0.01);

  assert.is(sharpeRatio(sampleMoments(still), 252), undefined);
  assert.is(sortinoRatio(still, 252), undefined);
});

for (const [name, pathOf] of [
  ['buy_and_hold', heldPath],
  ['fixed_mix', fixedMixPath],
] as const) {
  ratios(`the ratios of ${name} are those of pandas`, () => {
    const path = pathOf(goldenCloses(), Float64Array.from(golden.weights));
    const excess = simpleReturns(path).map((value) => value - goldenHurdle);

    near(sharpeRatio(sampleMoments(excess), 252), golden[name].sharpe_ratio, 1e-11);
    near(sortinoRatio(excess, 252), golden[name].sortino_ratio, 1e-11);
  });
}

ratios.run();
