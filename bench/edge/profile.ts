import { freePort } from '../../test/support/ports.ts';
import { connectInspector } from '../inspector.ts';
import { portOf } from '../running.ts';
import { startOnDeno, startOnNode } from '../start-front.ts';
import { figure, printTable } from '../table.ts';
import { type CpuProfile, selfTimes } from './cpu-profile.ts';
import { runWrk } from './load/wrk.ts';
import { startOrigin } from './origin.ts';
import { answer, large, type PassThrough, small } from './requests.ts';
import type { Stage } from './stage.ts';

/** How many functions are shown. */
const shown = 30;

/** Time between two samples, in µs. */
const intervalUs = 500;

const runtimes = { 'proxy on Node': startOnNode, 'proxy on Deno': startOnDeno };

/** Where the proxy spends its time once it is warm, by what it is asked. */
export async function benchProfile(stage: Stage): Promise<void> {
  const peers = [{ port: portOf(await stage.running(startOrigin(stage.folder))) }];
  for (const [name, start] of Object.entries(runtimes)) {
    const inspectPort = await freePort();
    const flags = [`--inspect=127.0.0.1:${inspectPort}`];
    const plan = { name: name.replaceAll(' ', '-'), folder: stage.folder, peers, flags };
    const { url } = await stage.running(start(plan));
    for (const request of [small, answer, large]) {
      const profile = await profiled(stage, { url, inspectPort, request });
      const rows = selfTimes(profile)
        .slice(0, shown)
        .map((one) => [one.name, figure(100 * one.share)]);
      printTable(`${request.title}: self time of the ${name}`, [['function', '%'], ...rows]);
    }
  }
}

async function profiled(
  { folder, effort }: Stage,
  front: { readonly url: string; readonly inspectPort: number; readonly request: PassThrough },
): Promise<CpuProfile> {
  const { path, body } = front.request;
  const more = body === undefined ? {} : { body };
  const load = { url: front.url + path, connections: 64, durationS: effort.loadS, ...more };
  const inspector = await connectInspector(front.inspectPort);
  await runWrk(load, folder);
  await inspector.ask('Profiler.enable');
  await inspector.ask('Profiler.setSamplingInterval', { interval: intervalUs });
  await inspector.ask('Profiler.start');
  await runWrk(load, folder);
  const { profile } = (await inspector.ask('Profiler.stop')) as { profile: CpuProfile };
  inspector.close();
  return profile;
}
