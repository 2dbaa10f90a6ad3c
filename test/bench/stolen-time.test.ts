import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { undisturbed } from '../../bench/edge/undisturbed.ts';
import { type ProcessorTicks, parseTicks, stolenShare } from '../../bench/stolen-time.ts';

const stolenTime = suite('stolen time');

const text = `cpu  5533041 51524 1174997 4065174 39948 0 365384 396449 7 0
cpu0 2742766 24276 579117 2082453 8474 0 180174 196256 0 0
`;

/** Counters before and after loads of 100 ticks each, of which so many are stolen. */
function counters(stolen: readonly number[]): () => Promise<ProcessorTicks> {
  const readings = stolen.flatMap((share) => [
    { stolen: 50, all: 1000 },
    { stolen: 50 + share, all: 1100 },
  ]);
  return async () => {
    const next = readings.shift();
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

stolenTime('the counters of all processors are read, and guests are not counted twice', () => {
  assert.equal(parseTicks(text), {
    stolen: 396_449,
    all: 5_533_041 + 51_524 + 1_174_997 + 4_065_174 + 39_948 + 365_384 + 396_449,
  });
});

stolenTime('the share is that of the time in between', () => {
  assert.is(stolenShare({ stolen: 10, all: 100 }, { stolen: 30, all: 500 }), 0.05);
  assert.is(stolenShare({ stolen: 10, all: 100 }, { stolen: 10, all: 100 }), 0);
});

stolenTime('an undisturbed load is run once', async () => {
  assert.equal(await undisturbed(numbered(), counters([2])), { run: 1, stolen: 0.02 });
});

stolenTime('a disturbed load is run again until one is not', async () => {
  assert.equal(await undisturbed(numbered(), counters([40, 3, 1])), { run: 3, stolen: 0.01 });
});

stolenTime('of five disturbed loads the least disturbed counts', async () => {
  const figures = await undisturbed(numbered(), counters([40, 30, 5, 20, 10]));

  assert.equal(figures, { run: 3, stolen: 0.05 });
});

stolenTime.run();
