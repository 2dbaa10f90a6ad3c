import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../../test/support/folder.ts';
import { benchCached } from './cached.ts';
import { type EdgeEffort, quick, thorough } from './effort.ts';
import { benchHalfLoad } from './half-load.ts';
import { benchIdle } from './idle.ts';
import { benchLarge } from './large.ts';
import { benchMixed } from './mixed.ts';
import { benchGet, benchPost } from './pass-through.ts';
import { benchProfile } from './profile.ts';
import { Stage } from './stage.ts';

const parts: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  get: benchGet,
  post: benchPost,
  cached: benchCached,
  large: benchLarge,
  'half-load': benchHalfLoad,
  mixed: benchMixed,
  idle: benchIdle,
  profile: benchProfile,
};

async function run(names: readonly string[], effort: EdgeEffort): Promise<void> {
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}`);
  console.log(`${cpus().length} × ${cpus()[0]?.model}, load before: ${load.join(' ')}`);
  for (const name of names) await runPart(name, effort);
}

async function runPart(name: string, effort: EdgeEffort): Promise<void> {
  const folder = temporaryFolder();
  process.once('exit', folder.remove);
  const stage = new Stage(folder.path, effort);
  try {
    await parts[name]?.(stage);
  } finally {
    await stage.close();
    process.off('exit', folder.remove);
    folder.remove();
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
  await run(
    positionals.length === 0 ? Object.keys(parts) : positionals,
    values.quick ? quick : thorough,
  );
}
