import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { figure, judged, printTable } from '../table.ts';
import { inTurn, printCompared, type Target } from './compared.ts';
import type { Contender } from './contender.ts';
import { runWrk, type WrkLoad } from './load/wrk.ts';
import { startOrigin } from './origin.ts';
import { startProgram } from './programs.ts';
import { residentMiB } from './resident.ts';
import type { Stage } from './stage.ts';

const uploadBytes = 10_485_760;

/** The most that memory may grow over all transfers, in MiB. */
const growthTargetMiB = 20;

const targets: ReadonlyMap<string, Target> = new Map([
  ['proxy on Node', { perCore: 0.7 }],
  ['proxy on Deno', { perCore: 0.7 }],
]);

/** What the clients do. */
interface Transfer {
  readonly title: string;
  readonly path: string;
  readonly connections: number;
  readonly body?: string;
}

const response: Transfer = { title: 'Responses of 1 MB', path: '/large', connections: 16 };
const upload: Transfer = {
  title: 'Uploads of 10 MB',
  path: '/upload',
  connections: 4,
  body: 'x'.repeat(uploadBytes),
};

/** Large messages both ways, and what they leave behind in memory. */
export async function benchLarge(stage: Stage): Promise<void> {
  const { folder } = stage;
  const origin = await stage.running(startOrigin(folder));
  await measured(stage, {
    transfer: response,
    peerPort: portOf(origin),
    count: stage.effort.responses,
  });
  const sink = await stage.running(startProgram('sink', { folder, name: 'sink' }));
  await measured(stage, { transfer: upload, peerPort: portOf(sink), count: stage.effort.uploads });
}

interface Measurement {
  readonly transfer: Transfer;
  readonly peerPort: number;
  /** Transfers before the memory is read again. */
  readonly count: number;
}

async function measured(stage: Stage, { transfer, peerPort, count }: Measurement): Promise<void> {
  const fronts = await startAll(stage, peerPort);
  const samples = await inTurn(fronts, stage.effort, ({ url }) =>
    runWrk(loadOf(stage, url, transfer), stage.folder),
  );
  const { title, connections } = transfer;
  printCompared(`${title}, ${connections} connections`, samples, { targets });
  const rows: string[][] = [];
  for (const front of fronts) {
    const before = await residentMiB(front.pids);
    const done = await atLeast(stage, front, { transfer, count });
    const after = await residentMiB(front.pids);
    const figures = [before, after, after - before].map(figure);
    const ours = front.name.startsWith('proxy');
    const verdict = ours ? judged(after - before, growthTargetMiB, 'MiB') : '';
    rows.push([front.name, String(done), ...figures, verdict]);
  }
  const heads = ['front', 'transfers', 'MiB before', 'MiB after', 'growth', ''];
  printTable(`${title}: resident memory of the warm front`, [heads, ...rows]);
}

async function startAll(stage: Stage, port: number): Promise<readonly Contender[]> {
  const limit = String(2 * uploadBytes);
  const place = { folder: stage.folder, peers: [{ port }] };
  const env = { PROXY_BODY_LIMIT_BYTES: limit };
  const size = `client_max_body_size ${limit};`;
  // As the proxy streams; by default nginx takes an upload into a file before it asks a peer.
  const streaming = [size, `${size}\n        proxy_request_buffering off;`] as const;
  const name = (of: string): string => `${of}-${port}`;
  const nginx = { ...place, name: name('nginx'), env, changes: [streaming] };
  const filing = { ...place, name: name('nginx-2'), env };
  return [
    await stage.contender('nginx', startNginx(nginx)),
    await stage.contender('nginx, uploads in files', startNginx(filing)),
    await stage.contender('proxy on Node', startOnNode({ ...place, name: name('node'), env })),
    await stage.contender('proxy on Deno', startOnDeno({ ...place, name: name('deno'), env })),
  ];
}

function loadOf({ effort }: Stage, url: string, { path, connections, body }: Transfer): WrkLoad {
  const more = body === undefined ? {} : { body };
  return { url: url + path, connections, durationS: effort.loadS, ...more };
}

/** Transfers until so many are done. @returns how many there were */
async function atLeast(
  stage: Stage,
  { url }: Contender,
  { transfer, count }: { readonly transfer: Transfer; readonly count: number },
): Promise<number> {
  let done = 0;
  while (done < count) done += (await runWrk(loadOf(stage, url, transfer), stage.folder)).requests;
  return done;
}
