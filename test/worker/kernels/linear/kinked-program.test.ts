import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  kinkedProgram,
  leadingParts,
  readKinked,
} from '../../../../worker/kernels/linear/kinked-program.ts';
import { checkPrimal } from '../../../../worker/kernels/linear/linear-check.ts';
import type { KinkedTerms } from '../../../../worker/kernels/quadratic/kinked-problem.ts';
import type { SolveLinear } from '../../../../worker/portfolio/mix/linear-solver.ts';
import { openLinearSolver } from '../../../../worker/solvers/linear-program.ts';
import { near } from '../../../support/near.ts';

const kinked = suite<{ solve: SolveLinear }>('kinked-program');

kinked.before(async (context) => {
  context.solve = await openLinearSolver();
});

const zeros = new Float64Array(2);

/** Half of the first symbol is held, which is dearer by 0.3 than the second; trading costs 0.1. */
const terms: KinkedTerms = {
  linear: Float64Array.of(-0.5, -0.2),
  lower: zeros,
  upper: Float64Array.of(1, 1),
  rows: {
    matrix: { rows: 1, columns: 2, values: Float64Array.of(1, 1) },
    lower: Float64Array.of(1),
    upper: Float64Array.of(1),
  },
  cost: { origin: Float64Array.of(0.5, 0.5), rates: Float64Array.of(0.1, 0) },
  limits: [
    {
      coefficients: zeros,
      origin: Float64Array.of(0.5, 0.5),
      rates: Float64Array.of(0.5, 0.5),
      limit: 0.2,
    },
  ],
};
const question = { terms, columns: [], rows: [] };

kinked('turnover holds back what costs leave', ({ solve }) => {
  const solved = solve(kinkedProgram(question), { timeLimitMs: 1000 });
  assert.ok(solved.status === 'optimal');
  const found = readKinked(question, solved);

  near(found.weights[0], 0.3);
  near(solved.check.objective, 0.31);
  near(found.limitMultipliers[0], 0.2);
  assert.equal(leadingParts(terms), { columns: 6, rows: 4 });
});

kinked('further rows come last and are priced', ({ solve }) => {
  // ξ, at least 2·w₁, costs 1 a unit.
  const further = {
    terms: { ...terms, limits: [] },
    columns: [{ cost: 1, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }],
    rows: [
      {
        weights: Float64Array.of(2, 0),
        others: [[0, -1]] as const,
        lower: Number.NEGATIVE_INFINITY,
        upper: 0,
      },
    ],
  };
  const program = kinkedProgram(further);
  const solved = solve(program, { timeLimitMs: 1000 });
  assert.ok(solved.status === 'optimal');
  const found = readKinked(further, solved);

  assert.equal([...found.weights], [0, 1]);
  near(found.others[0], 0);
  near(found.prices[0], -1);
  near(checkPrimal(program, solved.x).objective, 0.25);
});

kinked.run();
