import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Admission, Gate } from '../../../proxy/protection/gate.ts';
import type { GuardedRequest } from '../../../proxy/protection/guarded-request.ts';
import { Occupancy } from '../../../proxy/protection/occupancy.ts';
import { RateMemory } from '../../../proxy/protection/rate-memory.ts';
import { Refusals } from '../../../proxy/protection/refusals.ts';
import { readProtectionSettings } from '../../../proxy/settings/protection.ts';
import { EnvironmentReader } from '../../../service/environment.ts';
import type { LogFields } from '../../../service/log.ts';

const gate = suite('gate');

interface Asking extends Partial<Omit<GuardedRequest, 'field'>> {
  readonly fields?: Readonly<Record<string, string>>;
}

function asked({ fields = {}, ...rest }: Asking = {}): GuardedRequest {
  const host = rest.host ?? 'edge.test';
  return {
    id: 'id-1',
    method: 'GET',
    target: '/',
    path: '/',
    client: '192.0.2.1',
    scheme: 'http',
    host,
    askedHost: host,
    field: (name) => fields[name],
    ...rest,
  };
}

function gated(env: Readonly<Record<string, string>>) {
  const lines: LogFields[] = [];
  const refusals = new Refusals(
    { warn: (event, fields) => lines.push({ event, ...fields }) },
    () => 0,
  );
  const inFlight = new Occupancy();
  const reader = new EnvironmentReader(env);
  const settings = readProtectionSettings(reader);
  reader.finish();
  const memory = { rates: new RateMemory(() => 0, 1000), inFlight, refusals };
  const tested = new Gate(settings, memory);
  const admit = (asking: Asking = {}): Admission | undefined => {
    const admission = tested.admit(asked(asking));
    if (admission instanceof Promise) throw new Error('memory answers at once');
    return admission;
  };
  const status = (asking: Asking = {}): number => admit(asking)?.problem?.status ?? 200;
  return { gate: tested, admit, status, inFlight, refusals, lines };
}

gate('with nothing set everybody is let in, and nothing said', () => {
  const { gate: open, admit } = gated({});
  const fields: readonly string[] = ['a', 'b'];

  assert.is(admit(), undefined);
  assert.is(open.consumed, '');
  assert.is(open.dressed(fields, undefined), fields);
});

gate('addresses are let in or not by the rules', () => {
  const { status } = gated({ PROXY_ADDRESS_RULES: 'allow 192.0.2.0/24, deny all' });

  assert.is(status(), 200);
  assert.is(status({ client: '198.51.100.1' }), 403);
});

gate('only listed hosts are served', () => {
  const { status } = gated({ PROXY_ALLOWED_HOSTS: 'edge.test, *.shop.test, [::1]:8000' });

  for (const host of [
    'edge.test',
    'EDGE.test:99',
    'edge.test.',
    'a.shop.test',
    'a.b.shop.test',
    '[::1]:8000',
  ]) {
    assert.is(status({ host }), 200, host);
  }
  for (const host of [
    '',
    'evil.test',
    'shop.test',
    'evilshop.test',
    'edge.test.evil.test',
    '[::1]',
  ]) {
    assert.is(status({ host }), 421, host);
  }
});

gate('a host that a hop was told must be listed too', () => {
  const { status } = gated({ PROXY_ALLOWED_HOSTS: 'edge.test' });

  assert.is(status({ askedHost: 'evil.test' }), 421);
});

gate('only listed origins may ask', () => {
  const { status } = gated({
    PROXY_ALLOWED_ORIGINS: 'https://app.test, https://*.shop.test, self',
  });
  const from = (origin: string): number => status({ fields: { origin } });

  for (const origin of ['https://app.test', 'https://a.shop.test', 'http://edge.test']) {
    assert.is(from(origin), 200, origin);
  }
  const strangers = ['http://app.test', 'https://app.test:444', 'https://edge.test', 'null', ''];
  for (const origin of [...strangers, 'https://shop.test', 'https://app.test.evil.test']) {
    assert.is(from(origin), 403, origin);
  }
});

gate('without Origin the browser’s other word counts', () => {
  const { status } = gated({ PROXY_ALLOWED_ORIGINS: 'https://app.test' });
  const from = (site: string, more: Readonly<Record<string, string>> = {}): number =>
    status({ fields: { 'sec-fetch-site': site, ...more } });

  assert.is(status(), 200);
  assert.is(from('same-origin'), 200);
  assert.is(from('none'), 200);
  assert.is(from('cross-site'), 403);
  assert.is(from('same-site'), 403);
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  assert.is(from('cross-site', link), 200);
  assert.is(status({ method: 'POST', fields: { 'sec-fetch-site': 'cross-site', ...link } }), 403);
  assert.is(from('cross-site', { ...link, 'sec-fetch-dest': 'iframe' }), 403);
});

gate('who says nothing of an origin may be refused', () => {
  const { status } = gated({
    PROXY_ALLOWED_ORIGINS: 'https://app.test',
    PROXY_WITHOUT_ORIGIN: 'deny',
  });

  assert.is(status(), 403);
  assert.is(status({ fields: { 'sec-fetch-site': 'same-origin' } }), 200);
  assert.is(status({ fields: { origin: 'https://app.test' } }), 200);
});

gate('a listed page may read what the proxy answers itself', () => {
  const { gate: listing } = gated({ PROXY_ALLOWED_ORIGINS: 'https://app.test' });
  const shared = listing.sharing(asked({ fields: { origin: 'https://app.test' } }));

  assert.equal(shared.slice(0, 4), [
    ...['Access-Control-Allow-Origin', 'https://app.test', 'Vary', 'Origin'],
  ]);
  assert.match(shared[5] ?? '', 'Retry-After');
  const stranger = asked({ fields: { origin: 'https://evil.test' } });
  assert.equal(listing.sharing(stranger), ['Vary', 'Origin']);
  assert.equal(gated({}).gate.sharing(asked({ fields: { origin: 'https://app.test' } })), []);
});

const key = 'k3y-of.the_frontend~+/==';
const digest = createHash('sha256').update(key).digest('hex');

gate('keys let in, and only they', () => {
  const {
    status,
    admit,
    gate: closed,
  } = gated({ PROXY_BEARER_KEYS: `${'0'.repeat(64)},front:${digest}` });
  const by = (authorization: string): number => status({ fields: { authorization } });

  assert.is(by(`Bearer ${key}`), 200);
  assert.is(by(`bearer ${key}`), 200);
  for (const wrong of ['Bearer other', `Basic ${key}`, key, `Bearer ${digest}`, 'Bearer ', '']) {
    assert.is(by(wrong), 401, wrong);
  }
  const challenge = (fields: Readonly<Record<string, string>>): string | undefined =>
    admit({ fields })?.problem?.headers['WWW-Authenticate'];
  assert.is(challenge({}), 'Bearer realm="edgefolio"');
  assert.match(challenge({ authorization: 'Bearer other' }) ?? '', 'error="invalid_token"');
  assert.is(closed.consumed, 'authorization');
});

gate('a preflight needs no key', () => {
  const { status } = gated({ PROXY_BEARER_KEYS: digest });
  const fields = { origin: 'https://app.test', 'access-control-request-method': 'POST' };

  assert.is(status({ method: 'OPTIONS', fields }), 200);
  assert.is(status({ method: 'OPTIONS' }), 401);
  assert.is(status({ method: 'POST', fields }), 401);
});

gate('rates are limited by client', () => {
  const { admit, status } = gated({ PROXY_RATE_LIMITS: '* 1r/s burst=1' });
  const first = admit();
  admit();
  const refused = admit();

  assert.is(first?.problem, undefined);
  assert.is(refused?.problem?.status, 429);
  assert.is(refused?.problem?.headers['Retry-After'], '1');
  assert.equal(refused?.problem?.toJSON()['violated-policies'], ['limit-1']);
  assert.ok(refused?.fields.includes('RateLimit'));
  assert.is(status({ client: '192.0.2.2' }), 200);
});

gate('an IPv6 client is its network', () => {
  const { status } = gated({ PROXY_RATE_LIMITS: '* 1r/s' });

  assert.is(status({ client: '2001:db8::1' }), 200);
  assert.is(status({ client: '2001:db8::2' }), 429);
  assert.is(status({ client: '2001:db8:0:1::2' }), 200);
});

gate('who is refused for another reason is not counted', () => {
  const { admit, status } = gated({
    PROXY_RATE_LIMITS: '* 1r/s',
    PROXY_ALLOWED_HOSTS: 'edge.test',
  });
  for (let turn = 0; turn < 5; turn += 1) admit({ host: 'evil.test' });

  assert.is(status(), 200);
});

gate('requests in flight are limited by client', () => {
  const { gate: limited, admit, inFlight } = gated({ PROXY_CLIENT_REQUESTS: '2' });
  const [first, second, third] = [admit(), admit(), admit()];

  assert.is(third?.problem?.status, 429);
  for (const one of [first, second, third]) if (one !== undefined) limited.leave(one);
  assert.is(inFlight.clients, 0);
  assert.is(admit()?.problem, undefined);
});

gate('a request that comes too fast is not in flight for ever', () => {
  const {
    gate: limited,
    admit,
    inFlight,
  } = gated({
    PROXY_CLIENT_REQUESTS: '9',
    PROXY_RATE_LIMITS: '* 1r/s',
  });
  for (const one of [admit(), admit(), admit()]) if (one !== undefined) limited.leave(one);

  assert.is(inFlight.clients, 0);
});

gate('refusals are counted by reason and written down, but not all', () => {
  const { admit, refusals, lines } = gated({ PROXY_ADDRESS_RULES: 'deny all' });
  for (let turn = 0; turn < 100; turn += 1) admit();

  assert.is(refusals.counts['address'], 100);
  assert.is(refusals.counts['rate'], 0);
  assert.is(lines.length, 5);
  assert.equal(lines[0], {
    event: 'refused',
    reason: 'address',
    client: '192.0.2.1',
    requestId: 'id-1',
    method: 'GET',
    target: '/',
  });
});

gate('the next line says how many were not written', () => {
  const lines: LogFields[] = [];
  const clock = { now: 0 };
  const log = { warn: (_: string, fields: LogFields = {}) => lines.push(fields) };
  const refusals = new Refusals(log, () => clock.now);
  for (let turn = 0; turn < 12; turn += 1) refusals.note('host', { client: 'c' });
  clock.now = 1000;
  refusals.note('host', { client: 'c' });

  assert.is(lines.length, 6);
  assert.is(lines[5]?.['unwritten'], 7);
});

gate('refusals name themselves in Proxy-Status', () => {
  const { admit } = gated({ PROXY_ADDRESS_RULES: 'deny all' });

  assert.is(
    admit()?.problem?.headers['Proxy-Status'],
    'edgefolio; error=http_request_denied; details="address"',
  );
});

gate('security fields are added where the service has none', () => {
  const { gate: secured } = gated({ PROXY_SECURITY_HEADERS: 'on' });
  const fields = secured.dressed(['referrer-policy', 'no-referrer'], undefined);
  const names = fields.filter((_, index) => index % 2 === 0);

  assert.equal(names, [
    ...['referrer-policy', 'X-Content-Type-Options', 'Permissions-Policy'],
    ...['X-Frame-Options', 'Content-Security-Policy'],
  ]);
});

gate('a service’s own word on frames stands alone', () => {
  const { gate: secured } = gated({ PROXY_SECURITY_HEADERS: 'on' });
  for (const own of ['x-frame-options', 'content-security-policy']) {
    const fields = secured.dressed([own, 'x'], undefined);

    const framing = fields.filter((field) => /^(x-frame|content-sec)/i.test(field));
    assert.equal(framing, [own]);
  }
});

gate.run();
