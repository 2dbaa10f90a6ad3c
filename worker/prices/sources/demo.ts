import { setImmediate as nextTurn } from 'node:timers/promises';
import { uniformRandom } from '../../kernels/samples/random.ts';
import { type Day, dayOfIso, tradingDaysPerYear } from '../day.ts';
import { sealSeries } from '../seal.ts';
import type { Origin, Series } from '../series.ts';
import type { PriceSource } from '../source.ts';
import { tradingDays } from './sessions.ts';
import { marketShocks } from './shocks.ts';

/** What the demo market needs. */
export interface DemoOptions {
  /** The time in ms since 1970: the market's last session is that day's. */
  readonly now: () => number;
}

/** One symbol's nature, drawn from its name. */
interface Nature {
  readonly firstPrice: number;
  /** Sessions after the market's first before it is listed. */
  readonly listedAfter: number;
  readonly beta: number;
  readonly sector: number;
  /** Annual volatility of its own. */
  readonly volatility: number;
  /** Annual log return beside the market's surprises. */
  readonly drift: number;
}

/** Everything that symbols share, up to one day. */
interface Market {
  readonly today: Day;
  readonly days: Int32Array;
  readonly shocks: Float64Array;
  /** Shocks by sector, drawn when a symbol first needs them. */
  readonly sectors: Map<number, Float64Array>;
  readonly listed: Map<string, Series>;
}

const benchmark = 'SPY';
const opening = dayOfIso('1990-01-02') ?? 0;
const marketVolatility = 0.16;
const marketDrift = 0.08;
const sectorCount = 11;
const sectorVolatility = 0.08;
const rememberedSymbols = 256;
const msPerDay = 86_400_000;
const origin: Origin = { source: 'demo', simulated: true };

/**
 * The demo market: made-up prices for any symbol, the same on every machine, for trying the
 * service without a connection. SPY is the market itself; the others follow it by their beta,
 * share a sector's moves and have their own, and some are listed late. As days pass, closes are
 * added and none changes.
 */
export function createDemoMarket({ now }: DemoOptions): PriceSource {
  let market: Market | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    name: 'demo',
    fetch: async (symbol) => {
      // One symbol a turn of the event loop: a request may name hundreds.
      turn = turn.then(() => nextTurn());
      await turn;
      const today = Math.floor(now() / msPerDay);
      if (market?.today !== today) market = openMarket(today);
      const known = market.listed.get(symbol);
      if (known !== undefined) return known;
      const series = listSymbol(symbol, market);
      if (market.listed.size >= rememberedSymbols) market.listed.clear();
      market.listed.set(symbol, series);
      return series;
    },
  };
}

function openMarket(today: Day): Market {
  const days = tradingDays(opening, today);
  const shocks = marketShocks(seedOf('the market'), days.length, marketVolatility);
  return { today, days, shocks, sectors: new Map(), listed: new Map() };
}

function listSymbol(symbol: string, market: Market): Series {
  const { days, shocks } = market;
  const nature = natureOf(symbol);
  const own = marketShocks(seedOf(`shocks of ${symbol}`), days.length, nature.volatility);
  const sector = sectorShocks(nature.sector, market);
  const closes = new Float64Array(Math.max(0, days.length - nature.listedAfter));
  let price = nature.firstPrice;
  for (let k = 0; k < closes.length; k++) {
    const i = k + nature.listedAfter;
    const shock = nature.beta * (shocks[i] ?? 0) + (sector[i] ?? 0) + (own[i] ?? 0);
    if (k > 0) price *= Math.exp(nature.drift / tradingDaysPerYear + shock);
    closes[k] = price;
  }
  return sealSeries({ symbol, days: days.slice(nature.listedAfter), closes, origin, notes: [] });
}

/** @param sector  below 0 for a symbol that has none */
function sectorShocks(sector: number, { days, sectors }: Market): Float64Array {
  const volatility = sector < 0 ? 0 : sectorVolatility;
  const known = sectors.get(sector);
  const shocks = known ?? marketShocks(seedOf(`sector ${sector}`), days.length, volatility);
  sectors.set(sector, shocks);
  return shocks;
}

function natureOf(symbol: string): Nature {
  if (symbol === benchmark) {
    return {
      firstPrice: 25,
      listedAfter: 0,
      beta: 1,
      sector: -1,
      volatility: 0,
      drift: marketDrift,
    };
  }
  const uniform = uniformRandom(seedOf(`nature of ${symbol}`));
  const beta = 0.5 + 1.1 * uniform();
  const volatility = 0.14 + 0.26 * uniform();
  const skill = 0.08 * (uniform() - 0.5);
  return {
    firstPrice: 5 + 95 * uniform(),
    // A third are listed within the first 25 years, the others from the start.
    listedAfter: uniform() < 1 / 3 ? Math.floor(25 * tradingDaysPerYear * uniform()) : 0,
    beta,
    sector: Math.floor(sectorCount * uniform()),
    volatility,
    drift: 0.02 + 0.06 * beta + skill - 0.25 * volatility * volatility,
  };
}

/** FNV-1a of Fowler, Noll and Vo, 32 bits: names that differ little get seeds that differ much. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}
