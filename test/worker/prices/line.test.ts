import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLine } from '../../../worker/prices/line.ts';

const line = suite('line');

/** A task that ends when told. */
function task(log: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async (): Promise<string> => {
    log.push(name);
    await ended;
    return name;
  };
  return { run, end };
}

line('tasks are served in order, a few at a time', async () => {
  const log: string[] = [];
  const { stand } = createLine({ width: 2, maxWaiting: 9 });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => task(log, name));
  assert.ok(a && b && c && d);

  const results = [a, b, c, d].map(({ run }) => stand(run));
  await Promise.resolve();
  assert.equal(log, ['a', 'b']);
  b.end();
  await results[1];
  assert.equal(log, ['a', 'b', 'c']);
  for (const { end } of [a, c, d]) end();

  assert.equal(await Promise.all(results), ['a', 'b', 'c', 'd']);
});

line('a full line turns away at once', async () => {
  const log: string[] = [];
  const { stand } = createLine({ width: 1, maxWaiting: 1 });
  const one = task(log, 'one');

  const first = stand(one.run);
  const second = stand(async () => 'second');

  assert.is(
    stand(async () => 'third'),
    undefined,
  );
  one.end();
  assert.equal(await Promise.all([first, second]), ['one', 'second']);
  assert.is(await stand(async () => 'later'), 'later');
});

line('a failed task leaves its place', async () => {
  const { stand } = createLine({ width: 1, maxWaiting: 1 });

  const failed = stand(() => Promise.reject(new Error('no')));
  const next = stand(async () => 'next');

  assert.match(String(await failed?.catch((error: unknown) => error)), /no/);
  assert.is(await next, 'next');
});

line.run();
