import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Nuisances } from '../../../../proxy/client/http2/nuisances.ts';

const nuisances = suite('nuisances');

nuisances('more than the burst at once are too many', () => {
  const counted = new Nuisances(
    () => ({ burst: 3, perSecond: 1 }),
    () => 0,
  );

  assert.equal(
    [1, 2, 3, 4].map(() => counted.add()),
    [false, false, false, true],
  );
});

nuisances('they are forgotten at their rate', () => {
  let now = 0;
  const counted = new Nuisances(
    () => ({ burst: 3, perSecond: 2 }),
    () => now,
  );
  for (let i = 0; i < 3; i += 1) counted.add();

  now = 500;
  assert.is(counted.add(), false);
  assert.is(counted.add(), true);
  now = 60_000;
  assert.equal(
    [1, 2, 3, 4].map(() => counted.add()),
    [false, false, false, true],
  );
});

nuisances.run();
