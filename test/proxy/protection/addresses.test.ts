import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAddressRange, parseAddressRanges } from '../../../proxy/protection/address-range.ts';
import { AddressRules, parseAddressRules } from '../../../proxy/protection/address-rules.ts';
import { AddressSet } from '../../../proxy/protection/address-set.ts';
import { addressText, nodeAddress } from '../../../proxy/protection/address-text.ts';
import { ClientKeys } from '../../../proxy/protection/client-key.ts';

const addresses = suite('addresses');

/** Numbers from 0 to below 1, the same ones in every run. */
function seeded(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const bigOf = (groups: readonly number[], bits: bigint): bigint =>
  groups.reduce((sum, group) => (sum << bits) | BigInt(group), 0n);

addresses('ranges of IPv4 contain what arithmetic says', () => {
  const random = seeded();
  for (let turn = 0; turn < 2000; turn += 1) {
    const network = Array.from({ length: 4 }, () => Math.floor(random() * 256));
    const prefix = Math.floor(random() * 33);
    const same = Math.floor(random() * 5);
    const other = network.map((byte, i) => (i < same ? byte : Math.floor(random() * 256)));
    const set = new AddressSet([parseAddressRange(`${network.join('.')}/${prefix}`)]);

    const shift = BigInt(32 - prefix);
    const expected = bigOf(network, 8n) >> shift === bigOf(other, 8n) >> shift;
    assert.is(set.has(other.join('.')), expected, `${network.join('.')}/${prefix} ${other}`);
  }
});

addresses('ranges of IPv6 contain what arithmetic says', () => {
  const random = seeded();
  const text = (groups: readonly number[]): string =>
    groups.map((group) => group.toString(16)).join(':');
  for (let turn = 0; turn < 2000; turn += 1) {
    const network = Array.from({ length: 8 }, () => Math.floor(random() * 65_536));
    const prefix = Math.floor(random() * 129);
    const same = Math.floor(random() * 9);
    const other = network.map((group, i) => (i < same ? group : Math.floor(random() * 65_536)));
    const set = new AddressSet([parseAddressRange(`${text(network)}/${prefix}`)]);

    const shift = BigInt(128 - prefix);
    const expected = bigOf(network, 16n) >> shift === bigOf(other, 16n) >> shift;
    assert.is(set.has(text(other)), expected, `${text(network)}/${prefix} ${text(other)}`);
  }
});

addresses('IPv4 in the clothes of IPv6 is IPv4', () => {
  const set = new AddressSet(parseAddressRanges('10.0.0.0/8'));

  assert.ok(set.has('::ffff:10.1.2.3'));
  assert.not(set.has('::ffff:11.1.2.3'));
});

addresses('what is no address is in no set', () => {
  const everything = new AddressSet(parseAddressRanges('0.0.0.0/0 ::/0'));

  for (const text of ['', 'x', '010.0.0.1', '1.2.3', 'fe80::1%eth0x%']) {
    assert.not(everything.has(text), text);
  }
});

addresses('a flood of addresses is not remembered for ever', () => {
  const set = new AddressSet(parseAddressRanges('10.0.0.0/8'));

  for (let n = 0; n < 20_000; n += 1) assert.not(set.has(`11.0.${n >> 8}.${n & 255}`));

  assert.ok(set.has('10.0.0.1'));
});

addresses('ranges that are none are refused by name', () => {
  for (const text of ['10.0.0.0/33', '::/129', '10.0.0/8', 'host', '10.0.0.0/8/8', '1.2.3.4/']) {
    assert.throws(() => parseAddressRanges(`127.0.0.1, ${text}`), new RegExp(text.slice(0, 3)));
  }
  assert.throws(() => parseAddressRange('fe80::1%eth0'));
});

addresses('the first rule that fits decides', () => {
  const rules = new AddressRules(
    parseAddressRules('deny 192.0.2.1, allow 192.0.2.0/24, allow 2001:db8::/32, deny all'),
  );

  assert.not(rules.allows('192.0.2.1'));
  assert.ok(rules.allows('192.0.2.2'));
  assert.ok(rules.allows('2001:db8::1'));
  assert.not(rules.allows('198.51.100.1'));
  assert.not(rules.allows('::1'));
});

addresses('whom no rule names may come', () => {
  assert.ok(new AddressRules(parseAddressRules('deny 192.0.2.1')).allows('192.0.2.2'));
  assert.equal(parseAddressRules('none'), []);
});

addresses('rules that are none are refused', () => {
  for (const text of ['permit all', 'deny', 'deny nobody', 'allow 1.2.3.4 deny all', 'deny all,']) {
    assert.throws(() => parseAddressRules(text), text);
  }
});

addresses('an address is written in one way', () => {
  assert.is(addressText('2001:DB8:0:0:1:0:0:1'), '2001:db8::1:0:0:1');
  assert.is(addressText('::ffff:c000:0201'), '192.0.2.1');
  assert.is(addressText('192.0.2.1'), '192.0.2.1');
  assert.is(addressText('fe80::1%eth0'), undefined);
  assert.is(addressText('nonsense'), undefined);
});

addresses('a node may have brackets and a port', () => {
  assert.is(nodeAddress('192.0.2.1:80'), '192.0.2.1');
  assert.is(nodeAddress('[2001:db8::1]'), '2001:db8::1');
  assert.is(nodeAddress('[2001:db8::1]:_port'), '2001:db8::1');
  assert.is(nodeAddress('[192.0.2.1]'), undefined);
  assert.is(nodeAddress('192.0.2.1:'), undefined);
  assert.is(nodeAddress('unknown'), undefined);
});

addresses('IPv6 clients are told apart by their network', () => {
  const keys = new ClientKeys(64);

  assert.is(keys.of('2001:db8::1'), keys.of('2001:db8:0:0:ffff::'));
  assert.is.not(keys.of('2001:db8::1'), keys.of('2001:db8:0:1::1'));
  assert.is(keys.of('192.0.2.1'), '192.0.2.1');
  assert.is.not(keys.of('192.0.2.1'), keys.of('192.0.2.2'));
});

addresses('a prefix need not end between two groups', () => {
  const keys = new ClientKeys(60);

  assert.is(keys.of('2001:db8:0:10::'), keys.of('2001:db8:0:1f::'));
  assert.is.not(keys.of('2001:db8:0:10::'), keys.of('2001:db8:0:20::'));
  assert.is(new ClientKeys(128).of('2001:db8::1'), '2001:db8::1');
});

addresses.run();
