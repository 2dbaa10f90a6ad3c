import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PeerTally } from '../../../proxy/upstream/peer-tally.ts';

const tally = suite('peer tally');

tally('answers are counted by the class of their status', () => {
  const peer = new PeerTally();

  for (const status of [200, 204, 304, 404, 502, 999]) peer.note({ status }, 1);

  assert.equal(peer.statuses, { '2xx': 2, '3xx': 1, '4xx': 1, '5xx': 2 });
});

tally('failures are counted by reason', () => {
  const peer = new PeerTally();

  peer.note({ error: 'connection_refused' }, 1);
  peer.note({ error: 'connection_refused' }, 1);
  peer.note({ error: 'something_new' }, 1);

  assert.is(peer.failures['connection_refused'], 2);
  assert.is(peer.failures['connection_timeout'], 0);
  assert.is(peer.failures['something_new'], 1);
});

tally('a client that leaves is no failure of the peer', () => {
  const peer = new PeerTally();

  peer.note({ error: 'client_gone' }, 1);

  assert.is(peer.cancelled, 1);
  assert.is(peer.failures['client_gone'], undefined);
});

tally('only whole answers have a latency', () => {
  const peer = new PeerTally();

  peer.note({ error: 'http_response_timeout' }, 60_000);
  peer.note({ status: 200 }, 2);

  assert.is(peer.latencies.quantileMs(1), 2);
});

tally.run();
