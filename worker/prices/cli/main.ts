import process from 'node:process';
import { EnvironmentReader } from '../../../service/environment.ts';
import { createSqliteStore } from '../stores/sqlite.ts';
import { readCommand } from './command.ts';
import { createProgress } from './progress.ts';
import { runCommand } from './run.ts';

const path = new EnvironmentReader(process.env).text('WORKER_STORE', 'data/prices.db');

process.exitCode = await runCommand(readCommand(process.argv.slice(2)), {
  openStore: () => createSqliteStore({ path }),
  now: Date.now,
  progress: createProgress('writing', process.stderr),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
