import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StandingDrains } from '../../../proxy/processes/standing-drains.ts';

const standing = suite('standing drains');

const headers = { host: 'localhost' };

async function told(drains: StandingDrains): Promise<readonly unknown[]> {
  const urls: unknown[] = [];
  await drains
    .tell({
      ask: async (_topic, asked) => {
        urls.push(asked === null ? undefined : Reflect.get(asked, 'url'));
        throw new Error('nobody reads the answer');
      },
    })
    .catch(() => undefined);
  return urls;
}

standing('what is drained is told until it is undrained', async () => {
  const drains = new StandingDrains();
  const note = (url: string): void => drains.note({ method: 'POST', url, headers });
  note('/-/peers/a:1/drain');
  note('/-/peers/b:1/drain');
  note('/-/peers/b:1/drain');
  note('/-/status');
  assert.equal(await told(drains), ['/-/peers/a:1/drain', '/-/peers/b:1/drain']);

  note('/-/peers/a:1/undrain');
  assert.equal(await told(drains), ['/-/peers/b:1/drain']);
});

standing('a peer is the same however it is spelled', async () => {
  const drains = new StandingDrains();
  const note = (url: string): void => drains.note({ method: 'POST', url, headers });
  note('/-/peers/127.0.0.1%3A8001/drain');
  note('/-/peers/127.0.0.1:8002/drain');
  note('/-/peers/127.0.0.1:8001/undrain');
  note('/-/peers/127.0.0.1%3a8002/undrain');

  assert.equal(await told(drains), []);
});

standing('a peer that a reload leaves out is forgotten', async () => {
  const drains = new StandingDrains();
  const note = (url: string): void => drains.note({ method: 'POST', url, headers });
  note('/-/peers/a:1/drain');
  note('/-/peers/b:1/drain');
  drains.keepTo([{ host: 'a', port: 1 }]);

  assert.equal(await told(drains), ['/-/peers/a:1/drain']);
});

standing.run();
