import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createPace } from '../../../../worker/prices/sources/pace.ts';

const pace = suite('pace');

pace('starts keep their distance, in order', async () => {
  let clock = 1000;
  const slept: number[] = [];
  const turn = createPace({
    intervalMs: 500,
    now: () => clock,
    sleep: async (ms) => void slept.push(ms),
  });

  await Promise.all([turn(), turn(), turn()]);
  clock = 2100;
  await turn();
  clock = 9000;
  await turn();

  assert.equal(slept, [500, 1000, 400]);
});

pace.run();
