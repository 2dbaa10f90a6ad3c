import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Runtime } from './front.ts';
import { type ChaosReport, runChaos } from './run.ts';
import { runDeeds } from './worker-deeds.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    runtime: { type: 'string', default: 'node' },
    'max-fails': { type: 'string', default: '0' },
    workers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
  },
});
const runtime: Runtime = values.runtime === 'deno' ? 'deno' : 'node';
const flawless = values.workers ? await disturbWorkers() : await sendRequests();
process.exitCode = flawless ? 0 : 1;

/** Real workers that are killed, stopped, reloaded and scaled. */
function disturbWorkers(): Promise<boolean> {
  return runDeeds({
    runtime,
    rounds: Number(values.rounds),
    onReport: ({ deed, seconds, requests, failures }) =>
      say(`${deed}: ${requests} in ${seconds.toFixed(1)} s, failed: ${JSON.stringify(failures)}`),
  });
}

/** Scripted peers that do everything wrong. */
async function sendRequests(): Promise<boolean> {
  const report = await runChaos({
    runtime,
    requests: Number(values.requests),
    seed: Number(values.seed),
    maxFails: Number(values['max-fails']),
  });
  print(report);
  return report.complaints.size === 0 && report.exitCode === 0;
}

function print({ seconds, exitCode, deeds, reasons, complaints, ...counts }: ChaosReport): void {
  say(`${values.requests} requests on ${runtime}, seed ${values.seed}, ${seconds.toFixed(1)} s`);
  say(`repeatable  ${JSON.stringify(counts.repeatable)}`);
  say(`others      ${JSON.stringify(counts.others)}`);
  say(`peers       ${JSON.stringify(Object.fromEntries([...deeds].sort()))}`);
  say(`reasons     ${JSON.stringify(Object.fromEntries(reasons))}`);
  say(`exit code   ${exitCode}`);
  for (const [fault, all] of complaints) {
    say(`NOT AS IT MUST BE: ${fault}: ${all.length}`);
    for (const one of all.slice(0, 5)) say(`  ${JSON.stringify(one)}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
