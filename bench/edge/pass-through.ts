import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { inTurn, printCompared, type Target } from './compared.ts';
import type { Contender } from './contender.ts';
import { runWrk } from './load/wrk.ts';
import { npmProxies, startNpmProxy } from './npm-proxies.ts';
import { startOrigin } from './origin.ts';
import { answer, type PassThrough, small } from './requests.ts';
import type { Stage } from './stage.ts';

const connections = 64;

const targets: ReadonlyMap<string, Target> = new Map([
  ['proxy on Node', { perCore: 0.45, timesNpm: 1.7 }],
  ['proxy on Deno', { perCore: 0.33 }],
]);

/** A GET that no front may answer by itself. */
export async function benchGet(stage: Stage): Promise<void> {
  await passThrough(stage, small);
}

/** A POST with its question and its answer. */
export async function benchPost(stage: Stage): Promise<void> {
  await passThrough(stage, answer);
}

async function passThrough(stage: Stage, { title, path, body }: PassThrough): Promise<void> {
  const fronts = await startAll(stage);
  const { loadS: durationS } = stage.effort;
  const more = body === undefined ? {} : { body };
  const samples = await inTurn(fronts, stage.effort, ({ url }) =>
    runWrk({ url: url + path, connections, durationS, ...more }, stage.folder),
  );
  const npm = Object.keys(npmProxies);
  printCompared(`${title}, ${connections} connections`, samples, { targets, npm });
}

/** All contenders as they are shipped, before one origin. */
async function startAll(stage: Stage): Promise<readonly Contender[]> {
  const { folder } = stage;
  const peerPort = portOf(await stage.running(startOrigin(folder)));
  const place = { folder, peers: [{ port: peerPort }] };
  const fronts = [
    await stage.contender('nginx', startNginx({ ...place, name: 'nginx' })),
    await stage.contender('proxy on Node', startOnNode({ ...place, name: 'node' })),
    await stage.contender('proxy on Deno', startOnDeno({ ...place, name: 'deno' })),
  ];
  for (const name of Object.keys(npmProxies)) {
    fronts.push(await stage.contender(name, startNpmProxy(name, { folder, peerPort })));
  }
  return fronts;
}
