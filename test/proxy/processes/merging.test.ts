import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MetricFamily } from '../../../proxy/admin/exposition.ts';
import { mergeFigures } from '../../../proxy/processes/merge-figures.ts';
import { mergeJson } from '../../../proxy/processes/merge-json.ts';
import { mergeMetrics } from '../../../proxy/processes/merge-metrics.ts';

const merging = suite('merging');

merging('counts are added, and of times the longest is told', () => {
  const a = { uptimeMs: 10, totals: { requests: 3, p95Ms: 5, p50Ms: null }, open: true };
  const b = { uptimeMs: 12, totals: { requests: 4, p95Ms: null, p50Ms: null }, open: false };

  assert.equal(mergeJson([a, b]), {
    uptimeMs: 12,
    totals: { requests: 7, p95Ms: 5, p50Ms: null },
    open: true,
  });
});

merging('peers meet by their id, and of states the worst is told', () => {
  const peer = { weight: 3, maxConns: 2, inFlight: 1, probed: 'live' };
  const a = [
    { id: 'a', state: 'live', ejectedUntil: null, ...peer },
    { id: 'b', state: 'live', ejectedUntil: null, ...peer },
  ];
  const b = [
    { id: 'b', state: 'ejected', ejectedUntil: '2026-11-24T00:00:00.000Z', ...peer },
    { id: 'a', state: 'live', ejectedUntil: null, ...peer },
  ];
  const sum = { weight: 3, maxConns: 2, inFlight: 2, probed: 'live' };

  assert.equal(mergeJson([a, b]), [
    { id: 'a', state: 'live', ejectedUntil: null, ...sum },
    { id: 'b', state: 'ejected', ejectedUntil: '2026-11-24T00:00:00.000Z', ...sum },
  ]);
});

merging('buckets meet by their place, and processes stand one after the other', () => {
  const a = {
    latencies: [
      { toMs: 1, count: 2 },
      { toMs: null, count: 0 },
    ],
    processes: [{ pid: 1 }],
  };
  const b = {
    latencies: [
      { toMs: 1, count: 5 },
      { toMs: null, count: 1 },
    ],
    processes: [{ pid: 2 }],
  };

  assert.equal(mergeJson([a, b]), {
    latencies: [
      { toMs: 1, count: 7 },
      { toMs: null, count: 1 },
    ],
    processes: [{ pid: 1 }, { pid: 2 }],
  });
});

merging('metrics are joined as each family says', () => {
  const family = (value: number): readonly MetricFamily[] => [
    {
      name: 'requests_total',
      type: 'counter',
      help: '',
      samples: [
        { labels: { code: '2xx' }, value },
        { labels: { code: '5xx' }, value: 1 },
      ],
    },
    { name: 'up', type: 'gauge', help: '', across: 'least', samples: [{ value }] },
    { name: 'weight', type: 'gauge', help: '', across: 'most', samples: [{ value }] },
  ];

  const merged = mergeMetrics([family(3), family(5)]);

  assert.equal(
    merged.map(({ name, samples }) => [name, samples.map(({ value }) => value)]),
    [
      ['requests_total', [8, 2]],
      ['up', [3]],
      ['weight', [5]],
    ],
  );
});

merging('figures for the monitor keep their sense', () => {
  const figures = (
    rate: string,
    p95: string,
    live: number,
  ): Record<string, { value: string | number }> => ({
    'requests/s': { value: rate },
    'p95 ms': { value: p95 },
    'live peers': { value: live },
  });

  assert.equal(mergeFigures([figures('10.1', '3.5', 2), figures('20.2', '2.25', 1)]), {
    'requests/s': { value: 30.3 },
    'p95 ms': { value: 3.5 },
    'live peers': { value: 1 },
  });
  assert.equal(mergeFigures([]), {});
});

merging.run();
