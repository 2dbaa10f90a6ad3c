import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Disturbance, undisturbed, type Watch } from '../../bench/edge/undisturbed.ts';
import { slowShare } from '../../bench/slow-memory.ts';

const loads = suite('loads on an undisturbed machine');

const calm: Disturbance = { stolen: 0.02, slow: 0.002 };

/** A machine that is so disturbed during one load after another. */
function watched(disturbances: readonly Disturbance[]): Watch {
  const left = [...disturbances];
  return async () => async () => {
    const next = left.shift();
    if (next === undefined) throw new Error('one load too many');
    return next;
  };
}

/** Loads that tell how many there have been. */
function numbered(): () => Promise<{ readonly run: number }> {
  let run = 0;
  return async () => {
    run += 1;
    return { run };
  };
}

loads('an undisturbed load is run once', async () => {
  assert.equal(await undisturbed(numbered(), watched([calm])), { run: 1, ...calm });
});

loads('a disturbed load is run again until one is not', async () => {
  const disturbed = [
    { stolen: 0.4, slow: 0 },
    { stolen: 0, slow: 0.03 },
    { stolen: 0.021, slow: 0.002 },
  ];

  assert.equal(await undisturbed(numbered(), watched([...disturbed, calm])), { run: 4, ...calm });
});

loads('of eight disturbed loads the least disturbed counts', async () => {
  const disturbed = Array.from({ length: 8 }, (_, i) => ({ stolen: 0.5, slow: i / 10 }));
  disturbed[5] = { stolen: 0.04, slow: 0.008 };
  disturbed[6] = { stolen: 0, slow: 0.02 };

  assert.equal(await undisturbed(numbered(), watched(disturbed)), {
    run: 6,
    stolen: 0.04,
    slow: 0.008,
  });
});

loads('a look at memory is slow by what looks usually take', () => {
  assert.is(slowShare([20, 21, 19, 100, 22, 150, 20, 130, 18, 20]), 0.2);
  assert.is(slowShare([120, 130, 110]), 0);
  assert.is(slowShare([]), 0);
});

loads.run();
