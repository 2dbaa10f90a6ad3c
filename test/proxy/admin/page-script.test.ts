import { createContext, runInContext } from 'node:vm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pageScript } from '../../../proxy/admin/page-script.ts';

const script = suite('script of the page');

interface Element {
  readonly localName: string;
  readonly dataset: Record<string, string>;
  textContent: string;
  value?: number;
  max?: number;
}

const element = (localName: string, field = ''): Element => ({
  localName,
  dataset: { field },
  textContent: '',
});

interface Page {
  readonly fields: readonly Element[];
  readonly rate: Element;
  readonly freshness: Element;
  readonly reloads: number;
  /** Lets the script ask again; an Error instead of a status is a failed request. */
  next(answer: unknown): Promise<void>;
}

/** Runs the script in a page of two peers. */
async function openPage(first: unknown): Promise<Page> {
  const fields = [
    element('td', 'peers.1.inFlight'),
    element('td', 'totals.p50Ms'),
    element('meter', 'totals.latencies.0.count'),
  ];
  const [rate, freshness] = [element('dd'), element('p')];
  let answer = first;
  let refresh: unknown;
  const page = { fields, rate, freshness, reloads: 0 };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  runInContext(
    pageScript,
    createContext({
      document: {
        getElementById: (id: string) => (id === 'rate' ? rate : freshness),
        querySelectorAll: (path: string) => (path === '#peers tbody tr' ? [1, 2] : fields),
      },
      fetch: async () => {
        if (answer instanceof Error) throw answer;
        return { ok: true, json: async () => answer };
      },
      location: {
        reload: () => {
          page.reloads += 1;
        },
      },
      setTimeout: (callback: unknown, ms: number) => {
        assert.is(ms, 1000);
        refresh = callback;
      },
    }),
  );
  await settled();
  return Object.assign(page, {
    next: async (following: unknown) => {
      answer = following;
      if (typeof refresh === 'function') refresh();
      await settled();
    },
  });
}

const status = (uptimeMs: number, requests: number, inFlight: number): unknown => ({
  uptimeMs,
  totals: { requests, p50Ms: null, latencies: [{ count: 40 }, { count: 60 }] },
  peers: [{ inFlight: 0 }, { inFlight }],
});

script('every field follows the status', async () => {
  const { fields, freshness, next } = await openPage(status(1000, 10, 3));

  assert.equal(
    fields.map(({ textContent }) => textContent),
    ['3', '–', ''],
  );
  assert.equal([fields[2]?.value, fields[2]?.max], [40, 60]);
  await next(status(2000, 10, 12));
  assert.is(fields[0]?.textContent, '12');
  assert.is(freshness.textContent, 'live');
});

script('the rate is that since the last answer', async () => {
  const { rate, next } = await openPage(status(1000, 10, 0));

  await next(status(3000, 5010, 0));

  assert.is(rate.textContent, '2,500');
});

script('a proxy that is gone is said to be', async () => {
  const { freshness, next } = await openPage(status(1000, 10, 0));

  await next(new Error('refused'));
  const { textContent: said } = freshness;
  await next(new Error('refused'));

  assert.match(said, /^no answer since \d/);
  assert.is(freshness.textContent, said);
  await next(status(1000, 10, 0));
  assert.is(freshness.textContent, 'live');
});

script('other peers need another table', async () => {
  const page = await openPage({ uptimeMs: 1, totals: { latencies: [] }, peers: [{}, {}, {}] });

  assert.is(page.reloads, 1);
});

script.run();
