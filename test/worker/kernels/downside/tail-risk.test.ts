import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  cornishFisherTailRisk,
  gaussianTailRisk,
  historicalTailRisk,
  type TailRisk,
} from '../../../../worker/kernels/downside/tail-risk.ts';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import {
  type SampleMoments,
  sampleMoments,
} from '../../../../worker/kernels/samples/sample-moments.ts';
import { normals } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses } from '../../../support/report-figures.ts';

const tail = suite('tail-risk');

function shaped(skewness: number, excessKurtosis: number): SampleMoments {
  return { count: 100, mean: 0, deviation: 1, skewness, excessKurtosis };
}

tail('the worst fifth of ten returns is the mean of two', () => {
  const returns = Float64Array.of(5, -3, 1, 2, -1, 0, 3, 4, 6, 7);
  const risk = historicalTailRisk(returns, 0.8);

  // Place 1.8 of the sorted −3, −1, 0: between −1 and 0.
  near(risk.valueAtRisk, 0.2, 1e-12);
  near(risk.conditionalValueAtRisk, 2);
});

tail('a tail of less than one return is the worst of them', () => {
  near(historicalTailRisk(Float64Array.of(0.1, -0.2, 0.3), 0.99).conditionalValueAtRisk, 0.2);
});

tail('the normal tail is that of the tables', () => {
  const risk = gaussianTailRisk(shaped(0, 0), 0.95);

  near(risk.valueAtRisk, 1.6448536269514722);
  near(risk.conditionalValueAtRisk, 2.0627128075074257);
});

tail('without skewness and kurtosis the expansion is the normal tail', () => {
  assert.equal(cornishFisherTailRisk(shaped(0, 0), 0.99), gaussianTailRisk(shaped(0, 0), 0.99));
});

tail('an expansion that is no quantile is refused', () => {
  // Skewness alone bends the far tail back.
  assert.is(cornishFisherTailRisk(shaped(-2, 0), 0.95), undefined);
  assert.is(cornishFisherTailRisk(shaped(0, -1.5), 0.95), undefined);
  assert.is(cornishFisherTailRisk(sampleMoments(new Float64Array(5)), 0.95), undefined);
});

tail('nearly normal returns have an expansion', () => {
  for (const shape of [shaped(-0.12, -0.05), shaped(0.1, 0), shaped(0, 0.001), shaped(-0.01, 0)]) {
    near(cornishFisherTailRisk(shape, 0.95)?.valueAtRisk, 1.645, 0.05);
  }
});

tail('fat tails are worse than normal far out', () => {
  const fat = cornishFisherTailRisk(shaped(-0.2, 3), 0.99);

  assert.ok((fat?.valueAtRisk ?? 0) > gaussianTailRisk(shaped(0, 0), 0.99).valueAtRisk);
});

tail('the mean of the tail is never less than its beginning', () => {
  const uniform = uniformRandom(11);
  for (let seed = 1; seed <= 500; seed++) {
    const normal = normals(seed);
    const count = 2 + Math.floor(60 * uniform());
    const returns = Float64Array.from({ length: count }, () => 0.02 * normal() * uniform());
    const confidence = 0.5 + 0.4999 * uniform();
    const moments = sampleMoments(returns);
    const risks: (TailRisk | undefined)[] = [
      historicalTailRisk(returns, confidence),
      gaussianTailRisk(moments, confidence),
      cornishFisherTailRisk(moments, confidence),
    ];

    for (const risk of risks) {
      if (risk === undefined) continue;
      assert.ok(risk.conditionalValueAtRisk >= risk.valueAtRisk - 1e-15, `seed ${seed}`);
    }
  }
});

for (const [name, pathOf] of [
  ['buy_and_hold', heldPath],
  ['fixed_mix', fixedMixPath],
] as const) {
  tail(`the tails of ${name} are those of pandas and scipy`, () => {
    const { historical, gaussian, cornish_fisher } = golden[name];
    const returns = simpleReturns(pathOf(goldenCloses(), Float64Array.from(golden.weights)));
    const moments = sampleMoments(returns);
    for (const [risk, expected] of [
      [historicalTailRisk(returns, golden.confidence), historical],
      [gaussianTailRisk(moments, golden.confidence), gaussian],
      [cornishFisherTailRisk(moments, golden.confidence), cornish_fisher],
    ] as const) {
      near(risk?.valueAtRisk, expected.value_at_risk);
      near(risk?.conditionalValueAtRisk, expected.conditional);
    }
  });
}

tail.run();
