import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { portOf } from '../running.ts';
import { startOnNode } from '../start-front.ts';
import { figure, printTable } from '../table.ts';
import { type CpuProfile, selfTimes } from './cpu-profile.ts';
import { runWrk } from './load/wrk.ts';
import { startOrigin } from './origin.ts';
import { answer, type PassThrough, small } from './requests.ts';
import type { Stage } from './stage.ts';

/** How many functions are shown. */
const shown = 30;

/** Where the proxy on Node spends its time, by its profile, for a GET and for a POST. */
export async function benchProfile(stage: Stage): Promise<void> {
  const peerPort = portOf(await stage.running(startOrigin(stage.folder)));
  for (const request of [small, answer]) await profile(stage, peerPort, request);
}

async function profile(stage: Stage, peerPort: number, request: PassThrough): Promise<void> {
  const { folder, effort } = stage;
  const profiles = join(folder, `profile${request.path.replace('/', '-')}`);
  const front = await stage.running(
    startOnNode({
      name: 'profiled',
      folder,
      peers: [{ port: peerPort }],
      flags: ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--cpu-prof-interval=500'],
      // The profile is written by a process that ends by itself.
      signal: 'SIGTERM',
    }),
  );
  const { path, body } = request;
  const more = body === undefined ? {} : { body };
  const durationS = 2 * effort.loadS;
  await runWrk({ url: front.url + path, connections: 64, durationS, ...more }, folder);
  await front.stop();
  const [file] = await readdir(profiles);
  if (file === undefined) throw new Error('the proxy wrote no profile');
  const read: CpuProfile = JSON.parse(await readFile(join(profiles, file), 'utf8'));
  const rows = selfTimes(read)
    .slice(0, shown)
    .map(({ name, share }) => [name, figure(100 * share)]);
  printTable(`${request.title}: self time of the proxy on Node`, [['function', '%'], ...rows]);
}
