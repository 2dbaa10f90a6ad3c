import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { processorMs } from '../../bench/process-figures.ts';

const figures = suite('processor time of processes');

figures('what a child took stays counted after its end', async () => {
  const busy =
    'const end = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < end);';
  const before = await processorMs([process.pid]);
  const child = spawn(process.execPath, ['-e', busy], { stdio: 'ignore' });
  await once(child, 'exit');

  assert.ok((await processorMs([process.pid, child.pid ?? 0])) - before >= 200);
});

figures.run();
