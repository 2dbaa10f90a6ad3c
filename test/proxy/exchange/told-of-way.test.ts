import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toldOfWay } from '../../../proxy/exchange/told-of-way.ts';

const told = suite('what peers are told of the way');

const view = { address: '192.0.2.7', scheme: 'http', localPort: 8000 } as const;
const head = { host: 'example:8000', via: '', version: '1.1' } as const;

/** The value of a field. */
function valueIn(fields: readonly string[], name: string): string | undefined {
  return fields[fields.indexOf(name) + 1];
}

told('a peer hears who asked whom, and of this proxy', () => {
  assert.equal(toldOfWay(view, head).fields, [
    ...['X-Real-IP', '192.0.2.7', 'X-Forwarded-For', '192.0.2.7', 'X-Forwarded-Proto', 'http'],
    ...['X-Forwarded-Host', 'example:8000', 'X-Forwarded-Port', '8000'],
    ...['Forwarded', 'for=192.0.2.7;host="example:8000";proto=http'],
    ...['Via', '1.1 edgefolio'],
  ]);
});

told('requests of one connection share it as long as they name one host', () => {
  const connection = { ...view };
  const first = toldOfWay(connection, head);

  assert.is(toldOfWay(connection, { ...head }), first);
  const other = toldOfWay(connection, { ...head, host: 'b' });
  assert.is(valueIn(other.fields, 'X-Forwarded-Host'), 'b');
  assert.is(valueIn(toldOfWay(connection, head).fields, 'X-Forwarded-Host'), 'example:8000');
  assert.is(valueIn(toldOfWay({ ...view, address: '::1' }, head).fields, 'X-Real-IP'), '::1');
});

told('no host is told where none was named', () => {
  const { fields } = toldOfWay({ ...view }, { ...head, host: '', version: '1.0' });

  assert.not(fields.includes('X-Forwarded-Host'));
  assert.ok(fields.includes('for=192.0.2.7;proto=http'));
});

told('an IPv6 client is bracketed and quoted', () => {
  const { fields } = toldOfWay({ ...view, address: '2001:db8::1' }, { ...head, host: 'h' });

  assert.ok(fields.includes('for="[2001:db8::1]";host="h";proto=http'));
});

told('Via is appended to, and is never shared then', () => {
  const connection = { ...view };
  const via = (text: string): string | undefined =>
    valueIn(toldOfWay(connection, { ...head, via: text }).fields, 'Via');

  assert.is(via(''), '1.1 edgefolio');
  assert.is(via('1.0 fred'), '1.0 fred, 1.1 edgefolio');
  assert.is(via('1.0 anna'), '1.0 anna, 1.1 edgefolio');
  assert.is(via(''), '1.1 edgefolio');
});

told('Via says that a request came by HTTP/2', () => {
  const { fields } = toldOfWay({ ...view }, { ...head, version: '2' });

  assert.is(valueIn(fields, 'Via'), '2 edgefolio');
});

const hop = { address: '10.0.0.1', localPort: 8000, scheme: 'http' } as const;

told('what a trusted hop told is passed on, and the hop added', () => {
  const way = {
    hop,
    host: 'outer.test',
    forwardedFor: 'spoof, 2001:db8::7, 10.0.0.2',
    forwarded: undefined,
    addresses: ['2001:db8::7', '10.0.0.2'],
  };
  const asker = { address: '2001:db8::7', scheme: 'https', localPort: 443, way } as const;

  assert.equal(toldOfWay(asker, { ...head, host: 'inner' }).fields, [
    ...['X-Real-IP', '2001:db8::7'],
    ...['X-Forwarded-For', 'spoof, 2001:db8::7, 10.0.0.2, 10.0.0.1'],
    ...['X-Forwarded-Proto', 'https', 'X-Forwarded-Host', 'outer.test', 'X-Forwarded-Port', '443'],
    'Forwarded',
    'for="[2001:db8::7]";host="outer.test";proto=https, for=10.0.0.2, ' +
      'for=10.0.0.1;host="inner";proto=http',
    ...['Via', '1.1 edgefolio'],
  ]);
});

told('a Forwarded that is believed is appended to', () => {
  const way = {
    hop,
    host: undefined,
    forwardedFor: '192.0.2.1',
    forwarded: 'for=192.0.2.1;by=_x',
    addresses: ['192.0.2.1'],
  };
  const asker = { address: '192.0.2.1', scheme: 'http', localPort: 80, way } as const;
  const { fields } = toldOfWay(asker, { ...head, host: 'h' });

  assert.ok(fields.includes('for=192.0.2.1;by=_x, for=10.0.0.1;host="h";proto=http'));
  assert.ok(fields.includes('192.0.2.1, 10.0.0.1'));
});

told('a trusted hop that names nobody is the client', () => {
  const way = { hop, host: undefined, forwardedFor: '', forwarded: undefined, addresses: [] };
  const { fields } = toldOfWay({ ...hop, way }, { ...head, host: 'h' });

  assert.is(valueIn(fields, 'X-Forwarded-For'), '10.0.0.1');
  assert.ok(fields.includes('for=10.0.0.1;host="h";proto=http'));
});

told.run();
