import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Runtime } from './front.ts';
import { type ChaosReport, runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    runtime: { type: 'string', default: 'node' },
    'max-fails': { type: 'string', default: '0' },
  },
});
const runtime: Runtime = values.runtime === 'deno' ? 'deno' : 'node';
const report = await runChaos({
  runtime,
  requests: Number(values.requests),
  seed: Number(values.seed),
  maxFails: Number(values['max-fails']),
});
print(report);
process.exitCode = report.complaints.size === 0 && report.exitCode === 0 ? 0 : 1;

function print({ seconds, exitCode, deeds, reasons, complaints, ...counts }: ChaosReport): void {
  const lines = [
    `${values.requests} requests on ${runtime}, seed ${values.seed}, in ${seconds.toFixed(1)} s`,
    `repeatable  ${JSON.stringify(counts.repeatable)}`,
    `others      ${JSON.stringify(counts.others)}`,
    `peers       ${JSON.stringify(Object.fromEntries([...deeds].sort()))}`,
    `reasons     ${JSON.stringify(Object.fromEntries(reasons))}`,
    `exit code   ${exitCode}`,
  ];
  for (const [fault, all] of complaints) {
    lines.push(`NOT AS IT MUST BE: ${fault}: ${all.length}`);
    for (const one of all.slice(0, 5)) lines.push(`  ${JSON.stringify(one)}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
