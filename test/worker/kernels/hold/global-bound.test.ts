import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { cellBound } from '../../../../worker/kernels/hold/cell-bound.ts';
import { globalBound } from '../../../../worker/kernels/hold/global-bound.ts';
import { holdPoint } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { problemOf, randomWeights, simulatedCloses } from '../../../support/markets.ts';

const bound = suite('global-bound');

function mixOf({ rows, columns, values }: Matrix, lambda: Float64Array): Float64Array {
  const mix = new Float64Array(columns);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < columns; i++) {
      mix[i] = (mix[i] ?? 0) + (lambda[k] ?? 0) * (values[k * columns + i] ?? 0);
    }
  }
  return mix;
}

function randomCell(size: number, uniform: () => number): Matrix {
  const centre = randomWeights(size, uniform);
  const share = uniform() ** 3;
  const values = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const corner = randomWeights(size, uniform);
    for (let i = 0; i < size; i++) {
      values[k * size + i] = share * (corner[i] ?? 0) + (1 - share) * (centre[i] ?? 0);
    }
  }
  return { rows: size, columns: size, values };
}

bound('no portfolio of a cell is above its bound', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const size = 2 + (seed % 2);
    const market = { days: 40, symbols: size, dailyDeviation: seed % 3 === 0 ? 0.06 : 0.02 };
    const problem = problemOf(simulatedCloses(seed, market), seed % 4 === 0 ? 0.01 : 0);
    const uniform = uniformRandom(seed);
    const cell = randomCell(size, uniform);
    const above = cellBound(problem, cell);
    for (let draw = 0; draw < 40; draw++) {
      const { ratio } = holdPoint(problem, mixOf(cell, randomWeights(size, uniform)));

      assert.ok(ratio <= above, `seed ${seed}: ${ratio} > ${above}`);
    }
  }
});

bound('the bound of a tiny cell is close', () => {
  const market = { days: 60, symbols: 3, dailyDeviation: 0.03 };
  const problem = problemOf(simulatedCloses(4, market), 0);
  const at = (x: number): readonly number[] => [0.3 + x, 0.5 - x, 0.2];
  const cell = {
    rows: 3,
    columns: 3,
    values: Float64Array.from([...at(0), ...at(1e-4), 0.3, 0.4999, 0.2001]),
  };

  const corners = [0, 3, 6].map((at) => holdPoint(problem, cell.values.slice(at, at + 3)).ratio);
  const gap = cellBound(problem, cell) - Math.max(...corners);

  assert.ok(gap >= 0 && gap < 1e-5, `${gap}`);
});

bound('a poor portfolio known is bettered', () => {
  const problem = problemOf(simulatedCloses(7, { days: 80, symbols: 3, dailyDeviation: 0.03 }), 0);
  const middle = holdPoint(problem, new Float64Array(3).fill(1 / 3)).ratio;

  const { better } = globalBound(problem, { known: middle - 1, targetGap: 1e-4, maxNodes: 500 });

  assert.ok(better !== undefined && holdPoint(problem, better).ratio > middle - 1);
});

bound('the count of cells is kept', () => {
  const problem = problemOf(simulatedCloses(7, { days: 80, symbols: 3, dailyDeviation: 0.03 }), 0);

  // No portfolio comes near 100, so nothing is better; nor is the whole simplex bounded by −100.
  const far = globalBound(problem, { known: 100, targetGap: 1e-4, maxNodes: 50 });

  assert.equal(far, { upperBound: 100, nodes: 1 });
});

bound.run();
