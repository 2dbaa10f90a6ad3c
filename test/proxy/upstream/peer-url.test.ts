import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PeerUrl } from '../../../proxy/upstream/peer-url.ts';

const peerUrl = suite('peer URL');

for (const origin of ['http://127.0.0.1:8001', 'http://[::1]:8001', 'http://backend:80']) {
  peerUrl(`${origin} says of itself what any URL says`, () => {
    const [ours, plain] = [new PeerUrl(origin), new URL(origin)];

    assert.ok(ours instanceof URL);
    for (const part of ['origin', 'protocol', 'hostname', 'port', 'pathname'] as const) {
      assert.is(ours[part], plain[part]);
    }
  });
}

peerUrl.run();
