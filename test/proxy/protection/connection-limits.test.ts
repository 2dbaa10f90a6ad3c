import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ClientKeys } from '../../../proxy/protection/client-key.ts';
import {
  type ConnectionBounds,
  ConnectionLimits,
} from '../../../proxy/protection/connection-limits.ts';

const limits = suite('connection limits');

function limiting(bounds: Partial<ConnectionBounds>, makeRoom = () => false) {
  const reasons: string[] = [];
  const tested = new ConnectionLimits(
    { maxClients: 0, clientConnections: 0, ...bounds },
    {
      keys: new ClientKeys(64),
      makeRoom,
      speaksForMany: (address) => address === '10.0.0.1',
      refusals: { note: (reason) => reasons.push(reason) },
    },
  );
  return { tested, reasons };
}

limits('0 lets any number in', () => {
  const { tested } = limiting({});
  for (let n = 0; n < 1000; n += 1) assert.is(tested.enter('192.0.2.1'), '192.0.2.1');

  assert.is(tested.open, 1000);
});

limits('all clients together have so many', () => {
  const { tested, reasons } = limiting({ maxClients: 2 });
  const first = tested.enter('192.0.2.1');
  tested.enter('192.0.2.2');

  assert.is(tested.enter('192.0.2.3'), undefined);
  assert.equal(reasons, ['all_connections']);
  tested.leave(first ?? '');
  assert.is(tested.enter('192.0.2.3'), '192.0.2.3');
});

limits('an idle connection makes room for another', () => {
  const idle = ['192.0.2.1'];
  const { tested, reasons } = limiting({ maxClients: 1 }, () => idle.pop() !== undefined);
  tested.enter('192.0.2.1');

  assert.is(tested.enter('192.0.2.2'), '192.0.2.2');
  tested.leave('192.0.2.1');
  assert.is(tested.enter('192.0.2.3'), undefined);
  assert.equal(reasons, ['all_connections']);
});

limits('one client has so many', () => {
  const { tested, reasons } = limiting({ clientConnections: 2 });
  const key = tested.enter('2001:db8::1');
  tested.enter('2001:db8::2');

  assert.is(tested.enter('2001:db8::3'), undefined);
  assert.is.not(tested.enter('2001:db8:0:1::1'), undefined);
  assert.equal(reasons, ['connections']);
  tested.leave(key ?? '');
  assert.is.not(tested.enter('2001:db8::3'), undefined);
});

limits('nobody makes room for a client that has too many itself', () => {
  let closed = 0;
  const makeRoom = (): boolean => {
    closed += 1;
    return true;
  };
  const { tested, reasons } = limiting({ maxClients: 2, clientConnections: 1 }, makeRoom);
  tested.enter('192.0.2.1');
  tested.enter('192.0.2.2');

  assert.is(tested.enter('192.0.2.1'), undefined);
  assert.equal([closed, reasons], [0, ['connections']]);
  assert.is(tested.enter('192.0.2.3'), '192.0.2.3');
  assert.is(closed, 1);
});

limits('a trusted hop is no one client', () => {
  const { tested } = limiting({ clientConnections: 1, maxClients: 3 });
  const keys = [tested.enter('10.0.0.1'), tested.enter('10.0.0.1'), tested.enter('10.0.0.1')];

  assert.equal(keys, ['', '', '']);
  assert.is(tested.enter('10.0.0.1'), undefined);
  tested.leave('');
  assert.is(tested.enter('10.0.0.1'), '');
});

limits('other bounds hold from then on', () => {
  const { tested } = limiting({});
  tested.enter('192.0.2.1');
  tested.rebound({ maxClients: 1, clientConnections: 0 });

  assert.is(tested.enter('192.0.2.1'), undefined);
});

limits.run();
