import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const lifecycle = suite<{ child: ChildProcess }>('lifecycle');

const fixture = fileURLToPath(new URL(`./supervised.js`, import.meta.url));

lifecycle.before.each(async (context) => {
  context.child = fork(fixture, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [message] = await once(context.child, 'message', soon());
  assert.is(message, 'ready');
});

lifecycle.after.each(({ child }) => {
  child.kill('SIGKILL');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  lifecycle(`${signal} drains and ends with nought`, async ({ child }) => {
    const drained = once(child, 'message', soon());
    child.kill(signal);

    assert.equal(await drained, ['drained', undefined]);
    assert.equal(await once(child, 'exit', soon()), [0, null]);
  });
}

lifecycle('a shutdown message drains', async ({ child }) => {
  const ended = once(child, 'exit', soon());
  child.send('shutdown');

  assert.equal(await ended, [0, null]);
});

lifecycle('a lost supervisor drains', async ({ child }) => {
  const ended = once(child, 'exit', soon());
  child.disconnect();

  assert.equal(await ended, [0, null]);
});

lifecycle('a drain that hangs ends at its limit', async ({ child }) => {
  const ended = once(child, 'exit', soon());
  child.send('hang');
  child.kill('SIGTERM');

  assert.equal(await ended, [1, null]);
});

lifecycle.run();

/** Bounds a wait: a child that hangs must not hang the suite. */
function soon(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(20_000) };
}
