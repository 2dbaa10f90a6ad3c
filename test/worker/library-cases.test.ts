import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, post } from '../support/asking.ts';
import { near } from '../support/near.ts';
import { sharedData } from '../support/shared-data.ts';
import { stockPrices } from '../support/stock-prices.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// PyPortfolioOpt's own figures, asked for over HTTP.
const cases = suite<{ running: RunningApp }>('library-cases');

interface Case {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly rtol: number; readonly atol: number };
}

/** What is asked for each case, beside the window and the models that all have. */
const questions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'ef.min_volatility': { objective: 'min_volatility' },
  'ef.max_sharpe': { portfolio: 'fixed_mix' },
  'ef.max_sharpe.short': { portfolio: 'fixed_mix', bounds: [null, null] },
  'ef.max_utility.2': { objective: 'max_utility', risk_aversion: 2 },
  'ef.efficient_risk.19': { objective: 'target_volatility', target_volatility: 0.19 },
  'ef.efficient_return.20': { objective: 'target_return', target_return: 0.2 },
  'ef.max_sharpe.semicov': { portfolio: 'fixed_mix', risk_model: 'semicovariance' },
  'ef.min_volatility.lw_cc_l2': {
    objective: 'min_volatility',
    risk_model: 'ledoit_wolf_constant_correlation',
    l2: 1,
  },
  'cvar.min': { objective: 'min_cvar' },
  'cvar.ret20': { objective: 'min_cvar', target_return: 0.2 },
  'cdar.min': { objective: 'min_cdar', missing: 'inner' },
  'sv.min': { objective: 'min_semivariance', missing: 'inner' },
  'sv.ret20': { objective: 'min_semivariance', target_return: 0.2, missing: 'inner' },
  'hrp.weights': { objective: 'hrp' },
  'da.greedy': { portfolio: 'fixed_mix', principle: 10_000 },
  'er.mean_historical': { objective: 'equal_weight' },
  'er.capm_spy': { objective: 'equal_weight', expected_returns: 'capm' },
};

/** Shares that PyPortfolioOpt's `test_discrete_allocation.py` asserts, each symbol's that is held. */
const allocations = [
  {
    title: 'long positions, all of them',
    question: { principle: 10_000 },
    rmse: 0.017086185150415774,
    held: 'MA 20 FB 12 PFE 54 BABA 4 AAPL 4 BBY 2 SBUX 1 GOOG 1',
  },
  {
    title: 'long positions of 80,000 by integer programming',
    question: { principle: 80_000, allocation: 'milp' },
    held: 'GOOG 3 AAPL 32 FB 100 BABA 34 AMZN 2 BBY 15 MA 164 PFE 438 SBUX 15',
  },
  {
    title: 'short positions of 0.3, their money kept',
    question: { principle: 10_000, short_ratio: 0.3, short_proceeds: 'kept' },
    rmse: 0.06063511265243106,
    held: 'MA 19 PFE 42 FB 7 GOOG 1 BABA 5 AAPL 4 SBUX 8 BBY 6 XOM 4 WMT 3 BAC -32 AMD -48 SHLD -132 GM -9 RRC -19 GE -14 T -5 UAA -8',
  },
  {
    title: 'short positions of 0.5, their money invested',
    question: { principle: 50_000, short_ratio: 0.5, short_proceeds: 'invested' },
    held: 'MA 145 PFE 317 FB 53 GOOG 6 BABA 34 AAPL 27 SBUX 58 AMZN 2 BBY 41 XOM 30 WMT 17 JPM 1 BAC -269 AMD -399 SHLD -1099 GM -78 RRC -154 GE -119 T -41 UAA -64',
  },
  {
    title: 'short positions of 0.5, their money kept',
    question: { principle: 50_000, short_ratio: 0.5, short_proceeds: 'kept' },
    held: 'MA 96 PFE 211 FB 34 GOOG 4 BABA 22 AAPL 17 SBUX 38 AMZN 2 BBY 27 XOM 19 WMT 10 BAC -269 AMD -399 SHLD -1099 GM -78 RRC -154 GE -119 T -41 UAA -64',
  },
  {
    title: 'short positions of 0.3, their money kept, by integer programming',
    question: {
      principle: 10_000,
      short_ratio: 0.3,
      short_proceeds: 'kept',
      allocation: 'milp',
    },
    held: 'GOOG 1 AAPL 4 FB 7 BABA 5 WMT 3 XOM 4 BBY 6 MA 19 PFE 42 SBUX 8 GE -14 AMD -48 BAC -32 GM -9 T -5 UAA -8 SHLD -132 RRC -19',
  },
  {
    title: 'short positions of 0.3, their money invested by integer programming',
    question: { principle: 10_000, short_ratio: 0.3, allocation: 'milp' },
    held: 'GOOG 1 AAPL 5 FB 10 BABA 6 WMT 3 XOM 6 BBY 7 MA 26 PFE 55 SBUX 10 JPM 1 GE -14 AMD -48 BAC -32 GM -9 T -5 UAA -8 SHLD -132 RRC -19',
  },
] as const;
/** Questions of views, which say themselves what is expected without them. */
const viewQuestions: Readonly<Record<string, (given: Case) => Readonly<Record<string, unknown>>>> =
  {
    'bl.all_views': ({ expected }) => ({
      objective: 'equal_weight',
      expected_returns: 'black_litterman',
      prior: 'ewma',
      views: Object.fromEntries(Object.keys(expected).map((symbol) => [symbol, 0.1])),
      risk_model: 'ledoit_wolf',
    }),
    'bl.idzorek_view': ({ inputs }) => ({
      objective: 'equal_weight',
      risk_free_rate: 0,
      expected_returns: 'black_litterman',
      views: inputs['absolute_views'],
      view_confidences: inputs['view_confidences'],
      market_risk_aversion: inputs['risk_aversion'],
      // Any market does: a view held with certainty is met whatever the prior.
      prior: 'equilibrium',
    }),
  };

interface Answer {
  readonly optimal_allocations: Readonly<Record<string, number>>;
  readonly expected: Readonly<Record<string, number>>;
  readonly shares: { readonly whole: Readonly<Record<string, number>> } | null;
  readonly estimate: { readonly expected_returns: Readonly<Record<string, number>> };
}

/** The figures of an answer under the names that the cases have for them. */
function figures(id: string, { optimal_allocations, expected, estimate, shares }: Answer) {
  if (id.startsWith('da.')) return shares?.whole ?? {};
  if (id.startsWith('hrp.')) return optimal_allocations;
  if (id.startsWith('er.') || id.startsWith('bl.')) return estimate.expected_returns;
  return { ...expected, sharpe: expected['sharpe_ratio'], sortino: expected['sortino_ratio'] };
}

function agree(actual: Readonly<Record<string, number | undefined>>, given: Case): void {
  const { expected, tolerance } = given;
  for (const [name, figure] of Object.entries(expected)) {
    const off = Math.abs((actual[name] ?? Number.NaN) - figure);
    const allowed = tolerance.atol + tolerance.rtol * Math.abs(figure);
    assert.ok(off <= allowed, `${given.id} ${name}: ${actual[name]}, not ${figure} (${off})`);
  }
}

const casesFile = sharedData('cases/pyportfolioopt.json');
const prices = stockPrices();
if (casesFile !== undefined && prices !== undefined) {
  const { stocks, market } = prices;
  const all: readonly Case[] = JSON.parse(readFileSync(casesFile, 'utf8'));
  const shared = {
    symbols: stocks.map(({ symbol }) => symbol),
    start_date: '1989-12-29',
    end_date: '2018-04-11',
    risk_free_rate: 0.02,
    expected_returns: 'geometric',
    missing: 'pairwise',
  };

  cases.before(async (context) => {
    context.running = await startApp([...stocks, ...market]);
  });

  cases.after(({ running }) => running.stop());

  const answerTo = async (running: RunningApp, path: string, question: object) => {
    const body = JSON.stringify({ ...shared, ...question });
    const reply = await ask(`${running.url}${path}`, { method: 'POST', body });
    assert.is(reply.status, 200, reply.body);
    return JSON.parse(reply.body);
  };

  for (const given of all.filter(({ id }) => id in questions)) {
    cases(`${given.id} agrees over HTTP`, async ({ running }) => {
      const answer = await answerTo(running, '/backend', questions[given.id] ?? {});

      agree(figures(given.id, answer), given);
    });
  }

  for (const { title, question, held, ...expected } of allocations) {
    cases(`the shares of ${title} agree over HTTP`, async ({ running }) => {
      const bounds = 'short_ratio' in question ? [null, null] : [0, 1];
      const asked = { portfolio: 'fixed_mix', bounds, ...question };
      const { shares } = await answerTo(running, '/backend', asked);
      const found = Object.entries<number>(shares.whole)
        .filter(([, count]) => count !== 0)
        .map(([symbol, count]) => `${symbol} ${count}`);

      assert.equal(found.sort(), held.match(/\S+ \S+/g)?.sort());
      if ('rmse' in expected) near(shares.tracking.rmse, expected.rmse, 1e-9);
    });
  }

  for (const given of all.filter(({ id }) => id in viewQuestions)) {
    cases(`${given.id} agrees over HTTP`, async ({ running }) => {
      const caps = { market_caps: Object.fromEntries(shared.symbols.map((name) => [name, 1])) };
      const question = viewQuestions[given.id]?.(given) ?? {};
      const market = question['prior'] === 'equilibrium' ? caps : {};
      const answer = await answerTo(running, '/backend', { ...market, ...question });

      agree(figures(given.id, answer), given);
    });
  }

  for (const given of all.filter(({ id }) => id === 'rm.sample_cov_dummy')) {
    cases('rm.sample_cov_dummy agrees over HTTP', async ({ running }) => {
      const rows = given.inputs['prices'] as readonly (readonly number[])[];
      const symbols = ['A', 'B', 'C'];
      const reply = await post(running, {
        symbols,
        prices: {
          dates: rows.map((_, day) => `2020-01-0${day + 1}`),
          closes: Object.fromEntries(symbols.map((name, i) => [name, rows.map((row) => row[i])])),
        },
        benchmark: null,
        objective: 'equal_weight',
        include_covariance: true,
      });
      const { covariance } = JSON.parse(reply.body).estimate.covariance;
      const daily: number[] = covariance.flat().map((entry: number) => entry / 252);

      agree(Object.fromEntries(daily.entries()), given);
    });
  }

  for (const given of all.filter(({ id }) => id === 'cla.max_sharpe')) {
    cases('cla.max_sharpe agrees on the frontier over HTTP', async ({ running }) => {
      const question = { risk_free_rate: 0 };
      const { max_sharpe: best } = await answerTo(running, '/backend/frontier', question);

      agree({ ...best, sharpe: (best.return - 0.02) / best.volatility }, given);
    });
  }
}

cases.run();
