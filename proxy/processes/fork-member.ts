import cluster from 'node:cluster';
import process from 'node:process';
import { onDeno } from '../on-deno.ts';
import type { MemberEvents } from './crew.ts';
import { LineRelay } from './line-relay.ts';
import type { MemberProcess } from './member.ts';

/** The number of this process among all that were started, from 1; undefined where it leads. */
export const memberNumber = cluster.worker?.id;

/**
 * How a member is run on Deno, as the first process is by ecosystem.config.js: Deno gives a program that
 * is started again all rights unless it is told which, and does not pass V8's flags on.
 */
export const memberArgs: readonly string[] = [
  'run',
  '--v8-flags=--min-semi-space-size=4,--max-semi-space-size=4',
  ...['--allow-net', '--allow-env', '--allow-read', '--allow-sys'],
];

/**
 * Starts this program again as a member of the group.
 *
 * @param env  added to this process's environment
 */
export function forkMember(
  env: Readonly<Record<string, string>>,
  events: MemberEvents,
): MemberProcess {
  // Dealt out by the leading process, a connection that is on its way to one that dies hangs for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ silent: true, ...(onDeno ? { execArgv: [...memberArgs] } : {}) });
  const worker = cluster.fork({ ...env });
  const child = worker.process;
  const out = new LineRelay((lines) => process.stdout.write(lines));
  const err = new LineRelay((lines) => process.stderr.write(lines));
  child.stdout?.on('data', (chunk: Buffer) => out.take(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.take(chunk));
  child.stdout?.on('end', () => out.end());
  child.stderr?.on('end', () => err.end());
  // What is sent to one that is about to end fails: its end is heard of by itself.
  child.on('error', () => undefined);
  // The worker passes the child's errors on, and ends this process where nobody hears them.
  worker.on('error', () => undefined);
  worker.on('message', (message: unknown) => events.onMessage(message));
  worker.on('exit', (code, signal) => events.onExit(code, signal));
  return {
    pid: child.pid ?? 0,
    get connected() {
      return worker.isConnected();
    },
    send: (message) => worker.send(Object(message)),
    kill: (signal) => child.kill(signal),
  };
}

/**
 * Lets a member outlive the leading process until its exchanges are finished: by itself it would end
 * at once.
 */
export function surviveLeader(): void {
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
}
