import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { walkSchedule } from '../../../../worker/portfolio/backtest/walk-schedule.ts';
import { readQuery } from '../../../../worker/portfolio/query/query.ts';
import type { WalkForward } from '../../../../worker/portfolio/query/walk-field.ts';
import { readWalkQuery } from '../../../../worker/portfolio/query/walk-query.ts';
import {
  expectedBootstrapMs,
  expectedOptimumMs,
  expectedWalkMs,
} from '../../../../worker/portfolio/work/expected-optimum-work.ts';

const work = suite('expected-optimum-work');

const shape = { rows: 1500, columns: 5, longest: 1500 };
const asked = {
  symbols: ['A', 'B', 'C', 'D', 'E'],
  start_date: '2010-01-01',
  end_date: '2016-01-01',
  objective: 'min_volatility',
};
const limits = { maxSymbols: 9 };

/** Weekdays. */
const days = Int32Array.from(
  { length: shape.rows },
  (_, i) => 18_264 + 7 * Math.floor(i / 5) + (i % 5),
);

function walkMs(walk: Partial<Record<string, unknown>>): number {
  const { query, faults } = readWalkQuery({ ...asked, walk_forward: walk }, limits);
  if (query === undefined) throw new Error(JSON.stringify(faults));
  return expectedWalkMs(query, shape);
}

work('a walk is expected to optimise as often as it does, about', () => {
  for (const every of ['month', 'quarter', 'year', 10] as const) {
    const walk: WalkForward = {
      ...{ window: 'rolling', trainDays: 252, lagDays: 0, onIllPosed: 'cash' },
      every,
    };
    const times = walkSchedule(days, walk).length;
    const once = walkMs({ every: 10_000, train_days: 252 });
    const expected = walkMs({ every, train_days: 252 }) / once;

    assert.ok(Math.abs(expected - times) <= 1 + 0.05 * times, `${expected} for ${times}`);
  }
});

work('days that stay in the window count each time', () => {
  assert.ok(walkMs({ window: 'expanding' }) > walkMs({ window: 'rolling' }));
});

work('each resample counts', () => {
  const ms = (samples: number): number => {
    const { query } = readQuery({ ...asked, bootstrap: { samples } }, limits);
    if (query?.bootstrap === undefined) throw new Error('it asks for no bootstrap');
    return expectedBootstrapMs({ ...query, bootstrap: query.bootstrap }, shape);
  };

  assert.ok(Math.abs(ms(2000) / ms(200) - 10) < 1e-9);
});

work('histories of different lengths count as long as they are used', () => {
  const ms = (missing: string, longest: number): number => {
    const { query } = readQuery({ ...asked, missing }, limits);
    if (query === undefined) throw new Error('it can not be read');
    return expectedOptimumMs(query, { ...shape, longest });
  };

  assert.is(ms('inner', 3000), ms('inner', 1500));
  assert.ok(ms('pairwise', 3000) > ms('pairwise', 1500));
});

work('bounds of weights to hold count', () => {
  const ms = (fields: object): number => {
    const { objective: _, ...held } = asked;
    const { query } = readQuery({ ...held, ...fields }, limits);
    if (query === undefined) throw new Error('it can not be read');
    return expectedOptimumMs(query, shape);
  };

  assert.ok(ms({ bounds: [0, 0.4] }) > ms({}));
  assert.is(ms({ bounds: [0, 1], periods_per_year: 365 }), ms({}));
});

work.run();
