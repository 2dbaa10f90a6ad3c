import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { Environment } from '../service/environment.ts';
import { superviseLifecycle } from '../service/lifecycle.ts';
import { createLog, type LogFields } from '../service/log.ts';
import { publishFigures } from '../service/monitor.ts';
import { startOrExit } from '../service/start-or-exit.ts';
import { answerQuestions } from './processes/answer-questions.ts';
import { forkMember, memberNumber, surviveLeader } from './processes/fork-member.ts';
import { InvalidatedKeys } from './processes/invalidated-keys.ts';
import { lead } from './processes/lead.ts';
import { mergeFigures } from './processes/merge-figures.ts';
import type { Invalidated } from './processes/messages.ts';
import { type ProxyOptions, type ServingProxy, startProxy, startServing } from './proxy.ts';
import { proxyFigures } from './proxy-figures.ts';
import { readSettingsFile } from './settings/settings-file.ts';
import { type LoadedSettings, loadSettings } from './settings.ts';

/** How often PM2, or the leading process, is told the figures. */
const figuresEveryMs = 1000;

/** What a leading process waits for its members beyond their own limit. */
const graceMs = 1000;

const log = createLog('proxy', memberNumber === undefined ? {} : { process: memberNumber });
const now = (): number => performance.now();

/** Whether a hang-up came during the start: it is heeded after it. */
let hungUp = false;

/** What a hang-up does. */
let hangUp = (): void => {
  hungUp = true;
};
process.on('SIGHUP', () => hangUp());

if (memberNumber !== undefined) await startOrExit(log, serveAsMember);
else await startOrExit(log, () => (load().settings.processes > 1 ? serveAsCrew() : serveAlone()));

async function serveAlone(): Promise<void> {
  const proxy = await startProxy(optionsWith({ load }));
  onHangUp(() => proxy.reload());
  beReady(proxy, { adminUrl: proxy.adminUrl });
}

/** One of several processes: it is told its settings and asked its figures. */
async function serveAsMember(): Promise<void> {
  surviveLeader();
  let env: Environment = process.env;
  const invalidated = new InvalidatedKeys({ tell: tellInvalidated, later: setTimeout });
  const proxy = await startServing({
    ...optionsWith({ load: () => loadSettings(env) }),
    onInvalidated: (keys) => invalidated.add(keys),
  });
  answerQuestions(proxy, (given) => {
    env = { ...process.env, ...given };
  });
  // A hang-up that reaches the whole group is for the one that leads it.
  hangUp = () => undefined;
  beReady(proxy);
}

function tellInvalidated(keys: readonly string[]): void {
  const told: Invalidated = { edgefolio: 'invalidated', keys };
  if (process.connected) process.send?.(told);
}

async function serveAsCrew(): Promise<void> {
  const running = await lead({ load, log, now, fork: forkMember });
  const { url, adminUrl, settings, crew } = running;
  const ready = superviseLifecycle({
    log,
    drain: () => running.drain(),
    get drainLimitMs() {
      return settings.drainLimitMs + graceMs;
    },
  });
  onHangUp(() => running.reload());
  publishFigures(() => mergeFigures(crew.figures), figuresEveryMs);
  log.info('listening', { url, adminUrl, processes: crew.members.length });
  ready();
}

function optionsWith(own: Pick<ProxyOptions, 'load'>): ProxyOptions {
  return { ...own, log, now, wallClock: () => Date.now(), random: () => Math.random() };
}

function beReady(proxy: ServingProxy, fields: LogFields = {}): void {
  const { url, tlsUrl, upstream, settings } = proxy;
  const ready = superviseLifecycle({
    log,
    drain: () => proxy.drain(),
    get drainLimitMs() {
      return settings.drainLimitMs;
    },
  });
  publishFigures(() => proxyFigures(proxy), figuresEveryMs);
  const { liveCount: livePeers, peers } = upstream;
  const tls = tlsUrl === undefined ? {} : { tlsUrl };
  log.info('listening', { url, ...fields, ...tls, livePeers, peers: peers.length });
  ready();
}

function onHangUp(reload: () => Promise<unknown>): void {
  // Why it failed is logged where it failed.
  hangUp = () => void reload().catch(() => undefined);
  if (hungUp) hangUp();
}

function load(): LoadedSettings {
  const file = readSettingsFile(process.env, (path) => readFileSync(path, 'utf8'));
  return loadSettings(process.env, file);
}
