import process from 'node:process';
import { start } from './start.ts';

// `npm start`: process.exitCode lets what was printed reach the terminal before the end.
process.exitCode = await start(process.env, (line) => process.stdout.write(`${line}\n`));
