import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accessText } from '../../../proxy/log/access-log.ts';
import { loggedOutcome, loggedRequest } from '../../support/logged.ts';

const accessLog = suite('access log');

const request = loggedRequest({ client: '127.0.0.1', target: '/backend?x=1' });
const outcome = loggedOutcome();

accessLog('a line names request, outcome and tries', () => {
  const tries = [
    { peer: '127.0.0.1:8001', error: 'connection_refused', ms: 0.25 },
    { peer: '127.0.0.1:8002', status: 200, ms: 7 },
  ];

  assert.is(
    accessText(request, { ...outcome, tries }),
    '"requestId":"a1","client":"127.0.0.1","method":"GET","target":"/backend?x=1","status":200,' +
      '"bytes":5,"durationMs":12.346,"tries":[{"peer":"127.0.0.1:8001",' +
      '"error":"connection_refused","ms":0.25},{"peer":"127.0.0.1:8002","status":200,"ms":7}]',
  );
});

accessLog('a target with any character stays valid JSON', () => {
  const target = '/"\\\u0007\u00e9?</script>';

  const line = JSON.parse(`{${accessText({ ...request, target }, outcome)}}`);

  assert.is(line.target, target);
});

accessLog('times are cut at whole microseconds', () => {
  const written = (durationMs: number): unknown =>
    JSON.parse(`{${accessText(request, { ...outcome, durationMs })}}`).durationMs;

  assert.equal(
    [0, 0.001, 0.0104, 1.5, 999.9996, 60_000.07].map(written),
    [0, 0.001, 0.01, 1.5, 1000, 60_000.07],
  );
});

accessLog.run();
