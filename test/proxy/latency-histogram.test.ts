import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LatencyHistogram, latencyBoundsMs } from '../../proxy/latency-histogram.ts';

const histogram = suite('latency histogram');

histogram('a bound belongs to the bucket below it', () => {
  const latencies = new LatencyHistogram();

  for (const ms of [0, 0.5, 0.75, 1, 60_000, 60_001]) latencies.note(ms);

  assert.equal(latencies.counts, [2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
  assert.is(latencies.sumMs, 120_003.25);
});

histogram('bounds ascend', () => {
  const sorted = [...latencyBoundsMs].sort((a, b) => a - b);

  assert.equal(latencyBoundsMs, sorted);
});

histogram.run();
