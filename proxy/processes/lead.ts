import type { Log } from '../../service/log.ts';
import { createAdminServer } from '../admin/server.ts';
import { close, freePort, listen } from '../listen.ts';
import { Reloading, type ReloadOutcome } from '../reload/reloading.ts';
import type { LoadedSettings, Settings } from '../settings.ts';
import { answerForCrew } from './answer-for-crew.ts';
import { Crew, type MemberEvents } from './crew.ts';
import { HangWatch } from './hang-watch.ts';
import { type Member, MemberGone, type MemberProcess } from './member.ts';
import { type MemberEnvironment, memberEnvironment } from './member-environment.ts';
import { reloadMembers } from './reload-members.ts';
import { spreadInvalidation } from './spread-invalidation.ts';
import { StandingDrains } from './standing-drains.ts';
import { TicketKeeper } from './ticket-keeper.ts';

/** How a group of processes is led. */
export interface LeadOptions {
  /**
   * Reads the settings, at the start and with every reload.
   *
   * @throws {InvalidEnvironment} naming every fault
   */
  readonly load: () => LoadedSettings;
  /** Starts a process with this added to its environment. */
  readonly fork: (env: MemberEnvironment, events: MemberEvents) => MemberProcess;
  readonly log: Log;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/** A group of processes that listen together. */
export interface RunningCrew {
  readonly url: string;
  readonly adminUrl: string;
  /** The settings in force: their values change with a reload. */
  readonly settings: Settings;
  readonly crew: Crew;
  /**
   * Reads the settings again and lets all processes put them into force.
   *
   * @throws {Error} when they can't be used: the old ones stay
   */
  reload(): Promise<ReloadOutcome>;
  /** Lets all processes finish what runs, and closes everything. */
  drain(): Promise<void>;
}

/**
 * Starts the processes that serve one port together, and one admin port for all. The members never
 * read a file: they are given the settings that were found good here, so that a file that is being
 * edited can't keep a process from coming back.
 *
 * @throws {InvalidEnvironment} when the settings are faulty
 * @throws {Error} when a process does not start or an address can't be listened on
 */
export async function lead({ load, fork, log, now }: LeadOptions): Promise<RunningCrew> {
  let read: LoadedSettings | undefined;
  const reloading = new Reloading({
    load: () => {
      read = load();
      return read;
    },
    log,
  });
  const { settings } = reloading;
  const drains = new StandingDrains();
  const ports = await chosenPorts(settings);
  const envOf = ({ inForce }: Pick<LoadedSettings, 'inForce'>): MemberEnvironment =>
    memberEnvironment(inForce, ports);
  const crew = new Crew({
    size: settings.processes,
    fork: (events) => fork(envOf(reloading), events),
    log,
    now,
    later: (callback, delayMs) => void setTimeout(callback, delayMs),
    onReplaced: (member) => void catchUp(member),
    onInvalidated: (keys, from) => void spreadInvalidation({ crew, log }, keys, from),
  });
  const tickets = settings.tls.port === undefined ? undefined : keepTickets(crew, log);
  let reloadedAt = Number.NEGATIVE_INFINITY;
  const catchUp = async (member: Member): Promise<void> => {
    try {
      // It was started with the settings of then. One that ends at once is replaced and told again.
      if (member.startedAt <= reloadedAt) await member.ask('reload', envOf(reloading));
      await Promise.all([tickets?.tell(member), drains.tell(member)]);
    } catch (error) {
      if (!(error instanceof MemberGone)) noteLag(log, member, error);
    }
  };
  reloading.add({
    prepare: async () => {
      const before = envOf(reloading);
      if (read !== undefined) await reloadMembers(crew, { next: envOf(read), before });
      return () => {
        reloadedAt = now();
        drains.keepTo(settings.peers);
      };
    },
  });
  await crew.start();
  await tickets?.tellAll();
  const hangs = new HangWatch({ crew, log, repeat });
  const [first] = crew.members;
  if (first === undefined) throw new Error('no process of the proxy is ready');
  const admin = createAdminServer((request) => answerForCrew({ crew, reloading, drains }, request));
  return {
    url: await first.ask('address', null),
    adminUrl: await listen(admin, { port: settings.adminPort, host: '127.0.0.1' }),
    settings,
    crew,
    reload: () => reloading.reload(),
    drain: async () => {
      for (const repeated of [tickets, hangs]) repeated?.stop();
      await crew.stop();
      admin.closeAllConnections();
      await close(admin);
    },
  };
}

function keepTickets(crew: Crew, log: Log): TicketKeeper {
  return new TicketKeeper({
    crew,
    onFault: (member, error) => noteLag(log, member, error),
    repeat,
  });
}

function noteLag(log: Log, { pid }: Pick<Member, 'pid'>, error: unknown): void {
  log.error('process lags behind', { pid, error });
}

/** Calls back again and again, which keeps no process alive. @returns what ends it */
function repeat(callback: () => void, periodMs: number): () => void {
  const timer = setInterval(callback, periodMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Where the settings leave a port open, all members need the same one. */
async function chosenPorts({ host, port, tls }: Settings): Promise<MemberEnvironment> {
  return {
    ...(port === 0 ? { ['PROXY_PORT']: String(await freePort(host)) } : {}),
    ...(tls.port === 0 ? { ['PROXY_TLS_PORT']: String(await freePort(host)) } : {}),
  };
}
