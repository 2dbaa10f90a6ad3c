import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import type { Sampling } from './cpu-time.ts';

const run = promisify(execFile);

/** Debian's, which has python3-scipy and python3-pandas; another in `PYTHON`. */
const python = process.env['PYTHON'] ?? '/usr/bin/python3';

// One thread, as ours has: processor time is then time.
const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };

/** How SLSQP gets its slopes. */
export type SlsqpWay = 'original' | 'gradient';

/** What SLSQP did. */
export interface SlsqpRun {
  /** Processor time of each run, in ms. */
  readonly times: readonly number[];
  /** The ratio that it reached. */
  readonly ratio: number;
  readonly iterations: number;
}

/** Whether scipy and pandas are there. */
export async function hasScipy(): Promise<boolean> {
  try {
    await run(python, ['-c', 'import scipy.optimize, pandas'], { env });
    return true;
  } catch {
    return false;
  }
}

/** What scipy is asked. */
export interface SlsqpQuestion extends Sampling {
  /** T+1 × n. */
  readonly closes: Matrix;
  /** A day. */
  readonly hurdle: number;
  readonly way: SlsqpWay;
}

/**
 * Runs scipy's SLSQP from equal weights in a process of its own, which times itself once it is warm.
 *
 * @throws {Error} scipy or pandas is missing
 */
export async function slsqp(folder: string, question: SlsqpQuestion): Promise<SlsqpRun> {
  const { closes, hurdle, way, samples, limitMs } = question;
  const file = join(folder, 'closes.f64');
  writeFileSync(file, closes.values);
  const figures = [closes.rows, closes.columns, hurdle, way, samples, limitMs / 1000];
  const args = ['bench/optimise/slsqp.py', file, ...figures.map(String)];
  const { stdout } = await run(python, args, { env });
  return JSON.parse(stdout) as SlsqpRun;
}
