import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type PortfolioQuery,
  readQuery,
  validQuery,
} from '../../../../worker/portfolio/query/query.ts';
import { warningsFor } from '../../../../worker/portfolio/report/warnings.ts';
import { joinMaterial } from '../../../../worker/portfolio/window/material.ts';
import { priceSeries } from '../../../support/price-series.ts';

const warnings = suite('warnings');

const calm = Array.from({ length: 80 }, (_, i) => 100 + (i % 2) / 10);

function queryOf(symbols: readonly string[]): PortfolioQuery {
  const body = { symbols, start_date: '2011-01-01', end_date: '2011-12-31', benchmark: null };
  return validQuery(readQuery(body, { maxSymbols: 9 }));
}

warnings('a calm long window of real prices needs none', () => {
  const material = joinMaterial({ series: [priceSeries('A', calm)], benchmark: undefined });

  assert.equal(warningsFor(queryOf(['A']), material, 1), []);
});

warnings('simulated prices come first, the benchmark too', () => {
  const origin = { source: 'demo', simulated: true };
  const material = joinMaterial({
    series: [priceSeries('A', calm)],
    benchmark: priceSeries('SPY', calm, { origin }),
  });

  const [first] = warningsFor(queryOf(['A']), material, -1);

  assert.is(first, 'SIMULATED: the prices of SPY come from the demo market and are not real.');
});

warnings('who cuts the window is named', () => {
  const late = priceSeries('LATE', calm.slice(5), { first: 15_005 });
  const short = priceSeries('SHORT', calm.slice(0, 70));
  const material = joinMaterial({ series: [late, short], benchmark: undefined });

  assert.equal(warningsFor(queryOf(['LATE', 'SHORT']), material, 1), [
    'The window starts on 2011-01-31 because of LATE.',
    'The window ends on 2011-04-05 because of SHORT.',
  ]);
});

warnings('few returns and a negative ratio are told', () => {
  const series = [priceSeries('A', [3, 2, 1])];

  const [few, negative] = warningsFor(
    queryOf(['A']),
    joinMaterial({ series, benchmark: undefined }),
    -1,
  );

  assert.match(few ?? '', /only 2 returns/);
  assert.match(negative ?? '', /No portfolio of these symbols did better than the risk-free rate/);
});

warnings('jumps and the notes of a series are passed on', () => {
  const jumping = calm.map((close, i) => (i < 40 ? close : close / 2));
  const series = [priceSeries('A', jumping, { notes: ['A stale copy.'] })];

  const told = warningsFor(queryOf(['A']), joinMaterial({ series, benchmark: undefined }), 1);

  assert.is(told[0], 'A stale copy.');
  assert.match(told[1] ?? '', /The prices of A jump on 2011-03-07 \(×0\.500\)/);
});

warnings.run();
