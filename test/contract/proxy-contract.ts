import { setTimeout as delay } from 'node:timers/promises';
import { suite, type Test } from 'uvu';
import { makeCertificate } from '../support/certificates.ts';
import { explained } from '../support/explained.ts';
import { balancing } from './cases/balancing.ts';
import { bodies } from './cases/bodies.ts';
import { caching } from './cases/caching.ts';
import { compression } from './cases/compression.ts';
import { connections } from './cases/connections.ts';
import { ejection } from './cases/ejection.ts';
import { failures } from './cases/failures.ts';
import { framing } from './cases/framing.ts';
import { hostileRequests } from './cases/hostile-requests.ts';
import { http2 } from './cases/http2.ts';
import { keyedBalancing } from './cases/keyed-balancing.ts';
import { limits } from './cases/limits.ts';
import { loadBalancing } from './cases/load-balancing.ts';
import { logging } from './cases/logging.ts';
import { messages } from './cases/messages.ts';
import { protection } from './cases/protection.ts';
import { requestFields } from './cases/request-fields.ts';
import { responseFields } from './cases/response-fields.ts';
import { retries } from './cases/retries.ts';
import { streaming } from './cases/streaming.ts';
import { tiers } from './cases/tiers.ts';
import { tls } from './cases/tls.ts';
import { trustedHops } from './cases/trusted-hops.ts';
import { tunnels } from './cases/tunnels.ts';
import { wholeAnswers } from './cases/whole-answers.ts';
import type { Differences } from './differences.ts';
import type { StartEdge } from './edge.ts';
import { type ContractCase, type Single, Stage } from './stage.ts';
import { startOrigin } from './support/origin.ts';
import { says } from './support/scripts.ts';

const cases: readonly ContractCase[] = [
  ...balancing,
  ...loadBalancing,
  ...keyedBalancing,
  ...tiers,
  ...failures,
  ...ejection,
  ...retries,
  ...requestFields,
  ...trustedHops,
  ...protection,
  ...responseFields,
  ...bodies,
  ...compression,
  ...framing,
  ...hostileRequests,
  ...limits,
  ...streaming,
  ...wholeAnswers,
  ...connections,
  ...caching,
  ...messages,
  ...tunnels,
  ...logging,
  ...tls,
  ...http2,
];

/** No case takes half as long, even on a busy machine. */
const caseLimitMs = 60_000;

/** How many timed cases run at once: more of them would disturb each other's measurements. */
const lanes = 5;

/**
 * Declares what an edge must do, once for the proxy on Node, the proxy on Deno and nginx.
 *
 * @returns the suite, for the caller to run
 */
export function proxyContract(name: string, start: StartEdge, differences: Differences): Test {
  const contract = suite(name);
  const single = once(() => startSingle(start));
  const play = async ({ title, run }: ContractCase): Promise<void> => {
    const stage = new Stage(start, differences, single.get);
    const limit = new AbortController();
    try {
      const inTime = (): Promise<void> => Promise.race([run(stage), overrun(title, limit.signal)]);
      await explained(inTime, () => stage.logs());
    } finally {
      limit.abort();
      await stage.close();
    }
  };
  const timed = once(() => playInLanes(play));
  for (const one of cases) {
    contract(one.title, async () => {
      if (!one.timed) return play(one);
      const failure = (await timed.get()).get(one);
      if (failure !== undefined) throw failure;
    });
  }
  contract.after(async () => {
    const shared = await single.get();
    await shared.edge.stop();
    await shared.origin.close();
  });
  return contract;
}

/**
 * Plays the timed cases, several at a time: uvu plays one test after another, but cases that mostly
 * wait need not wait for each other.
 *
 * @returns why they failed, if they did
 */
async function playInLanes(
  play: (one: ContractCase) => Promise<void>,
): Promise<ReadonlyMap<ContractCase, unknown>> {
  const failures = new Map<ContractCase, unknown>();
  const waiting = cases.filter((one) => one.timed);
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const played = one;
      await play(played).catch((error: unknown) => failures.set(played, error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failures;
}

async function startSingle(start: StartEdge): Promise<Single> {
  const origin = await startOrigin(says('hello'));
  const certificate = makeCertificate(['DNS:edge.test', 'DNS:*.edge.test']);
  const edge = await start({ peers: [{ port: origin.port }], certificate });
  return { edge, port: edge.port, origin };
}

async function overrun(title: string, signal: AbortSignal): Promise<never> {
  await delay(caseLimitMs, undefined, { signal }).catch(() => undefined);
  throw new Error(`"${title}" is not over after ${caseLimitMs} ms`);
}

function once<Value>(make: () => Promise<Value>): { readonly get: () => Promise<Value> } {
  let made: Promise<Value> | undefined;
  return {
    get: () => {
      made ??= make();
      return made;
    },
  };
}
