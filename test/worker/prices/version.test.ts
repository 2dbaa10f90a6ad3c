import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seriesVersion, type Versioned } from '../../../worker/prices/version.ts';

const version = suite('version');

const base: Versioned = {
  symbol: 'A',
  days: Int32Array.of(1, 2),
  closes: Float64Array.of(3, 4),
  origin: { source: 'import', simulated: false, detail: 'a.csv', since: '2026-01-01T00:00:00Z' },
};

version('equal content has one version everywhere', () => {
  // From another implementation: sha256 of the JSON head, int32 and float64, little-endian.
  assert.is(seriesVersion(base), '3563123a48ccb20570ff4a3a2ed200be');
});

const others: [title: string, change: Partial<Versioned>][] = [
  ['symbol', { symbol: 'B' }],
  ['day', { days: Int32Array.of(1, 3) }],
  ['last bit of a close', { closes: Float64Array.of(3, 4.000000000000001) }],
  ['length', { days: Int32Array.of(1), closes: Float64Array.of(3) }],
  ['source', { origin: { source: 'yahoo', simulated: false, detail: 'a.csv' } }],
  ['simulation', { origin: { source: 'import', simulated: true, detail: 'a.csv' } }],
  ['detail', { origin: { source: 'import', simulated: false, detail: 'b.csv' } }],
  ['missing detail', { origin: { source: 'import', simulated: false } }],
];
for (const [title, change] of others) {
  version(`another ${title} is another version`, () => {
    assert.is.not(seriesVersion({ ...base, ...change }), seriesVersion(base));
  });
}

version('another time of fetching is the same version', () => {
  const later = { ...base.origin, since: '2026-01-02T00:00:00Z' };

  assert.is(seriesVersion({ ...base, origin: later }), seriesVersion(base));
});

version.run();
