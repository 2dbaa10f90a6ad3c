import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import { quantile } from '../../statistics.ts';
import { LeanClient } from './lean-client.ts';
import type { PacedFigures, PacedKind, PacedLoad } from './paced.ts';

interface Arrival {
  readonly atMs: number;
  readonly kind: PacedKind;
}

interface Tally {
  readonly latenciesMs: number[];
  failures: number;
  failedWith: number;
}

function arrivals({ kinds, ratePerS, durationS, seed }: PacedLoad): readonly Arrival[] {
  const random = uniformRandom(seed);
  const all: Arrival[] = [];
  const meanMs = 1000 / ratePerS;
  let atMs = 0;
  while (atMs < 1000 * durationS) {
    all.push({ atMs, kind: drawn(kinds, random()) });
    atMs -= meanMs * Math.log(random());
  }
  return all;
}

function drawn(kinds: readonly PacedKind[], at: number): PacedKind {
  let below = 0;
  for (const kind of kinds) {
    below += kind.share;
    if (at < below) return kind;
  }
  throw new Error('the shares are less than 1 together');
}

/** Sends what is due; a timer's precision of a millisecond is part of no latency. */
async function send(load: PacedLoad): Promise<ReadonlyMap<string, Tally>> {
  const client = new LeanClient(Number(new URL(load.url).port));
  const tallies = new Map(load.kinds.map(({ name }): [string, Tally] => [name, none()]));
  const all = arrivals(load);
  const startMs = performance.now();
  let sent = 0;
  let open = 0;
  await new Promise<void>((resolve) => {
    const ask = ({ kind }: Arrival): void => {
      const askedMs = performance.now();
      open += 1;
      client.get(kind.path, (status) => {
        open -= 1;
        note(tallies.get(kind.name), status, performance.now() - askedMs);
        if (open === 0 && sent === all.length) resolve();
      });
    };
    const tick = (): void => {
      const nowMs = performance.now() - startMs;
      for (let next = all[sent]; next !== undefined && next.atMs <= nowMs; next = all[sent]) {
        sent += 1;
        ask(next);
      }
      if (sent < all.length) setTimeout(tick, 1);
    };
    tick();
  });
  return tallies;
}

function note(tally: Tally | undefined, status: number, latencyMs: number): void {
  if (tally === undefined) return;
  tally.latenciesMs.push(latencyMs);
  if (status === 200) return;
  if (tally.failures === 0) tally.failedWith = status;
  tally.failures += 1;
}

function none(): Tally {
  return { latenciesMs: [], failures: 0, failedWith: 0 };
}

process.on('message', async (load: PacedLoad) => {
  const figures: Record<string, PacedFigures> = {};
  for (const [name, { latenciesMs, failures, failedWith }] of await send(load)) {
    figures[name] = {
      requests: latenciesMs.length,
      p50Ms: quantile(latenciesMs, 0.5),
      p99Ms: quantile(latenciesMs, 0.99),
      failures,
      failedWith,
    };
  }
  process.send?.(figures);
});
// Ends with the process that started it, however that one ends.
process.on('disconnect', () => process.exit(0));
