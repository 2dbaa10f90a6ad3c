import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Runtime } from '../../test/chaos/front.ts';
import { temporaryFolder } from '../../test/support/folder.ts';
import { figure } from '../table.ts';
import { runSoak, type SoakReading } from './run.ts';
import { slopePerMinute } from './slope.ts';

/** What is left out of the slopes: code is compiled and pools are filled. */
const warmUpMinutes = 1;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    runtime: { type: 'string', default: 'node' },
  },
});
const runtime: Runtime = values.runtime === 'deno' ? 'deno' : 'node';
const folder = temporaryFolder();
process.once('exit', folder.remove);
// So that what was started is ended: the handlers of `exit` do not run otherwise.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
console.log(`soak of the proxy on ${runtime}, ${values.minutes} minutes`);
console.log(' minute   visits  RSS MiB  heap MiB  descriptors');
const readings = await runSoak({
  runtime,
  minutes: Number(values.minutes),
  folder: folder.path,
  onReading: (one) => console.log(line(one)),
});
// The last was taken at rest.
const running = readings.slice(0, -1).filter(({ minute }) => minute >= warmUpMinutes);
const slope = (of: (one: SoakReading) => number): string =>
  figure(slopePerMinute(running.map((one) => ({ minute: one.minute, value: of(one) }))));
console.log(`heap after collection: ${slope(({ heapMiB }) => heapMiB)} MiB a minute`);
console.log(`resident memory: ${slope(({ residentMiB }) => residentMiB)} MiB a minute`);

function line({ minute, visits, residentMiB, heapMiB, descriptors }: SoakReading): string {
  const cells = [
    minute.toFixed(1),
    visits,
    residentMiB.toFixed(1),
    heapMiB.toFixed(2),
    descriptors,
  ];
  return cells.map((cell) => String(cell).padStart(7)).join('  ');
}
