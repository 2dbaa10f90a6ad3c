import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { symmetricEigen } from '../../../../worker/kernels/algebra/symmetric-eigen.ts';
import { correlationOf } from '../../../../worker/kernels/covariances/correlation.ts';
import { denoisedCovariance } from '../../../../worker/kernels/covariances/denoised-covariance.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { allNear } from '../../../support/all-near.ts';
import { normals } from '../../../support/markets.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const denoised = suite('denoised-covariance');

denoised('a correlation that chance explains is levelled', () => {
  // Eigenvalues 0.9 and 1.1, below the edge of (1 + √0.1)².
  const found = denoisedCovariance(matrixOf([4, 0.2], [0.2, 1]), 20);

  assert.is(found.signals, 0);
  allNear([found.noiseVariance, found.edge], [1, 1.1 + 2 * Math.sqrt(0.1)], 1e-14);
  allNear(found.covariance.values, [4, 0, 0, 1], 1e-14);
});

denoised('hardly anything stands out of pure noise', () => {
  let signals = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const normal = normals(seed);
    const values = Float64Array.from({ length: 200 * 40 }, () => 0.01 * normal());
    const covariance = sampleCovariance({ rows: 200, columns: 40, values });

    signals += denoisedCovariance(covariance, 200).signals;
  }

  // The edge is that of many symbols: of 40, one in 400 eigenvalues or so may pass it.
  assert.ok(signals <= 10, `${signals}`);
});

denoised('one factor stands out of the noise', () => {
  const normal = normals(6);
  const values = new Float64Array(500 * 30);
  for (let t = 0; t < 500; t++) {
    const market = normal();
    for (let i = 0; i < 30; i++) values[t * 30 + i] = 0.01 * (market + normal());
  }

  const found = denoisedCovariance(sampleCovariance({ rows: 500, columns: 30, values }), 500);

  // All pairs are correlated by a half, and now all about alike.
  const { correlation } = correlationOf(found.covariance);
  assert.is(found.signals, 1);
  assert.ok(correlation.values.every((value, k) => k % 31 === 0 || Math.abs(value - 0.5) < 0.1));
});

denoised('noise behind a market is levelled to the mean of its eigenvalues', () => {
  // Eigenvalues 0.23, 0.3 and 2.47, of which the first two have a mean of 0.27.
  const covariance = matrixOf([1, 0.75, 0.75], [0.75, 1, 0.7], [0.75, 0.7, 1]);
  const { edge, noiseVariance, signals } = denoisedCovariance(covariance, 100);

  const largest = 1 + (0.7 + Math.sqrt(4.99)) / 2;
  const others = (3 - largest) / 2;
  allNear([noiseVariance, edge], [others, others * (1.03 + 2 * Math.sqrt(0.03))], 1e-13);
  assert.is(signals, 1);
});

denoised('two symbols alike are a signal', () => {
  const { covariance, signals } = denoisedCovariance(matrixOf([1, 0.9], [0.9, 1]), 1000);

  // Eigenvalues 0.1 and 1.9, and the first alone is its own mean.
  assert.is(signals, 1);
  allNear(covariance.values, [1, 0.9, 0.9, 1], 1e-14);
});

denoised('variances are kept and nothing turns negative on hard returns', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const options = { periods: 3 + seed, symbols: 4 + (seed % 15), degenerate: true };
    const covariance = sampleCovariance(simulatedReturns(seed, options));
    const size = options.symbols;

    const found = denoisedCovariance(covariance, options.periods).covariance;

    const { values } = symmetricEigen(found);
    assert.ok((values[0] ?? -1) >= -1e-13 * (values[size - 1] ?? 0));
    for (let i = 0; i < size; i++) {
      allNear([found.values[i * (size + 1)] ?? 0], [covariance.values[i * (size + 1)] ?? 0], 1e-14);
    }
  }
});

denoised('the order of symbols does not matter', () => {
  const returns = simulatedReturns(2, { periods: 60, symbols: 8 });
  const turned = { ...returns, values: returns.values.slice() };
  for (let t = 0; t < 60; t++) turned.values.subarray(8 * t, 8 * t + 8).reverse();

  const found = denoisedCovariance(sampleCovariance(returns), 60);
  const other = denoisedCovariance(sampleCovariance(turned), 60);

  assert.is(found.signals, other.signals);
  allNear(found.covariance.values, other.covariance.values.slice().reverse(), 1e-12);
});

denoised.run();
