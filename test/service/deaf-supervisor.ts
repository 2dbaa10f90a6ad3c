import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';

// Starts a service and listens to it no more, for lifecycle.test.ts.
const [command = '', ...args] = process.argv.slice(2);
const service = spawn(command, args, { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
await once(service, 'message');
process.stdout.write(`stopped ${service.pid}\n`, () => process.kill(process.pid, 'SIGSTOP'));
