import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Requests for wrk to send, one after the other on each connection. */
export interface WrkLoad {
  readonly url: string;
  readonly connections: number;
  /** Whole seconds. */
  readonly durationS: number;
  /** Sent as a POST; default: a GET. */
  readonly body?: string;
  /**
   * Mean time from an answer to the next request of its connection, in ms; each is drawn, so that
   * many connections ask as independent clients do (a Poisson process, nearly). They begin a second after
   * all have connected: that takes a front a while, and who is kept waiting by it says nothing of its latency
   * at this rate. Default: none.
   */
  readonly pauseMs?: number;
}

/** What came of a load. */
export interface LoadFigures {
  readonly requests: number;
  readonly durationMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Report extends LoadFigures {
  readonly failures: number;
}

/**
 * Sends requests as fast as they are answered. wrk, because a client in JavaScript takes more
 * processor time than the front it measures, and there are two cores.
 *
 * @param folder  takes its script
 * @throws {Error} wrk is not there, or a request failed: figures of failures say nothing
 */
export async function runWrk(load: WrkLoad, folder: string): Promise<LoadFigures> {
  const { url, connections, durationS } = load;
  const script = join(folder, 'load.lua');
  await writeFile(script, scriptOf(load));
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${durationS}s`,
    '--timeout',
    '30s',
    '-s',
    script,
    url,
  ];
  const { stdout } = await promisify(execFile)('wrk', args, { timeout: 1000 * durationS + 60_000 });
  const line = stdout.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined) throw new Error(`wrk printed no figures:\n${stdout}`);
  const report: Report = JSON.parse(line);
  if (report.failures === 0) return report;
  throw new Error(`${report.failures} requests to ${url} failed: ${line}`);
}

/** How long clients with pauses are connected before the first of them asks, in ms. */
export const settlingMs = 1000;

function scriptOf({ body, pauseMs, connections }: WrkLoad): string {
  const request =
    body === undefined
      ? ''
      : `wrk.method = 'POST'
wrk.body = ${body.startsWith('{') ? `[[${body}]]` : `string.rep('x', ${body.length})`}
wrk.headers['Content-Type'] = 'application/json'
`;
  const pause =
    pauseMs === undefined
      ? ''
      : `local delays = 0
function delay()
  delays = delays + 1
  local settling = delays <= ${connections} and ${settlingMs} or 0
  return settling + math.floor(0.5 - ${pauseMs} * math.log(1 - math.random()))
end
`;
  return `${request}${pause}
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format(
    '{"requests":%d,"durationMs":%f,"p50Ms":%f,"p99Ms":%f,"failures":%d}',
    summary.requests, summary.duration / 1000 - ${pauseMs === undefined ? 0 : settlingMs}, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}
