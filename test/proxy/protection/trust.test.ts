import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Trust } from '../../../proxy/protection/trust.ts';
import { readTrustSettings } from '../../../proxy/settings/trust.ts';
import { EnvironmentReader } from '../../../service/environment.ts';

const trust = suite('trust');

const hop = { address: '10.0.0.1', localPort: 8000, scheme: 'http' } as const;

function trusting(header = 'X-Forwarded-For'): Trust {
  const env = { PROXY_TRUSTED: '10.0.0.0/8, ::1', PROXY_REAL_IP_HEADER: header };
  return new Trust(readTrustSettings(new EnvironmentReader(env)));
}

trust('nobody is trusted by default', () => {
  const nobody = new Trust(readTrustSettings(new EnvironmentReader({})));

  assert.is(nobody.view(hop, ['X-Forwarded-For', '192.0.2.1']), hop);
  assert.is(nobody.forbiddenField('192.0.2.1'), '');
});

trust('what another than a trusted hop says is not even read', () => {
  const stranger = { ...hop, address: '192.0.2.9' };

  assert.is(trusting().view(stranger, ['X-Forwarded-For', '192.0.2.1']), stranger);
});

const chains: readonly (readonly [chain: string, client: string, why: string])[] = [
  ['192.0.2.1', '192.0.2.1', 'one entry'],
  ['198.51.100.7, 192.0.2.1', '192.0.2.1', 'the last that is not trusted'],
  ['198.51.100.7, 192.0.2.1, 10.9.9.9', '192.0.2.1', 'trusted hops are passed over'],
  ['10.1.1.1, 10.2.2.2', '10.1.1.1', 'the first where all are trusted'],
  ['192.0.2.1, nonsense', '10.0.0.1', 'nothing is believed left of a doubt'],
  ['192.0.2.1, nonsense, 10.2.2.2', '10.2.2.2', 'but what is right of it is'],
  ['192.0.2.1:4711', '192.0.2.1', 'with a port'],
  ['[2001:DB8::1]:4711', '2001:db8::1', 'IPv6 with a port'],
  ['2001:db8:0:0::1', '2001:db8::1', 'bare IPv6'],
  ['::ffff:192.0.2.1', '192.0.2.1', 'IPv4 in the clothes of IPv6'],
  ['192.0.2.1, ::ffff:10.3.3.3', '192.0.2.1', 'a trusted hop in those clothes'],
  ['192.0.2.1,', '10.0.0.1', 'an empty entry'],
  ['', '10.0.0.1', 'no entry'],
  ['unknown', '10.0.0.1', 'a hidden client'],
  ['010.1.1.1', '10.0.0.1', 'no octal numbers'],
];

for (const [chain, client, why] of chains) {
  trust(`the client of "${chain}" is ${client}: ${why}`, () => {
    assert.is(trusting().view(hop, ['X-Forwarded-For', chain]).address, client);
  });
}

trust('several lines are one list', () => {
  const fields = ['X-Forwarded-For', '192.0.2.1', 'x-forwarded-for', '10.1.1.1'];

  const view = trusting().view(hop, fields);

  assert.is(view.address, '192.0.2.1');
  assert.is(view.way?.forwardedFor, '192.0.2.1, 10.1.1.1');
});

trust('protocol, host and port of a trusted hop are believed', () => {
  const { scheme, localPort, way } = trusting().view(hop, [
    ...['X-Forwarded-For', '192.0.2.1', 'X-Forwarded-Proto', 'HTTPS'],
    ...['X-Forwarded-Host', 'shop.test', 'X-Forwarded-Port', '8443'],
  ]);

  assert.equal([scheme, localPort, way?.host, way?.port], ['https', 8443, 'shop.test', 8443]);
});

trust('what is no protocol, host or port is not', () => {
  const { scheme, localPort, way } = trusting().view(hop, [
    ...['X-Forwarded-Proto', 'gopher', 'X-Forwarded-Host', 'a b', 'X-Forwarded-Port', '70000'],
  ]);

  assert.equal([scheme, localPort, way?.host], ['http', 8000, undefined]);
});

trust('a list of protocols as long as that of addresses is read beside it', () => {
  const view = trusting().view(hop, [
    ...['X-Forwarded-For', '198.51.100.7, 192.0.2.1, 10.1.1.1'],
    ...['X-Forwarded-Proto', 'http, https, http'],
  ]);

  assert.is(view.scheme, 'https');
  assert.is(view.localPort, 443);
});

trust('of any other list the last hop is heard', () => {
  const fields = ['X-Forwarded-For', '192.0.2.1', 'X-Forwarded-Proto', 'http, https'];

  assert.is(trusting().view(hop, fields).scheme, 'https');
});

trust('Forwarded is read where it is named', () => {
  const { address, scheme, localPort, way } = trusting('Forwarded').view(hop, [
    ...['Forwarded', 'for=198.51.100.7, For="[2001:db8::7]:99";proto=https;host="a.test:444"'],
    ...['Forwarded', 'for=10.1.1.1;proto=http', 'X-Forwarded-Host', 'evil.test'],
  ]);

  assert.equal([address, scheme, localPort], ['2001:db8::7', 'https', 444]);
  assert.is(way?.host, 'a.test:444');
  assert.equal(way?.addresses, ['2001:db8::7', '10.1.1.1']);
});

trust('a malformed Forwarded says nothing', () => {
  const { address, way } = trusting('Forwarded').view(hop, [
    ...['Forwarded', 'for=192.0.2.1; proto=https', 'X-Forwarded-Proto', 'https'],
  ]);

  assert.is(address, '10.0.0.1');
  assert.is(way?.forwarded, undefined);
});

trust('a hidden client keeps its protocol', () => {
  const view = trusting('Forwarded').view(hop, ['Forwarded', 'for=_hidden;proto=https']);

  assert.equal([view.address, view.scheme], ['10.0.0.1', 'https']);
});

trust('only the field that is named is heard', () => {
  const fields = ['Forwarded', 'for=192.0.2.1', 'X-Real-IP', '192.0.2.2'];

  assert.is(trusting().view(hop, fields).address, '10.0.0.1');
  assert.is(trusting('X-Real-IP').view(hop, fields).address, '192.0.2.2');
});

trust('a field of its own goes no further from strangers', () => {
  const own = trusting('CF-Connecting-IP');

  assert.is(own.view(hop, ['cf-connecting-ip', '192.0.2.3']).address, '192.0.2.3');
  assert.is(own.forbiddenField('192.0.2.9'), 'cf-connecting-ip');
  assert.is(own.forbiddenField('10.0.0.1'), '');
});

trust.run();
