import type { Figures } from '../service/figures.ts';
import type { MonitorFigures } from '../service/monitor.ts';
import type { Answers } from './answers.ts';
import type { JobCounts } from './jobs.ts';
import type { PriceStore } from './prices/store.ts';

/** Where a worker's figures come from. */
export interface FigureParts {
  readonly optimisations: Figures;
  readonly answers: Answers;
  readonly jobs: { readonly counts: JobCounts };
  readonly store: PriceStore;
}

/** What `pm2 monit` shows of a worker. */
export function workerFigures({
  optimisations,
  answers,
  jobs,
  store,
}: FigureParts): () => Promise<MonitorFigures> {
  return async () => {
    const { cached, shared } = answers.counts;
    const { queued, running, done } = jobs.counts;
    return {
      'optimisations/s': { value: oneDecimal(optimisations.ratePerSecond()) },
      'p95 ms': { value: oneDecimal(optimisations.latencyMs(0.95) ?? 0) },
      'cache hits': { value: cached + shared },
      'jobs queued': { value: queued },
      'jobs running': { value: running },
      'jobs done': { value: done },
      // The store may be locked or gone for a moment; the other figures still count.
      'prices in store': { value: await store.count().catch(() => 'unavailable') },
    };
  };
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
