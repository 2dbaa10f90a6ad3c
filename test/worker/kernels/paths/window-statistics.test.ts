import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { windowStatistics } from '../../../../worker/kernels/paths/window-statistics.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses, goldenHurdle } from '../../../support/report-figures.ts';

const windows = suite('window-statistics');

const nothing = { volatility: undefined, sharpe: undefined, beta: undefined };

windows('a window that is not full has no figures', () => {
  const series = { excess: Float64Array.of(1, 2), benchmark: undefined, periodsPerYear: 252 };

  assert.equal(windowStatistics(series, 2, 3), nothing);
});

windows('a window without movement has volatility 0 and no ratio', () => {
  const still = { excess: new Float64Array(5), benchmark: undefined, periodsPerYear: 252 };

  assert.equal(windowStatistics(still, 5, 3), { ...nothing, volatility: 0 });
});

windows('a day without a benchmark leaves no beta', () => {
  const series = {
    excess: Float64Array.of(1, 2, 4),
    benchmark: Float64Array.of(Number.NaN, 1, 3),
    periodsPerYear: 252,
  };

  assert.is(windowStatistics(series, 3, 3).beta, undefined);
  assert.is(windowStatistics(series, 3, 2).beta, 1);
});

for (const [name, pathOf] of [
  ['buy_and_hold', heldPath],
  ['fixed_mix', fixedMixPath],
] as const) {
  windows(`rolling figures of ${name} are those of pandas`, () => {
    const over = (path: Float64Array) => simpleReturns(path).map((value) => value - goldenHurdle);
    const series = {
      excess: over(pathOf(goldenCloses(), Float64Array.from(golden.weights))),
      benchmark: over(Float64Array.from(golden.benchmark)),
      periodsPerYear: 252,
    };
    for (const [i, end] of [63, series.excess.length].entries()) {
      const found = windowStatistics(series, end, 63);

      near(found.volatility, golden[name].rolling_volatility_63[i] ?? 0);
      near(found.sharpe, golden[name].rolling_sharpe_63[i] ?? 0, 1e-11);
      near(found.beta, golden[name].rolling_beta_63[i] ?? 0, 1e-11);
    }
  });
}

windows.run();
