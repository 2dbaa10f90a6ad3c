import process from 'node:process';
import { start } from './start.ts';

// `npm start`: process.exitCode lets what was printed reach the terminal before the end.
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
try {
  process.exitCode = await start(process.env, print);
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
