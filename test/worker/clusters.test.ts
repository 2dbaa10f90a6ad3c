import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { post } from '../support/asking.ts';
import { type GoldenAllocations, golden } from '../support/golden-trees.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const clusters = suite<{ running: RunningApp }>('clusters');

const symbols = Array.from({ length: 40 }, (_, i) => `S${String(i).padStart(2, '0')}`);

clusters.before(async (context) => {
  const random = uniformRandom(4);
  const path = () => Array.from({ length: 90 }, () => 10 + random());
  context.running = await startApp([
    ...symbols.map((symbol) => priceSeries(symbol, path())),
    priceSeries('SPY', path()),
  ]);
});

clusters.after(({ running }) => running.stop());

const window = { start_date: '2011-01-26', end_date: '2011-12-31', benchmark: null };

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...window, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

/** The moments of a golden case as the client's own. */
function momentsOf({ size, covariance, means }: GoldenAllocations) {
  const named = symbols.slice(0, size);
  return {
    symbols: named,
    risk_model: {
      symbols: named,
      covariance: named.map((_, i) => covariance.slice(i * size, (i + 1) * size)),
    },
    expected_returns: Object.fromEntries(named.map((symbol, i) => [symbol, means[i]])),
  };
}

function alike(answer: object, expected: readonly number[]): void {
  const weights: number[] = Object.values(answer);
  for (const [i, weight] of weights.entries()) near(weight, expected[i] ?? Number.NaN, 1e-12);
}

for (const [k, given] of golden.allocations.entries()) {
  const moments = momentsOf(given);
  if (given.size > symbols.length) continue;

  clusters(`golden weights of case ${k} come out over HTTP`, async ({ running }) => {
    for (const [linkage, expected] of Object.entries(given.hrp)) {
      const { optimal_allocations } = await answered(running, {
        ...moments,
        objective: 'hrp',
        linkage,
      });
      alike(optimal_allocations, expected);
    }
    for (const [objective, inner, byCount] of [
      ['herc', undefined, given.herc],
      ['nco', 'min_volatility', given.ncoLeastVariance],
      ['nco', 'max_sharpe', given.ncoBestSharpe],
    ] as const) {
      for (const [count, expected] of Object.entries(byCount)) {
        const { optimal_allocations, certificate } = await answered(running, {
          ...moments,
          objective,
          clusters: Number(count),
          ...(inner === undefined ? {} : { inner_objective: inner }),
        });
        alike(optimal_allocations, expected);
        assert.is(certificate.clusters.length, Number(count));
      }
    }
  });

  clusters(`the gap statistic counts the clusters of case ${k}`, async ({ running }) => {
    const { certificate, objective } = await answered(running, { ...moments, objective: 'herc' });

    assert.is(certificate.clusters.length, given.gapCount);
    assert.is(objective.parameters.clusters, 'gap_statistic');
  });
}

clusters(
  'risk is shared alike within clusters and among them, where asked',
  async ({ running }) => {
    const { certificate, optimal_allocations, estimate, objective } = await answered(running, {
      symbols,
      objective: 'nco',
      clusters: 4,
      inner_objective: 'risk_parity',
      include_covariance: true,
    });
    const { covariance } = estimate.covariance;
    const names: readonly string[] = estimate.covariance.symbols;
    const told: { symbols: string[]; weight: number }[] = certificate.clusters;
    /** Of the variance of all, or of the cluster alone. */
    const contribution = (symbol: string, others: readonly string[]): number =>
      others.reduce(
        (sum, other) =>
          sum +
          covariance[names.indexOf(symbol)][names.indexOf(other)] * optimal_allocations[other],
        0,
      ) * optimal_allocations[symbol];

    assert.is(objective.parameters.outer_objective, 'risk_parity');
    const whole = told.map((cluster) => {
      const own = cluster.symbols.map((symbol) => contribution(symbol, cluster.symbols));
      for (const one of own) near(one / (own[0] ?? 0), 1, 1e-10);
      return cluster.symbols.reduce((sum, symbol) => sum + contribution(symbol, names), 0);
    });
    for (const one of whole) near(one / (whole[0] ?? 0), 1, 1e-10);
  },
);

clusters('clusters of equal weight hold symbols of equal weight', async ({ running }) => {
  const { certificate, optimal_allocations } = await answered(running, {
    symbols,
    objective: 'nco',
    clusters: 4,
    inner_objective: 'equal_weight',
    outer_objective: 'min_volatility',
  });

  for (const { symbols: own, weight } of certificate.clusters) {
    for (const symbol of own) near(optimal_allocations[symbol], weight / own.length, 1e-14);
  }
});

clusters('a cluster without weight has no share of the risk', async ({ running }) => {
  const reply = await post(running, {
    ...window,
    symbols,
    objective: 'nco',
    outer_objective: 'risk_parity',
    bounds: { S03: [0, 0] },
  });

  assert.is(reply.status, 400, reply.body);
  assert.match(reply.body, /gives every symbol some of the risk/);
});

clusters('clusters hold each symbol once, and all of the weight', async ({ running }) => {
  for (const objective of ['herc', 'nco']) {
    const { certificate, optimal_allocations } = await answered(running, {
      symbols,
      objective,
      linkage: 'average',
      clusters: 5,
    });
    const told: { symbols: string[]; weight: number }[] = certificate.clusters;

    assert.equal(told.flatMap((cluster) => cluster.symbols).sort(), symbols);
    for (const cluster of told) {
      const sum = cluster.symbols.reduce((all, symbol) => all + optimal_allocations[symbol], 0);
      near(cluster.weight, sum, 1e-12);
    }
    assert.equal([...certificate.tree.order].sort(), symbols);
    assert.is(certificate.tree.merges.length, symbols.length - 1);
  }
});

clusters('HRP keeps its bounds, and says which hold', async ({ running }) => {
  const free = await answered(running, { symbols, objective: 'hrp' });
  const bounds = { S03: [0.2, 1], S05: [0, 0.001], '*': [0.005, 0.03] };
  const held = await answered(running, { symbols, objective: 'hrp', bounds });
  const { optimal_allocations: weights, certificate } = held;

  near(weights.S03, 0.2, 1e-14);
  near(weights.S05, 0.001, 1e-12);
  for (const symbol of symbols.filter((one) => one !== 'S03' && one !== 'S05')) {
    assert.ok(weights[symbol] >= 0.005 - 1e-15 && weights[symbol] <= 0.03 + 1e-15, symbol);
  }
  const [first] = certificate.active_constraints.filter(
    ({ symbol }: { symbol: string }) => symbol === 'S03',
  );
  assert.equal(first, { constraint: 'lower', symbol: 'S03', shadow_price: null });
  assert.equal(free.certificate.active_constraints, []);
  assert.equal(certificate.tree, free.certificate.tree);
});

clusters('bounds as wide as any change nothing of HRP', async ({ running }) => {
  const plain = await answered(running, { symbols, objective: 'hrp' });
  const wide = await answered(running, { symbols, objective: 'hrp', bounds: [0, 1] });

  assert.equal(wide, plain);
});

clusters('inverse variance and decorrelation have their closed forms', async ({ running }) => {
  const pair = ['S00', 'S01'];
  const covariance = [
    [0.04, 0.01],
    [0.01, 0.16],
  ];
  const moments = { symbols: pair, risk_model: { symbols: pair, covariance } };
  const inverse = await answered(running, { ...moments, objective: 'inverse_variance' });
  const apart = await answered(running, {
    ...moments,
    objective: 'max_decorrelation',
    bounds: { S00: [0, 0.4] },
  });

  near(inverse.optimal_allocations.S00, 0.8, 1e-15);
  near(apart.optimal_allocations.S00, 0.4, 1e-15);
  near(apart.certificate.objective_value ** 2, 0.16 + 0.36 + 2 * 0.24 * 0.125, 1e-14);
  assert.ok(apart.certificate.active_constraints[0].shadow_price > 0);
});

clusters('an answer says where its risk comes from', async ({ running }) => {
  const pair = ['S00', 'S01'];
  const covariance = [
    [0.04, 0],
    [0, 0.16],
  ];
  const { expected } = await answered(running, {
    symbols: pair,
    risk_model: { symbols: pair, covariance },
    objective: 'inverse_volatility',
  });

  near(expected.risk_contributions.S00.share, 0.5, 1e-15);
  near(expected.risk_contributions.S01.contribution, expected.volatility / 2, 1e-15);
  near(expected.diversification.ratio, Math.SQRT2, 1e-15);
  near(expected.diversification.effective_bets.herfindahl, 2, 1e-14);
  near(expected.diversification.effective_symbols, 1 / (4 / 9 + 1 / 9), 1e-14);
});

const refusals: readonly { title: string; fields: object; says: RegExp }[] = [
  {
    title: 'more clusters than symbols',
    fields: { objective: 'herc', clusters: 41 },
    says: /is 41 for 40 symbols/,
  },
  {
    title: 'a number of clusters for HRP',
    fields: { objective: 'hrp', clusters: 2 },
    says: /applies to .*herc.*nco.* only/,
  },
  {
    title: 'an inner objective for HERC',
    fields: { objective: 'herc', inner_objective: 'max_sharpe' },
    says: /applies to .*nco.* only/,
  },
  {
    title: 'an inner objective that is none',
    fields: { objective: 'nco', inner_objective: 'hrp' },
    says: /one of .*min_volatility.*max_sharpe.*risk_parity.*equal_weight/,
  },
  {
    title: 'short sales by HRP',
    fields: { objective: 'hrp', bounds: [null, 0.5] },
    says: /sells nothing short: send lower bounds from 0/,
  },
  {
    title: 'bounds that no weights keep',
    fields: { objective: 'hrp', bounds: [0, 0.02] },
    says: /at most 0.8 together.*raise the upper bounds/,
  },
  {
    title: 'regularised HRP',
    fields: { objective: 'hrp', l2: 1 },
    says: /"field":"l2"/,
  },
];

for (const { title, fields, says } of refusals) {
  clusters(`${title} is refused`, async ({ running }) => {
    const reply = await post(running, { ...window, symbols, ...fields });

    assert.is(reply.status, 400, reply.body);
    assert.match(reply.body, says);
  });
}

clusters('NCO without a return above the rate is ill posed', async ({ running }) => {
  const fields = { objective: 'nco', inner_objective: 'max_sharpe', risk_free_rate: 9 };
  const reply = await post(running, { ...window, symbols, ...fields });

  assert.is(reply.status, 422, reply.body);
  assert.match(reply.body, /above the risk-free rate of 9/);
});

clusters.run();
