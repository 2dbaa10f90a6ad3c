import { setTimeout as delay } from 'node:timers/promises';
import { suite, type Test } from 'uvu';
import { balancing } from './cases/balancing.ts';
import { bodies } from './cases/bodies.ts';
import { connections } from './cases/connections.ts';
import { ejection } from './cases/ejection.ts';
import { failures } from './cases/failures.ts';
import { framing } from './cases/framing.ts';
import { limits } from './cases/limits.ts';
import { logging } from './cases/logging.ts';
import { requestFields } from './cases/request-fields.ts';
import { responseFields } from './cases/response-fields.ts';
import { retries } from './cases/retries.ts';
import { streaming } from './cases/streaming.ts';
import type { Differences } from './differences.ts';
import type { StartEdge } from './edge.ts';
import { type ContractCase, type Single, Stage } from './stage.ts';
import { startOrigin } from './support/origin.ts';
import { says } from './support/scripts.ts';

const cases: readonly ContractCase[] = [
  ...balancing,
  ...failures,
  ...ejection,
  ...retries,
  ...requestFields,
  ...responseFields,
  ...bodies,
  ...framing,
  ...limits,
  ...streaming,
  ...connections,
  ...logging,
];

/** No case takes half as long, even on a busy machine. */
const caseLimitMs = 20_000;

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
      await Promise.race([run(stage), overrun(title, limit.signal)]);
    } finally {
      limit.abort();
      await stage.close();
    }
  };
  // uvu plays one test after another; cases that mostly wait need not wait for each other.
  const timed = once(async () => new Map(cases.filter((one) => one.timed).map(started)));
  const started = (one: ContractCase): [ContractCase, Promise<unknown>] => [
    one,
    play(one).then(
      () => undefined,
      (error: unknown) => error,
    ),
  ];
  for (const one of cases) {
    contract(one.title, async () => {
      if (!one.timed) return play(one);
      const failure = await (await timed.get()).get(one);
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

async function startSingle(start: StartEdge): Promise<Single> {
  const origin = await startOrigin(says('hello'));
  const edge = await start({ peers: [{ port: origin.port }] });
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
