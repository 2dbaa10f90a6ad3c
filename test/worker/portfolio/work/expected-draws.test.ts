import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readQuery, validQuery } from '../../../../worker/portfolio/query/query.ts';
import { readWalkQuery } from '../../../../worker/portfolio/query/walk-query.ts';
import {
  expectedBootstrapMs,
  expectedWalkMs,
} from '../../../../worker/portfolio/work/expected-optimum-work.ts';

const work = suite('expected-work of draws');

const body = { symbols: ['A', 'B'], start_date: '2012-01-01', end_date: '2016-01-01' };
const shape = { rows: 1000, columns: 2, longest: 1000 };

function bootstrapMs(samples: number, fields: object = {}): number {
  const query = validQuery(
    readQuery({ ...body, ...fields, bootstrap: { samples } }, { maxSymbols: 9 }),
  );
  const { bootstrap } = query;
  return bootstrap === undefined ? Number.NaN : expectedBootstrapMs({ ...query, bootstrap }, shape);
}

function walkMs(walk_forward: object): number {
  const { query } = readWalkQuery({ ...body, walk_forward }, { maxSymbols: 9 });
  return query === undefined ? Number.NaN : expectedWalkMs(query, shape);
}

work('samples cost as much each, fixed mixes less than holding', () => {
  assert.ok(Math.abs(bootstrapMs(400) / bootstrapMs(200) - 2) < 1e-9);
  assert.ok(bootstrapMs(200, { objective: 'min_volatility' }) < bootstrapMs(200));
  assert.ok(bootstrapMs(200) > 500 && bootstrapMs(200) < 5000, `${bootstrapMs(200)}`);
});

work('a walk costs more the more often it optimises, and the longer it trains', () => {
  assert.ok(walkMs({ every: 'month' }) > 2 * walkMs({ every: 'quarter' }));
  assert.ok(walkMs({ window: 'expanding' }) > walkMs({ window: 'rolling' }));
  assert.ok(walkMs({ every: 1, train_days: 999 }) > 0);
});

work.run();
