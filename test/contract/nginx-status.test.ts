import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../support/eventually.ts';
import { startNginx } from './start-nginx.ts';
import { startOrigin } from './support/origin.ts';
import { ask } from './support/raw-client.ts';
import { says } from './support/scripts.ts';

const figures = suite("nginx's figures");

figures('the status answers on this host alone', async () => {
  const origin = await startOrigin(says('a'));
  const edge = await startNginx({ peers: [origin] });
  const question = { port: Number(new URL(edge.adminUrl).port), target: '/-/status' };
  try {
    // The connection by which nginx was found listening may not have gone yet.
    await eventually('this connection alone is counted', async () => {
      const { body } = await ask({ ...question, host: '127.0.0.1' });
      return body.toString().startsWith('Active connections: 1 ');
    });

    const { status } = await ask({ ...question, host: 'rebound.test' });
    assert.is(status, 421);
  } finally {
    await edge.stop();
    await origin.close();
  }
});

figures.run();
