import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTicks, stolenShare } from '../../bench/stolen-time.ts';

const stolenTime = suite('stolen time');

const text = `cpu  5533041 51524 1174997 4065174 39948 0 365384 396449 7 0
cpu0 2742766 24276 579117 2082453 8474 0 180174 196256 0 0
`;

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

stolenTime.run();
