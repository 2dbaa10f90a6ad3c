import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LinearProgram } from '../../../../worker/kernels/linear/linear-program.ts';
import { withinTime } from '../../../../worker/portfolio/objectives/within-time.ts';

const within = suite('within-time');

const none = new Float64Array(0);
const program: LinearProgram = {
  costs: none,
  lower: none,
  upper: none,
  rowLower: none,
  rowUpper: none,
  starts: Int32Array.of(0),
  indices: new Int32Array(0),
  values: none,
};

within('each program has what the ones before it left', () => {
  const given: number[] = [];
  let clock = 1000;
  const solve = withinTime(
    (_, { timeLimitMs }) => {
      given.push(timeLimitMs);
      clock += 40;
      return { status: 'failed' };
    },
    100,
    () => clock,
  );

  const statuses = [60, 60, 60, 60].map((timeLimitMs) => solve(program, { timeLimitMs }).status);

  assert.equal(given, [60, 60, 20]);
  assert.equal(statuses, ['failed', 'failed', 'failed', 'time-limit']);
});

within.run();
