import { performance } from 'node:perf_hooks';
import process from 'node:process';
import autocannon from 'autocannon';
import { quantile } from '../statistics.ts';
import type { Load, LoadResult } from './load-generator.ts';

/** Amounts asked so far, over all loads: no two requests ask for the same. */
let asked = 0;

function request({ method, body }: Load): autocannon.Request {
  if (body === undefined) return { method };
  return {
    method,
    headers: { 'content-type': 'application/json' },
    setupRequest: (prepared) => ({ ...prepared, body: body.replace('{amount}', nextAmount) }),
  };
}

function nextAmount(): string {
  asked += 1;
  return String(1000 + asked);
}

function run(load: Load): void {
  const { url, connections, amount } = load;
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  let endMs = startMs;
  const options: autocannon.Options = {
    url,
    connections,
    amount,
    requests: [request(load)],
    // Seconds after which a request counts as failed.
    timeout: 30,
    // How often it looks whether it is done, in ms.
    sampleInt: 20,
  };
  const running = autocannon(options, (error, { errors, non2xx }) => {
    if (error) throw error;
    const result: LoadResult = {
      requests: latenciesMs.length,
      durationMs: endMs - startMs,
      p50Ms: quantile(latenciesMs, 0.5),
      p99Ms: quantile(latenciesMs, 0.99),
      failures: errors + non2xx,
    };
    process.send?.(result);
  });
  // Its own histogram knows whole milliseconds only.
  running.on('response', (_client, _status, _bytes, latencyMs) => {
    endMs = performance.now();
    latenciesMs.push(latencyMs);
  });
}

process.on('message', run);
// Ends with the process that started it, however that one ends.
process.on('disconnect', () => process.exit(0));
