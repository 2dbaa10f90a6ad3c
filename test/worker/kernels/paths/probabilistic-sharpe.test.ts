import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { probabilisticSharpe } from '../../../../worker/kernels/paths/probabilistic-sharpe.ts';
import { heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { sampleMoments } from '../../../../worker/kernels/samples/sample-moments.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses, goldenHurdle } from '../../../support/report-figures.ts';

const sharpe = suite('probabilistic-sharpe');

const test = { threshold: 0, confidence: 0.95 };

sharpe('normal returns have the error of Lo', () => {
  const normal = { count: 101, mean: 0.1, deviation: 1, skewness: 0, excessKurtosis: 0 };
  const found = probabilisticSharpe(normal, test);

  near(found?.standardError, Math.sqrt((1 + 0.1 ** 2 / 2) / 100));
  near(found?.minimumTrackRecord, 1 + 1.005 * (1.6448536269514722 / 0.1) ** 2);
});

sharpe('the example of the paper', () => {
  // 24 monthly returns with ratio 0.458, skewness −2.448 and kurtosis 10.164: PSR(0) is 0.9126 there.
  const moments = { count: 24, mean: 0.458, deviation: 1, skewness: -2.448, excessKurtosis: 7.164 };

  near(probabilisticSharpe(moments, test)?.probability, 0.9126, 1e-3);
});

sharpe('at the minimum track record the probability is the confidence', () => {
  const moments = { count: 50, mean: 0.05, deviation: 1, skewness: -0.5, excessKurtosis: 4 };
  const count = probabilisticSharpe(moments, test)?.minimumTrackRecord ?? 0;

  near(probabilisticSharpe({ ...moments, count }, test)?.probability, 0.95);
});

sharpe('a ratio at the threshold is even odds and no record is long enough', () => {
  const moments = { count: 50, mean: 0.05, deviation: 1, skewness: 0, excessKurtosis: 1 };
  const found = probabilisticSharpe(moments, { threshold: 0.05, confidence: 0.9 });

  assert.is(found?.probability, 0.5);
  assert.is(found?.minimumTrackRecord, undefined);
});

sharpe('returns that do not vary have none', () => {
  assert.is(probabilisticSharpe(sampleMoments(new Float64Array(5)), test), undefined);
});

sharpe('scipy finds the same', () => {
  const returns = simpleReturns(heldPath(goldenCloses(), Float64Array.from(golden.weights)));
  const moments = sampleMoments(returns.map((value) => value - goldenHurdle));
  const found = probabilisticSharpe(moments, { threshold: 0, confidence: golden.confidence });
  const { ratio, standardError, probability, low, high, minimumTrackRecord } =
    golden.buy_and_hold.probabilistic;

  near(found?.ratio, ratio, 1e-11);
  near(found?.standardError, standardError);
  near(found?.probability, probability);
  near(found?.low, low);
  near(found?.high, high);
  near(found?.minimumTrackRecord, minimumTrackRecord, 1e-10);
});

sharpe.run();
