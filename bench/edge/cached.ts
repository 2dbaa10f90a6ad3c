import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { inTurn, printCompared, type Target } from './compared.ts';
import { runWrk } from './load/wrk.ts';
import { startOrigin } from './origin.ts';
import type { Stage } from './stage.ts';

const targets: ReadonlyMap<string, Target> = new Map([
  ['proxy on Node', { perCore: 0.9 }],
  ['proxy on Deno', {}],
]);

/** nginx's cache, which wants its own buffers. */
const nginxCache = [
  [
    'access_log nginx/run/access.log exchange;',
    `access_log nginx/run/access.log exchange;
    proxy_cache_path nginx/run/cache keys_zone=answers:16m use_temp_path=off;`,
  ],
  ['proxy_buffering off;', 'proxy_buffering on;\n            proxy_cache answers;'],
] as const;

/** A GET that may be answered from a front's own memory. */
export async function benchCached(stage: Stage): Promise<void> {
  const { folder, effort } = stage;
  const peers = [{ port: portOf(await stage.running(startOrigin(folder))) }];
  const place = { folder, peers };
  const env = { PROXY_CACHE_BYTES: '67108864' };
  const fronts = [
    await stage.contender('nginx', startNginx({ ...place, name: 'nginx', changes: nginxCache })),
    await stage.contender('proxy on Node', startOnNode({ ...place, name: 'node', env })),
    await stage.contender('proxy on Deno', startOnDeno({ ...place, name: 'deno', env })),
  ];
  const caching = [];
  for (const front of fronts) {
    if (await keeps(front.url)) caching.push(front);
    else console.log(`\n${front.name} keeps no answers: it is left out of this part.`);
  }
  const samples = await inTurn(caching, effort, ({ url }) =>
    runWrk({ url: `${url}/fresh`, connections: 64, durationS: effort.loadS }, folder),
  );
  printCompared('GET, 200 bytes of JSON from the cache, 64 connections', samples, { targets });
}

/** Whether two questions get the very same answer of the peer. */
async function keeps(url: string): Promise<boolean> {
  const answers = [await fetch(`${url}/fresh`), await fetch(`${url}/fresh`)];
  for (const answer of answers) await answer.arrayBuffer();
  const [first, second] = answers.map(({ headers }) => headers.get('x-answer'));
  return first !== null && first === second;
}
