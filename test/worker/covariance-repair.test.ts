import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { symmetricEigen } from '../../worker/kernels/algebra/symmetric-eigen.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { repairCovariance } from '../../worker/portfolio/estimate/repair-covariance.ts';
import { post } from '../support/asking.ts';
import { squareOf } from '../support/covariances.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const repairs = suite<{ running: RunningApp }>('covariance-repair');

const symbols = ['A', 'B', 'C'];

repairs.before(async (context) => {
  const random = uniformRandom(8);
  // P, Q and R: each pair shares other days, on which it moves alike, alike, and against each other.
  const moves = (which: (day: number) => number) => {
    let close = 100;
    return Array.from({ length: 60 }, (_, day) => {
      close *= 1 + which(day) + 1e-4 * random();
      return close;
    });
  };
  const swing = (day: number) => 0.02 * Math.sin(day * day);
  context.running = await startApp([
    ...symbols.map((symbol) => priceSeries(symbol, moves(swing))),
    priceSeries('P', moves(swing).slice(0, 43)),
    priceSeries('Q', [...moves(swing).slice(0, 22), ...moves((d) => -swing(d)).slice(20, 60)]),
    priceSeries('R', moves(swing).slice(20), { first: 15_020 }),
    priceSeries('SPY', moves(swing)),
  ]);
});

repairs.after(({ running }) => running.stop());

/** Higham's (2002) example of what is no correlation. */
const covariance = [
  [1, 1, 0],
  [1, 1, 1],
  [0, 1, 1],
];
const question = {
  symbols,
  start_date: '2011-01-26',
  end_date: '2011-12-31',
  objective: 'min_volatility',
  include_covariance: true,
  risk_model: { symbols, covariance },
};

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...question, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

repairs('a covariance that is none is refused, and told what to send', async ({ running }) => {
  for (const fields of [{}, { covariance_repair: 'refuse' }]) {
    const reply = await post(running, { ...question, ...fields });

    assert.is(reply.status, 400);
    assert.match(
      reply.body,
      /not positive semidefinite.*\\"spectral\\", \\"nearest\\" or \\"diagonal\\"/,
    );
  }
});

repairs('the nearest keeps variances, and is the one of Higham', async ({ running }) => {
  const { estimate, warnings } = await answered(running, { covariance_repair: 'nearest' });
  const told = estimate.covariance.covariance;
  // 4a³ = a + 1, and 2a² − 1.
  const root = 0.7606898534022838;

  near(told[0][0], 1, 1e-15);
  near(told[0][1], root, 1e-11);
  near(told[0][2], 2 * root ** 2 - 1, 1e-11);
  const { covariance_repair: moved } = estimate;
  assert.is(moved.method, 'nearest');
  assert.is(moved.converged, true);
  near(moved.smallest_eigenvalue, 1 - Math.SQRT2, 1e-13);
  const distance = Math.sqrt(4 * (1 - root) ** 2 + 2 * (2 * root ** 2 - 1) ** 2) / Math.sqrt(7);
  near(moved.relative_distance, distance, 1e-9);
  assert.equal(moved.largest_change.symbols.length, 2);
  assert.match(warnings.join(' '), /the nearest correlation took the place/);
});

repairs('the spectral raises eigenvalues to 0', async ({ running }) => {
  const { estimate, warnings } = await answered(running, { covariance_repair: 'spectral' });
  const told = estimate.covariance.covariance;
  // The eigenvector of 1 − √2 is (1, −√2, 1)/2.
  const lift = Math.SQRT2 - 1;

  near(told[0][0], 1 + lift / 4, 1e-13);
  near(told[0][1], 1 - (lift * Math.SQRT2) / 4, 1e-13);
  near(told[1][1], 1 + lift / 2, 1e-13);
  near(estimate.covariance_repair.relative_distance, lift / Math.sqrt(7), 1e-12);
  assert.match(warnings.join(' '), /negative eigenvalues were raised to 0/);
});

repairs('the diagonal adds the same to every variance', async ({ running }) => {
  const { estimate, warnings } = await answered(running, { covariance_repair: 'diagonal' });
  const variance = 1 + 1.1 * (Math.SQRT2 - 1);

  for (const [i, row] of covariance.entries()) {
    for (const [j, entry] of row.entries()) {
      near(estimate.covariance.covariance[i][j], i === j ? variance : entry, 1e-13);
    }
  }
  assert.is(estimate.covariance_repair.method, 'diagonal');
  assert.match(warnings.join(' '), /the same was added to every variance/);
});

repairs('what needs no repair is left as it is', async ({ running }) => {
  const sound = [
    [0.04, 0.01, 0],
    [0.01, 0.09, 0.02],
    [0, 0.02, 0.16],
  ];
  for (const method of ['refuse', 'spectral', 'nearest', 'diagonal']) {
    const { estimate } = await answered(running, {
      risk_model: { symbols, covariance: sound },
      covariance_repair: method,
    });

    assert.equal(estimate.covariance.covariance, sound);
    assert.is(estimate.covariance_repair, undefined);
  }
});

repairs('histories by pairs are repaired, or refused where asked', async ({ running }) => {
  const { risk_model: _, ...modelled } = question;
  const pairs = { ...modelled, symbols: ['P', 'Q', 'R'], missing: 'pairwise' };
  const plain = await post(running, pairs);
  const refused = await post(running, { ...pairs, covariance_repair: 'refuse' });
  const nearest = await post(running, { ...pairs, covariance_repair: 'nearest' });

  assert.is(plain.status, 200, plain.body);
  assert.is(JSON.parse(plain.body).estimate.covariance_repair.method, 'spectral');
  assert.is(refused.status, 422, refused.body);
  assert.match(refused.body, /smallest eigenvalue is -.*entries come from different days/);
  assert.is(JSON.parse(nearest.body).estimate.covariance_repair.method, 'nearest');
});

repairs('a model of common days takes no repair', async ({ running }) => {
  const { risk_model: _, ...modelled } = question;
  const reply = await post(running, { ...modelled, covariance_repair: 'nearest' });

  assert.is(reply.status, 400);
  assert.match(reply.body, /\\"missing\\": \\"pairwise\\" only/);
});

/** A symmetric matrix of seeded entries, some past what correlations are. */
function randomSymmetric(seed: number) {
  const random = uniformRandom(seed);
  const size = 2 + (seed % 9);
  const scale = Array.from({ length: size }, () => Math.exp(4 * random() - 2));
  const rho = scale.map(() => scale.map(() => 2.4 * random() - 1.2));
  const entries = scale.map((one, i) =>
    scale.map(
      (other, j) => one * other * (i === j ? 1 : (rho[Math.max(i, j)]?.[Math.min(i, j)] ?? 0)),
    ),
  );
  return squareOf(entries.flat());
}

repairs('either repair of anything is positive semidefinite', () => {
  for (let seed = 1; seed <= 200; seed++) {
    for (const method of ['spectral', 'nearest', 'diagonal'] as const) {
      const found = repairCovariance(randomSymmetric(seed), method);
      assert.ok('covariance' in found);
      const eigen = symmetricEigen(found.covariance).values;

      assert.ok((eigen[0] ?? -1) >= -1e-13 * (eigen.at(-1) ?? 0), `${method} ${seed}`);
    }
  }
});

repairs('the nearest keeps the variances of anything', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const before = randomSymmetric(seed);
    const found = repairCovariance(before, 'nearest');
    assert.ok('covariance' in found);

    for (let k = 0; k < before.values.length; k += before.rows + 1) {
      near(found.covariance.values[k], before.values[k] ?? 0, 1e-14);
    }
  }
});

repairs.run();
