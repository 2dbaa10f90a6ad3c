import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openClient } from '../contract/support/raw-client.ts';
import { timeToEnd } from '../contract/support/waiting.ts';
import {
  type Backend,
  type BackendScript,
  deadAddress,
  plain,
  startBackend,
} from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { ask, type TestedProxy, testedProxy } from '../support/running-proxy.ts';

interface Context {
  readonly closers: (() => Promise<void>)[];
}

const resilience = suite<Context>('resilience', { closers: [] });

resilience.after.each(async ({ closers }) => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Group extends TestedProxy {
  readonly backends: readonly Backend[];
}

/** A proxy over backends that play `scripts`. */
async function group(
  { closers }: Context,
  scripts: readonly BackendScript[],
  env: Readonly<Record<string, string>>,
): Promise<Group> {
  const backends: Backend[] = [];
  for (const script of scripts) {
    const backend = await startBackend(script);
    backends.push(backend);
    closers.push(() => backend.close());
  }
  const peers = backends.map(({ address }) => address).join(',');
  const started = await testedProxy({ PROXY_PEERS: peers, ...env });
  closers.push(() => started.drain());
  return { ...started, backends };
}

const says =
  (body: string, status = 200): BackendScript =>
  (_request, socket) => {
    socket.write(plain(status, body));
  };
const hangs: BackendScript = () => undefined;
const dies: BackendScript = (_request, socket) => socket.destroy();

resilience('a try that takes too long goes on elsewhere', async (context) => {
  const { url, upstream } = await group(context, [hangs, says('b')], {
    PROXY_TRY_TIMEOUT_MS: '1000',
  });

  const { status, body } = await ask(url);

  assert.is(`${status} ${body}`, '200 b');
  assert.is(upstream.peers[0]?.failed, 1);
});

resilience('with nobody else it ends', async (context) => {
  const { url } = await group(context, [hangs], { PROXY_TRY_TIMEOUT_MS: '100' });

  const { status, headers } = await ask(url);

  assert.is(status, 504);
  assert.is(headers['proxy-status'], 'edgefolio; error=http_response_timeout');
});

resilience('an exchange ends at its limit though peers are left', async (context) => {
  const { url, backends, upstream, accessed } = await group(context, [hangs, hangs, says('c')], {
    PROXY_TRY_TIMEOUT_MS: '1000',
    PROXY_TOTAL_TIMEOUT_MS: '1900',
  });

  const { status } = await ask(url);

  assert.is(status, 504);
  assert.is(backends[2]?.seen.length, 0);
  assert.is(upstream.peers[1]?.inFlight, 0);
  const line = await eventually('it is logged', () => accessed[0]);
  assert.match(JSON.stringify(line), /http_response_timeout.*http_response_timeout/);
});

resilience('an answer that is not finished at the limit is broken off', async (context) => {
  const drips: BackendScript = (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
  };
  const { url } = await group(context, [drips], {
    PROXY_TOTAL_TIMEOUT_MS: '200',
    PROXY_WHOLE_LIMIT_BYTES: '0',
  });

  const ended = await ask(url).then(
    () => 'whole',
    () => 'broken off',
  );

  assert.is(ended, 'broken off');
});

resilience('a small answer that is not whole at the limit is 504', async (context) => {
  const drips: BackendScript = (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
  };
  const { url } = await group(context, [drips], { PROXY_TOTAL_TIMEOUT_MS: '200' });

  assert.is((await ask(url)).status, 504);
});

resilience('a POST in flight is made again where its route says so', async (context) => {
  const env = { PROXY_IDEMPOTENT_ROUTES: 'POST /backend', PROXY_MAX_FAILS: '0' };
  const { url } = await group(context, [dies, says('b')], env);

  const declared = await ask(`${url}/backend?a=1`, { method: 'POST', body: 'x' });
  await ask(url);
  const other = await ask(`${url}/orders`, { method: 'POST', body: 'x' });

  assert.is(`${declared.status} ${declared.body}`, '200 b');
  assert.is(other.status, 502);
});

resilience('retries end when their budget does', async (context) => {
  const { url, adminUrl } = await group(context, [dies, says('b')], {
    PROXY_MAX_FAILS: '0',
    PROXY_RETRY_BUDGET: '1',
    PROXY_RETRY_BUDGET_MIN: '2',
  });

  const statuses: number[] = [];
  for (let i = 0; i < 8; i += 1) statuses.push((await ask(url)).status);

  assert.equal(statuses, [200, 200, 200, 200, 502, 200, 502, 200]);
  const metrics = (await ask(`${adminUrl}/-/metrics`)).body;
  assert.match(metrics, /\nedgefolio_proxy_retries_refused_total 2\n/);
  assert.match(metrics, /\nedgefolio_proxy_retries_total 2\n/);
});

resilience('a share of the peers is ejected, the rest goes on failing', async (context) => {
  const { url, upstream } = await group(context, [dies, dies, dies, dies], {
    PROXY_MAX_FAILS: '1',
    PROXY_EJECT_SHARE: '50',
  });

  await ask(url);
  await ask(url);

  assert.is(upstream.liveCount, 2);
  assert.is((await ask(url)).status, 502);
});

resilience('in a panic the ejected are asked, too', async (context) => {
  const sick = { ill: true };
  const script: BackendScript = (request, socket) =>
    (sick.ill ? dies : says('well'))(request, socket);
  const { url, upstream, adminUrl, events } = await group(context, [script, script], {
    PROXY_MAX_FAILS: '1',
    PROXY_PANIC_PERCENT: '50',
    PROXY_FAIL_TIMEOUT_MS: '60000',
  });
  await ask(url);
  assert.is(upstream.liveCount, 0);
  sick.ill = false;

  const { status, body } = await ask(url);

  assert.is(`${status} ${body}`, '200 well');
  assert.is(JSON.parse((await ask(`${adminUrl}/-/status`)).body).panicking, true);
  assert.match((await ask(`${adminUrl}/-/metrics`)).body, /\nedgefolio_proxy_panic 1\n/);
  assert.is(events.filter((event) => event === 'panic').length, 1);
});

resilience('too slow an answer is passed on and counts as a failure', async (context) => {
  const slow: BackendScript = (_request, socket) => {
    setTimeout(() => socket.write(plain(200, 'late')), 60);
  };
  const { url, upstream } = await group(context, [slow, says('b')], {
    PROXY_EJECT_LATENCY_MS: '30',
    PROXY_MAX_FAILS: '1',
  });

  assert.is((await ask(url)).body, 'late');
  assert.is(upstream.liveCount, 1);
  assert.is((await ask(url)).body, 'b');
});

resilience(
  'the head alone is what must not be slow, also of an answer that is held',
  async (context) => {
    const drip: BackendScript = (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nla');
      setTimeout(() => socket.write('te'), 600);
    };
    const { url, upstream } = await group(context, [drip, drip], {
      PROXY_EJECT_LATENCY_MS: '500',
      PROXY_MAX_FAILS: '1',
    });

    assert.is((await ask(url)).body, 'late');
    assert.is(upstream.liveCount, 2);
  },
);

resilience('errors in a row eject whom no failure does', async (context) => {
  const { url, upstream } = await group(context, [says('a', 500), says('b')], {
    PROXY_EJECT_SERVER_ERRORS: '2',
  });

  for (let i = 0; i < 4; i += 1) await ask(url);

  assert.is(upstream.liveCount, 1);
  assert.is(upstream.peers[0]?.tally.ejections, 1);
});

/** Answers probes as long as it is awake, and everything else with `name`. */
function sleeper(name: string): { readonly script: BackendScript; asleep: boolean } {
  const state = {
    asleep: false,
    script: ((_request, socket) => {
      if (!state.asleep) socket.write(plain(200, name));
    }) satisfies BackendScript,
  };
  return state;
}

const quickProbes = {
  PROXY_PROBE_PATH: '/readyz',
  PROXY_PROBE_INTERVAL_MS: '40',
  PROXY_PROBE_FAST_INTERVAL_MS: '10',
  PROXY_PROBE_TIMEOUT_MS: '250',
};

resilience('who waits for a peer that fell silent is answered by another', async (context) => {
  const [a, b] = [sleeper('a'), sleeper('b')];
  const { url, upstream } = await group(context, [a.script, b.script], {
    ...quickProbes,
    PROXY_PROBE_ABANDON: 'on',
  });
  a.asleep = true;

  const answers = await Promise.all([ask(url), ask(url), ask(url), ask(url)]);

  assert.equal([...new Set(answers.map(({ body }) => body))], ['b']);
  assert.is(upstream.peers[0]?.readiness, 'absent');
  a.asleep = false;
  await eventually('it is back', () => upstream.liveCount === 2);
});

resilience('without another it is waited for', async (context) => {
  const backend = sleeper('a');
  let answer: () => void = () => undefined;
  const script: BackendScript = (request, socket) => {
    if (request.target !== '/readyz') answer = () => void socket.write(plain(200, 'late'));
    else backend.script(request, socket);
  };
  const { url, upstream } = await group(context, [script], {
    ...quickProbes,
    PROXY_PROBE_ABANDON: 'on',
  });
  const asked = ask(url);
  backend.asleep = true;
  await eventually('it is absent', () => upstream.peers[0]?.readiness === 'absent');

  answer();

  assert.is((await asked).body, 'late');
});

interface LateSleeper {
  readonly script: BackendScript;
  asleep: boolean;
  /** How often it was asked in its sleep, probes included. */
  readonly missed: number;
}

/** Answers as a {@link sleeper}, but when it wakes also what it was asked in its sleep. */
function lateSleeper(name: string): LateSleeper {
  const missed: (() => void)[] = [];
  let asleep = false;
  return {
    script: (_request, socket) => {
      const answer = (): void => void (socket.writable && socket.write(plain(200, name)));
      if (asleep) missed.push(answer);
      else answer();
    },
    get missed() {
      return missed.length;
    },
    get asleep() {
      return asleep;
    },
    set asleep(sleeps) {
      asleep = sleeps;
      if (!asleep) for (const answer of missed.splice(0)) answer();
    },
  };
}

const isAbsent = ({ readiness }: { readonly readiness: string }): boolean => readiness === 'absent';

resilience('with one gone and one asleep requests wait until it wakes', async (context) => {
  const [a, b] = [lateSleeper('a'), lateSleeper('b')];
  const { url, upstream, backends } = await group(context, [a.script, b.script], {
    ...quickProbes,
    PROXY_PROBE_ABANDON: 'on',
  });
  b.asleep = true;
  await backends[0]?.close();
  await eventually('both are absent', () => upstream.peers.every(isAbsent));

  const asked = Array.from({ length: 8 }, () => ask(url));
  await eventually('they wait for it', () => upstream.peers[1]?.inFlight === 8);
  b.asleep = false;

  const answers = await Promise.all(asked);
  assert.equal([...new Set(answers.map(({ status, body }) => `${status} ${body}`))], ['200 b']);
});

resilience('who waits for one asleep is answered by another that comes back', async (context) => {
  const [a, b] = [sleeper('a'), sleeper('b')];
  const { url, upstream } = await group(context, [a.script, b.script], {
    ...quickProbes,
    PROXY_PROBE_ABANDON: 'on',
  });
  a.asleep = true;
  b.asleep = true;
  await eventually('both are absent', () => upstream.peers.every(isAbsent));
  const asked = ask(url);
  const [askedPeer] = await eventually('one is asked', () => {
    const busy = upstream.peers.filter(({ inFlight }) => inFlight > 0);
    return busy.length > 0 ? busy : undefined;
  });

  if (askedPeer === upstream.peers[0]) b.asleep = false;
  else a.asleep = false;

  const { status, body } = await asked;
  assert.is(`${status} ${body}`, askedPeer === upstream.peers[0] ? '200 b' : '200 a');
});

resilience('one that sleeps is not left for another that does', async (context) => {
  const [a, b] = [lateSleeper('a'), lateSleeper('b')];
  const { url, upstream, backends } = await group(context, [a.script, b.script], {
    ...quickProbes,
    PROXY_PROBE_ABANDON: 'on',
  });
  // One after the other: while the second seems awake, the first is rightly left for it.
  b.asleep = true;
  await eventually('one is absent', () => upstream.peers.some(isAbsent));
  a.asleep = true;
  const asked = ask(url);
  await eventually('both are absent', () => upstream.peers.every(isAbsent));
  const { missed } = a;
  await eventually('its silence was looked at again', () => a.missed > missed + 2);

  a.asleep = false;
  b.asleep = false;

  assert.is((await asked).status, 200);
  assert.is(
    backends.reduce((sum, { seen }) => sum + seen.length, 0),
    1,
  );
});

resilience('without limits of its own it ends with the wait for an answer', async (context) => {
  const a = sleeper('a');
  const { url, upstream } = await group(context, [a.script], {
    ...quickProbes,
    PROXY_RESPONSE_TIMEOUT_MS: '300',
  });
  a.asleep = true;
  await eventually('it is absent', () => upstream.peers.every(isAbsent));

  const { status, headers } = await ask(url);

  assert.is(status, 504);
  assert.is(headers['proxy-status'], 'edgefolio; error=http_response_timeout');
});

resilience(
  'one that refuses connections is not waited for, though it was asleep',
  async (context) => {
    const a = sleeper('a');
    const { url, upstream, backends } = await group(context, [a.script], quickProbes);
    a.asleep = true;
    await eventually('it is absent', () => upstream.peers[0]?.hanging);
    await backends[0]?.close();
    await eventually('it is gone', () => upstream.peers[0]?.hanging === false);

    const { status, headers } = await ask(url);

    assert.is(status, 503);
    assert.is(headers['retry-after'], '1');
  },
);

resilience('who answers requests but no probe is busy, not silent', async (context) => {
  const probed = { times: 0 };
  const script: BackendScript = (request, socket) => {
    if (request.target !== '/readyz') socket.write(plain(200, 'a'));
    else if (probed.times++ === 0) socket.write(plain(200, 'ready'));
  };
  const { url, upstream } = await group(context, [script, says('b')], {
    ...quickProbes,
    PROXY_PROBE_OBSERVE: 'on',
  });

  while (probed.times < 8) await ask(url);
  assert.is(upstream.liveCount, 2);
  await eventually('unasked it is silent', () => upstream.liveCount === 1);
});

resilience('a probe may expect other statuses', async (context) => {
  const { upstream } = await group(context, [says('moved', 302), says('ok')], {
    ...quickProbes,
    PROXY_PROBE_STATUS: '204,300-399',
  });

  assert.equal(
    upstream.peers.map(({ readiness }) => readiness),
    ['live', 'draining'],
  );
});

resilience('a dead address alone is no panic', async (context) => {
  const dead = await deadAddress();
  const { upstream } = await group(context, [says('b')], {
    ...quickProbes,
    PROXY_PEERS: dead,
    PROXY_PANIC_PERCENT: '100',
  });

  assert.is(upstream.panicking, false);
});

resilience('what is under way at the drain limit is broken off, and logged', async (context) => {
  const drips: BackendScript = (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nsome');
  };
  const { url, drain, accessed, events } = await group(context, [drips], {
    PROXY_DRAIN_LIMIT_MS: '200',
    PROXY_WHOLE_LIMIT_BYTES: '0',
  });
  const client = await openClient(Number(new URL(url).port));
  client.send('GET / HTTP/1.0\r\n\r\n');
  await client.reader.through('some');

  await drain();

  // An orderly end would be the end of the body.
  assert.not((await timeToEnd(client)).orderly);
  assert.ok(events.includes('drain limit reached'));
  assert.equal(
    accessed.map(({ status, bytes }) => [status, bytes]),
    [[200, 4]],
  );
});

resilience('white space behind a peer’s values is no part of them', async (context) => {
  const answers = [
    'Transfer-Encoding: chunked\t\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    'Content-Length: 5\t \t\r\n\r\nhello',
    'Content-Length: 5 \r\nConnection: close\t\r\n\r\nhello',
  ];
  for (const answer of answers) {
    const script: BackendScript = (_request, socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${answer}`);
    };
    const { url, backends } = await group(context, [script], {});

    const bodies = [(await ask(url)).body, (await ask(url)).body];

    assert.equal(bodies, ['hello', 'hello'], answer);
    assert.is(backends[0]?.seen[1]?.earlier, answer.includes('close') ? 0 : 1, answer);
  }
});

resilience.run();
