import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/support/folder.ts';
import { type Effort, quick, thorough } from './effort.ts';
import { benchOptimise } from './optimise.ts';
import { benchOptimiser } from './optimiser.ts';
import { benchProxy } from './proxy.ts';
import { benchService } from './service.ts';

type Part = (folder: string, effort: Effort) => Promise<void>;

const parts: Readonly<Record<string, Part>> = {
  optimise: benchOptimise,
  optimiser: benchOptimiser,
  proxy: benchProxy,
  service: benchService,
};

async function run(names: readonly string[], effort: Effort): Promise<void> {
  const [cpu] = cpus();
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}`);
  console.log(`${cpus().length} × ${cpu?.model}, load before: ${load.join(' ')}`);
  for (const name of names) {
    const folder = temporaryFolder();
    process.once('exit', folder.remove);
    try {
      await parts[name]?.(folder.path, effort);
    } finally {
      process.off('exit', folder.remove);
      folder.remove();
    }
  }
}

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in parts));
// So that what was started is ended: the handlers of `exit` do not run otherwise.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exitCode = 2;
} else {
  const chosen = positionals.length === 0 ? Object.keys(parts) : positionals;
  await run(chosen, values.quick ? quick : thorough);
}
