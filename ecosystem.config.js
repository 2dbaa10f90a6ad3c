import process from 'node:process';

/**
 * What PM2 runs. Ports, instances and the choice of proxy are decided here and nowhere else;
 * every other default stands in the apps' settings.ts. Whatever the caller's environment names
 * wins over what is written here: `WORKERS=4 PROXY_PORT=8080 npm start`.
 */

/** @param {Record<string, string>} defaults */
const chosen = (defaults) =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, process.env[name] || value]),
  );

/** As many ports as `pm2 scale` may fill; the proxy finds out by probing which of them live. */
const mostWorkers = 16;

const basePort = wholeNumber('BASE_PORT', 8001, 65_535 - mostWorkers);
const workers = wholeNumber('WORKERS', 2, mostWorkers);

const logs = process.env.LOG_DIR || 'logs';

const common = {
  cwd: import.meta.dirname,
  // Cluster mode would share one port; every worker has its own, so that the proxy can choose.
  exec_mode: 'fork',
  // Its figures go to PM2 through service/monitor.ts, on Node and Deno alike.
  pmx: false,
  min_uptime: 2000,
  max_restarts: 10,
  restart_delay: 200,
  merge_logs: true,
};

/** How the proxy is run: on Node, on Deno from its sources, or as nginx in its place. */
const proxies = {
  node: {
    script: 'dist/proxy/main.js',
    // Many small functions handle a request: with more of them in one, it takes a twelfth less time.
    node_args: '--max-inlined-bytecode-size=1200 --max-inlined-bytecode-size-cumulative=2500',
    wait_ready: true,
  },
  deno: {
    script: 'proxy/main.ts',
    // The program itself: its wrapper in .bin would be stopped, and leave it behind.
    interpreter: 'node_modules/deno/deno',
    // A nursery of one size: 10,000 idle connections take a sixth less than with V8's own, requests about
    // a hundredth longer. Several processes of a proxy are started by the first.
    interpreter_args: `run --v8-flags=--min-semi-space-size=4,--max-semi-space-size=4 --allow-net --allow-env --allow-read --allow-sys${Number(process.env.PROXY_PROCESSES) > 1 ? ' --allow-run' : ''}`,
    wait_ready: true,
  },
  nginx: {
    script: 'nginx/start.sh',
    interpreter: '/bin/sh',
  },
};

const runtime = process.env.PROXY_RUNTIME || 'node';

/**
 * What a worker is given at a time; more waits in the proxy, where quick questions pass slow ones and
 * a worker that comes back finds work. nginx can't let anybody wait: it would refuse them.
 */
const atATime = runtime === 'nginx' ? '' : ';max-conns=8';

export const apps = [
  {
    ...common,
    name: 'stocks-backend',
    script: 'dist/worker/main.js',
    // Young objects die at once here: a small nursery keeps a worker 20 MB smaller.
    node_args: '--max-semi-space-size=2',
    instances: workers,
    wait_ready: true,
    listen_timeout: 10_000,
    // Longer than a worker's own drain limit, which ends the longest request.
    kill_timeout: 15_000,
    out_file: `${logs}/stocks-backend-access.log`,
    error_file: `${logs}/stocks-backend-error.log`,
    // The port is BASE_PORT + NODE_APP_INSTANCE: unlike increment_var it survives file restarts.
    env: {
      BASE_PORT: String(basePort),
      // One heap of glibc's instead of one a thread: 15 MB less a worker.
      ...chosen({ MALLOC_ARENA_MAX: '1' }),
      NODE_ENV: 'development',
    },
    env_staging: { NODE_ENV: 'staging' },
    env_production: { NODE_ENV: 'production' },
  },
  {
    ...common,
    ...(proxies[runtime] ?? fail(`PROXY_RUNTIME must be node, deno or nginx: it is "${runtime}"`)),
    name: 'proxy',
    instances: 1,
    listen_timeout: 10_000,
    kill_timeout: 15_000,
    out_file: `${logs}/proxy-access.log`,
    error_file: `${logs}/proxy-error.log`,
    env: {
      ...chosen({
        PROXY_PEERS: `127.0.0.1:${basePort}-${basePort + mostWorkers - 1}${atATime}`,
        PROXY_QUEUE_LENGTH: '1000',
        PROXY_QUEUE_TIMEOUT_MS: '30000',
        PROXY_PORT: '8000',
        PROXY_BALANCER: 'least-connections',
        // Every question to the workers is pure: a POST may be asked again on the next peer.
        PROXY_IDEMPOTENT_ROUTES: 'POST /, POST /backend, POST /backend/*',
        PROXY_RETRY_BUDGET: '20',
        PROXY_RETRY_BUDGET_MIN: '100',
        // A worker that hangs is noticed after about 2 s, and who waits for it asks another.
        PROXY_PROBE_TIMEOUT_MS: '500',
        PROXY_PROBE_FAST_INTERVAL_MS: '100',
        PROXY_PROBE_JITTER: '10',
        PROXY_PROBE_OBSERVE: 'on',
        PROXY_PROBE_ABANDON: 'on',
        PROXY_EJECT_MAX_MS: '30000',
        PROXY_EJECT_SHARE: '50',
        // As for the workers: 10 MB less, with 10,000 idle connections.
        MALLOC_ARENA_MAX: '1',
      }),
      // So that `npm start` notices when another is to take its place.
      PROXY_RUNTIME: runtime,
      NODE_ENV: 'development',
    },
    env_staging: { ...chosen({ PROXY_HOST: '0.0.0.0' }), NODE_ENV: 'staging' },
    env_production: {
      ...chosen({ PROXY_HOST: '0.0.0.0', PROXY_PORT: '80' }),
      NODE_ENV: 'production',
    },
  },
];

/**
 * PM2 takes what is no number for as many workers as there are cores, or starts nothing in silence.
 *
 * @param {string} name
 * @param {number} fallback
 * @param {number} max
 */
function wholeNumber(name, fallback, max) {
  const text = process.env[name] || String(fallback);
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= max) return value;
  return fail(`${name} must be a whole number from 1 to ${max}: it is "${text}"`);
}

/** @param {string} message */
function fail(message) {
  throw new Error(message);
}
