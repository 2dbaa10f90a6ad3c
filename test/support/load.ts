import { Agent, request } from 'node:http';

/** How long one request may take: many times what any does. */
const limitMs = 60_000;

/** What came of one request: its status, or why there is none. */
export interface Outcome {
  readonly status: number;
  readonly body: string;
  /** The error's code or message; empty when answered. */
  readonly failure: string;
}

/** One request, sent again and again. */
export interface LoadRequest {
  readonly url: string;
  readonly method?: string;
  readonly body?: string;
}

/** Load that goes on until it is ended. */
export interface Load {
  /** Outcomes so far. */
  readonly outcomes: readonly Outcome[];
  /** Stops, and waits for what runs. */
  end(): Promise<readonly Outcome[]>;
}

/**
 * Sends `total` requests, `concurrency` at a time, over kept connections.
 *
 * @param make        the request of each number from 0
 * @param onOutcome   told each outcome's number
 */
export async function sendAll(options: {
  readonly make: (index: number) => LoadRequest;
  readonly total: number;
  readonly concurrency: number;
  readonly onOutcome?: (index: number) => void;
}): Promise<readonly Outcome[]> {
  const { make, total, concurrency, onOutcome = () => undefined } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const outcomes: Outcome[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < total) {
      const index = next++;
      outcomes[index] = await send(make(index), agent);
      onOutcome(index);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  return outcomes;
}

/**
 * Sends requests as {@link startLoad} does while `run` runs, and no longer, whatever comes of it.
 *
 * @returns all outcomes
 */
export async function underLoad(
  repeated: LoadRequest,
  concurrency: number,
  run: (load: Load) => Promise<void>,
): Promise<readonly Outcome[]> {
  const load = startLoad(repeated, concurrency);
  try {
    await run(load);
  } finally {
    await load.end();
  }
  return load.outcomes;
}

/** Sends one request after the other on `concurrency` connections until ended. */
export function startLoad(repeated: LoadRequest, concurrency: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const outcomes: Outcome[] = [];
  let going = true;
  const worker = async (): Promise<void> => {
    while (going) outcomes.push(await send(repeated, agent));
  };
  const workers = Array.from({ length: concurrency }, worker);
  return {
    outcomes,
    end: async () => {
      going = false;
      await Promise.all(workers);
      agent.destroy();
      return outcomes;
    },
  };
}

/** How often each failure occurred: anything but an answer with `status`. Empty when none did. */
export function failures(
  outcomes: readonly Outcome[],
  status = 200,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    if (outcome.status === status) continue;
    const name = outcome.failure || `${outcome.status} ${outcome.body.slice(0, 200)}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

async function send({ url, method = 'GET', body }: LoadRequest, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      resolve({ status: 0, body: '', failure: error.code ?? error.message });
    const signal = AbortSignal.timeout(limitMs);
    const sent = request(url, { method, agent, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', failed);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: text, failure: '' }),
      );
    });
    sent.on('error', failed);
    sent.end(body);
  });
}
