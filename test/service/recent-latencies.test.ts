import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RecentLatencies } from '../../service/recent-latencies.ts';

const latencies = suite('recent latencies');

latencies('nothing is known before the first', () => {
  assert.is(new RecentLatencies(4).quantileMs(0.5), undefined);
});

latencies('the oldest are forgotten but counted', () => {
  const recent = new RecentLatencies(4);

  for (const ms of [900, 800, 4, 1, 3, 2]) recent.note(ms);

  assert.is(recent.count, 6);
  assert.is(recent.quantileMs(0.5), 2);
  assert.is(recent.quantileMs(1), 4);
});

latencies.run();
