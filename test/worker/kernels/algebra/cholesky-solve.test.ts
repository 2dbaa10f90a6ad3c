import { suite } from 'uvu';
import { choleskyInPlace } from '../../../../worker/kernels/algebra/cholesky.ts';
import { choleskySolve } from '../../../../worker/kernels/algebra/cholesky-solve.ts';
import { allNear } from '../../../support/all-near.ts';
import { matrixOf } from '../../../support/simulated-returns.ts';

const solving = suite('cholesky-solve');

solving('a factored system of three is solved', () => {
  const factor = matrixOf([4, 2, 0], [2, 5, 2], [0, 2, 2]);
  choleskyInPlace(factor, 0);

  const x = choleskySolve(factor, Float64Array.of(8, 18, 10));

  allNear(x, [1, 2, 3], 1e-14);
});

solving('a system of none has no unknowns', () => {
  allNear(
    choleskySolve({ rows: 0, columns: 0, values: new Float64Array() }, new Float64Array()),
    [],
  );
});

solving.run();
