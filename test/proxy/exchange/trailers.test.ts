import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { takesTrailers, trailersForClient } from '../../../proxy/exchange/trailers.ts';

const trailers = suite('trailers');

trailers('only those who say so take trailers', () => {
  for (const te of ['trailers', 'gzip;q=0.5, Trailers']) assert.ok(takesTrailers(te), te);
  for (const te of ['', 'gzip', 'trailers2', 'x-trailers']) assert.not(takesTrailers(te), te);
});

trailers('what could do harm behind a body goes, the rest stays in order', () => {
  const raw = [
    'X-A',
    '1',
    'Content-Length',
    '9',
    'set-cookie',
    'a=b',
    'X-A',
    '2',
    'Grpc-Status',
    '0',
  ];
  assert.equal(trailersForClient(raw), ['X-A', '1', 'X-A', '2', 'Grpc-Status', '0']);
});

trailers.run();
