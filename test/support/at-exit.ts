import process from 'node:process';

let heeding = false;

/**
 * Calls back when this process ends, also where it is told to: a suite that is stopped for its time
 * limit must leave nothing behind.
 */
export function atExit(callback: () => void): void {
  if (!heeding) process.once('SIGTERM', () => process.exit(143));
  heeding = true;
  process.once('exit', callback);
}
