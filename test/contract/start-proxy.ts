import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { lastWords } from '../support/explained.ts';
import type { Edge, EdgeOptions, EdgePeer, LoggedExchange, StartEdge } from './edge.ts';
import { Child, residentBytes } from './support/child.ts';

/** Starts the compiled proxy on Node. */
export const startProxyOnNode: StartEdge = (options) =>
  startProxy(process.execPath, ['dist/proxy/main.js'], options);

/** Starts the proxy's sources on Deno. */
export const startProxyOnDeno: StartEdge = async (options) => {
  const rights = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys'];
  return startProxy(await denoBinary(), ['run', ...rights, 'proxy/main.ts'], options);
};

/**
 * The program itself: a signal to `.bin/deno` would end that script alone, and Deno would stay. The
 * script puts the program in its place when it runs for the first time.
 */
async function denoBinary(): Promise<string> {
  const binary = 'node_modules/deno/deno';
  if (!existsSync(binary)) await promisify(execFile)('node_modules/.bin/deno', ['--version']);
  return binary;
}

async function startProxy(
  command: string,
  args: readonly string[],
  options: EdgeOptions,
): Promise<Edge> {
  const env = { ...process.env, ...environment(options) };
  const child = new Child(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const events: string[] = [];
  const { stdout, stderr, pid = 0 } = child.process;
  if (stdout === null || stderr === null) throw new Error('the proxy has no output');
  readLines(stdout, (line) => lines.push(line));
  const { url, tlsUrl } = await listeningAt(child, stderr, events);
  return {
    url: url.origin,
    port: Number(url.port),
    tlsPort: Number(tlsUrl?.port ?? 0),
    memoryBytes: () => residentBytes(pid),
    logged: async () => lines.map((line) => exchangeOf(JSON.parse(line))),
    loggedLines: async () => lines,
    events: async () => events,
    drain: () => child.end('SIGTERM'),
    stop: async () => {
      await child.end('SIGKILL');
    },
  };
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine);
}

interface ListensAt {
  readonly url: URL;
  readonly tlsUrl: URL | undefined;
}

/** How long a runtime may take to start. */
const startLimitMs = 20_000;

async function listeningAt(child: Child, stderr: Readable, events: string[]): Promise<ListensAt> {
  const listening = new Promise<ListensAt>((resolve) => {
    readLines(stderr, (line) => {
      events.push(line);
      const said: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
      if (isListening(said)) {
        resolve({
          url: new URL(said.url),
          tlsUrl: said.tlsUrl === undefined ? undefined : new URL(said.tlsUrl),
        });
      }
    });
  });
  const limit = setTimeout(() => child.process.kill('SIGKILL'), startLimitMs);
  const failed = child.exit.then((code) => {
    throw new Error(`it ended with ${code} before it listened\n${lastWords('the proxy', events)}`);
  });
  return Promise.race([listening, failed]).finally(() => clearTimeout(limit));
}

function isListening(said: unknown): said is { readonly url: string; readonly tlsUrl?: string } {
  return typeof said === 'object' && said !== null && 'url' in said && 'livePeers' in said;
}

/** The settings by which the proxy, or what is generated from settings, does what `options` ask. */
export function environment(options: EdgeOptions): Readonly<Record<string, string>> {
  const variables: Readonly<Record<string, string | number | undefined>> = {
    PROXY_HOST: '127.0.0.1',
    PROXY_PORT: 0,
    PROXY_ADMIN_PORT: 0,
    // nginx has no probes: without them all three can be compared.
    PROXY_PROBE_PATH: 'off',
    PROXY_PEERS: options.peers.map(peerText).join(','),
    PROXY_BALANCER: options.balancer,
    PROXY_HASH_KEY: options.hashKey,
    PROXY_MAX_FAILS: options.maxFails,
    PROXY_FAIL_TIMEOUT_MS: options.failTimeoutMs,
    PROXY_RETRY_ON: options.retryOn?.length === 0 ? 'off' : options.retryOn?.join(','),
    PROXY_RETRY_TRIES: options.retryTries,
    PROXY_RETRY_TIMEOUT_MS: options.retryTimeoutMs,
    PROXY_CONNECT_TIMEOUT_MS: options.connectTimeoutMs,
    PROXY_RESPONSE_TIMEOUT_MS: options.responseTimeoutMs,
    PROXY_SEND_TIMEOUT_MS: options.sendTimeoutMs,
    PROXY_HEADER_TIMEOUT_MS: options.headerTimeoutMs,
    PROXY_BODY_TIMEOUT_MS: options.bodyTimeoutMs,
    PROXY_KEEP_ALIVE_MS: options.keepAliveMs,
    PROXY_HALF_CLOSE_MS: options.halfCloseMs,
    PROXY_PEER_IDLE_MS: options.peerIdleMs,
    PROXY_BODY_LIMIT_BYTES: options.bodyLimitBytes,
    PROXY_CACHE_BYTES: options.cache?.bytes,
    PROXY_CACHE_HEURISTIC_PERCENT: options.cache?.heuristicPercent,
    PROXY_CACHE_SET_COOKIE: options.cache?.setCookie,
    PROXY_TUNNEL_IDLE_MS: options.tunnelIdleMs,
    PROXY_COMPRESS: options.compress && 'on',
    PROXY_ACCESS_LOG: options.accessLog,
    PROXY_ACCESS_LOG_FORMAT: options.accessLogFormat,
    PROXY_TLS_PORT: options.certificate === undefined ? undefined : 0,
    PROXY_TLS_CERTIFICATES: options.certificate?.entry,
    PROXY_TRUSTED: options.trusted?.join(','),
    PROXY_ADDRESS_RULES: options.addressRules?.join(','),
    PROXY_RATE_LIMITS: rateText(options),
    PROXY_CLIENT_REQUESTS: options.clientRequests,
    PROXY_ALLOWED_HOSTS: options.allowedHosts?.join(','),
    PROXY_ALLOWED_ORIGINS: options.allowedOrigins?.join(','),
  };
  const given = Object.entries(variables).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function rateText({ rateLimit }: EdgeOptions): string | undefined {
  if (rateLimit === undefined) return undefined;
  const { rate, burst, delay = false } = rateLimit;
  return `* ${rate} burst=${burst}${delay ? ' delay' : ''}`;
}

function peerText({ port, weight = 1, maxConns, backup = false }: EdgePeer): string {
  const limit = maxConns === undefined ? '' : `;max-conns=${maxConns}`;
  return `127.0.0.1:${port};weight=${weight}${limit}${backup ? ';backup' : ''}`;
}

interface LogLine {
  readonly requestId: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly tries: readonly { readonly peer: string; readonly status?: number }[];
}

function exchangeOf({ requestId, method, target, status, tries }: LogLine): LoggedExchange {
  const peers = tries.map(({ peer }) => Number(peer.split(':')[1]));
  const statuses = tries.map((one) => one.status ?? 0);
  return { requestId, method, target, status, peers, statuses };
}
