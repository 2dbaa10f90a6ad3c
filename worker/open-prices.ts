import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../service/log.ts';
import { createPrices, type Prices } from './prices/prices.ts';
import { createDemoMarket } from './prices/sources/demo.ts';
import { createYahoo } from './prices/sources/yahoo.ts';
import type { PriceStore } from './prices/store.ts';
import { createSqliteStore } from './prices/stores/sqlite.ts';
import type { Settings } from './settings.ts';

/** A worker's prices, and the store that they are kept in. */
export interface OpenPrices {
  readonly prices: Prices;
  readonly store: PriceStore;
}

/**
 * Opens the host's store and puts Yahoo behind it; in development the demo market behind that.
 *
 * @throws {StoreUnavailable} when the store's file can't be opened or made
 */
export async function openPrices(settings: Settings, log: Log): Promise<OpenPrices> {
  const { mode, storeFile, yahooBaseUrls, priceMaxAgeMs } = settings;
  const now = Date.now;
  const store = await createSqliteStore({ path: storeFile });
  const source = createYahoo({
    baseUrls: yahooBaseUrls,
    now,
    random: Math.random,
    sleep: (ms) => delay(ms),
  });
  const demo = mode === 'development' ? { demo: createDemoMarket({ now }) } : {};
  const prices = createPrices({ store, source, ...demo, now, maxAgeMs: priceMaxAgeMs, log });
  return { prices, store };
}
