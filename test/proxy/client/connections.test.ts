import { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ClientConnections } from '../../../proxy/client/connections.ts';

const connections = suite('connections of clients');

connections('one that comes about during a drain is drained with the others', async () => {
  const drained: string[] = [];
  const named = (name: string, socket = new Socket()) => ({
    socket,
    idle: false,
    drain: () => void drained.push(name),
    breakOff: () => undefined,
  });
  const all = new ClientConnections();
  const [first, second] = [named('first'), named('second')];
  all.add(first);
  const done = all.drain();
  all.add(second);
  first.socket.destroy();
  second.socket.destroy();
  await done;

  assert.equal(drained, ['first', 'second']);
});

connections.run();
