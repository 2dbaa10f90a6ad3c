import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { atExit } from './at-exit.ts';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';

/** A peer that is there and takes no connection: whoever wants one waits for minutes. */
export interface DeafPeer {
  readonly port: number;
  /** How many connections to it are neither made nor given up, but for those that keep it busy. */
  halfOpen(): Promise<number>;
  stop(): Promise<void>;
}

/** What the kernel keeps for who listens with a backlog of one, and never looks. */
const kept = 2;

/** More than that, so that some wait. */
const wanted = 4;

/** In /proc/net/tcp, of a connection whose first segment nobody has answered. */
const synSent = '02';

/** Starts one: a process that listens, is stopped, and has its queue of connections full. */
export async function startDeafPeer(): Promise<DeafPeer> {
  const port = await freePort();
  const place = JSON.stringify({ port, host: '127.0.0.1', backlog: 1 });
  const program = `require('node:net').createServer().listen(${place}, () => console.log('up'))`;
  const listener = spawn('node', ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid } = listener;
  if (pid === undefined) throw new Error('no process listens');
  // Deno hears no more of a child that it has sent a signal to itself.
  const signal = (name: NodeJS.Signals): boolean => process.kill(pid, name);
  atExit(() => listener.exitCode ?? listener.signalCode ?? signal('SIGKILL'));
  const ended = once(listener, 'exit');
  const failed = ended.then(([code]) => {
    throw new Error(`a deaf peer ended with ${code}`);
  });
  failed.catch(() => undefined);
  await Promise.race([once(listener.stdout, 'data'), failed]);
  signal('SIGSTOP');
  const fillers = Array.from({ length: wanted }, () => filler(port));
  const open = (): number => fillers.filter(({ connecting }) => !connecting).length;
  await eventually('its queue is full', () => open() >= kept);
  const waiting = await synSentTo(port);
  return {
    port,
    halfOpen: async () => (await synSentTo(port)) - waiting,
    stop: async () => {
      for (const socket of fillers) socket.destroy();
      signal('SIGKILL');
      await ended;
    },
  };
}

function filler(port: number): Socket {
  return connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
}

async function synSentTo(port: number): Promise<number> {
  const place = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').slice(1);
  return lines.filter((line) => {
    const [, , remote, state] = line.trim().split(/\s+/);
    return remote?.endsWith(place) && state === synSent;
  }).length;
}
