import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { equityCloses } from '../../../../bench/optimise/equity-market.ts';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { scenarioReturns } from '../../../../worker/portfolio/estimate/scenarios.ts';
import type { SolveLinear } from '../../../../worker/portfolio/mix/linear-solver.ts';
import type { TailQuestion } from '../../../../worker/portfolio/objectives/tail-program.ts';
import { searchTail, type TailFound } from '../../../../worker/portfolio/objectives/tail-search.ts';
import {
  isWhole,
  wholeDrawdowns,
} from '../../../../worker/portfolio/objectives/whole-drawdowns.ts';
import { worstTail } from '../../../../worker/portfolio/objectives/worst-tail.ts';
import { openLinearSolver } from '../../../../worker/solvers/linear-program.ts';
import { simulatedCloses } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';

const tails = suite<{ solve: SolveLinear }>('stalled-search');

tails.before(async (context) => {
  context.solve = await openLinearSolver();
});

/** Long-only drawdowns: the mean of the worst tenth of days. */
function questionOf(closes: Matrix): TailQuestion {
  const { columns: size } = closes;
  const zeros = new Float64Array(size);
  const ones = new Float64Array(size).fill(1);
  return {
    terms: {
      lower: zeros,
      upper: ones,
      budget: 1,
      rows: {
        matrix: { rows: 1, columns: size, values: ones },
        lower: Float64Array.of(1),
        upper: Float64Array.of(1),
      },
      limits: [],
      cost: { origin: zeros, rates: zeros },
      linear: zeros,
    },
    measure: { returns: scenarioReturns(closes), confidence: 0.9, of: 'drawdowns' },
    start: ones.map((one) => one / size),
  };
}

function meanOf(found: TailFound | string): number {
  assert.ok(typeof found !== 'string', String(found));
  return found.worst.mean;
}

tails('symbols that hedge one another are asked for all days at once', ({ solve }) => {
  const closes = simulatedCloses(3, { days: 301, symbols: 60, dailyDeviation: 0.02 });
  const question = questionOf(closes);
  assert.ok(isWhole(300, 60));
  assert.is(searchTail(question, solve, 7), 'stalled');

  const found = worstTail(question, solve);

  near(meanOf(found), meanOf(searchTail(question, solve)), 1e-11);
});

tails('symbols that move as shares do need a few days alone', ({ solve }) => {
  const question = questionOf(equityCloses(3, { days: 300, symbols: 60 }));
  assert.ok(isWhole(300, 60));

  const found = searchTail(question, solve, 7);

  near(meanOf(found), meanOf(wholeDrawdowns(question, solve)), 1e-11);
});

tails.run();
