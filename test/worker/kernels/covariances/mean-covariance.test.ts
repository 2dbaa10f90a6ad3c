import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { meanCovariance } from '../../../../worker/kernels/covariances/mean-covariance.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { allNear } from '../../../support/all-near.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const means = suite('mean-covariance');

means('without gaps it is the covariance over the periods', () => {
  const returns = simulatedReturns(3, { periods: 40, symbols: 5 });
  const covariance = sampleCovariance(returns);

  allNear(
    meanCovariance(covariance, returns).values,
    covariance.values.map((value) => value / 40),
  );
});

means('a short history is less sure, and shares less', () => {
  const none = Number.NaN;
  const returns = matrixOf([0.1, none], [0.2, none], [0.3, 0.1], [0.4, 0.3]);
  const found = meanCovariance(matrixOf([0.8, 0.4], [0.4, 0.6]), returns);

  // Four periods, two, and two of both.
  allNear(found.values, [0.2, 0.1, 0.1, 0.3]);
});

means('symbols without a period in common have means that are independent', () => {
  const none = Number.NaN;
  const returns = matrixOf([0.1, none], [none, 0.3]);

  assert.equal([...meanCovariance(matrixOf([1, 9], [9, 1]), returns).values], [1, 0, 0, 1]);
});

means.run();
