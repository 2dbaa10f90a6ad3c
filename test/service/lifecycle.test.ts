import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
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

const runtimes = {
  Node: [process.execPath, fileURLToPath(new URL('./chatty.js', import.meta.url))],
  Deno: ['node_modules/deno/deno', 'run', '-A', 'test/service/chatty.ts'],
};

for (const [runtime, command] of Object.entries(runtimes)) {
  lifecycle(`a supervisor that is killed with messages unread drains, on ${runtime}`, async () => {
    const program = fileURLToPath(new URL('./deaf-supervisor.js', import.meta.url));
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const supervisor = spawn(process.execPath, [program, ...command], { stdio: [...stdio] });
    const { signal } = soon();
    let pid = 0;
    let unread = 0;
    // The service has the same output: it ends with the last of both.
    for await (const line of createInterface({ input: supervisor.stdout, signal })) {
      if (line.startsWith('stopped ')) pid = Number(line.slice('stopped '.length));
      else if (pid > 0) unread += 1;
      if (unread === 3) supervisor.kill('SIGKILL');
    }
    supervisor.kill('SIGKILL');
    if (signal.aborted && pid > 0) process.kill(pid, 'SIGKILL');
    assert.not.ok(signal.aborted, 'the service outlived its supervisor');
    assert.ok(unread >= 3, `${unread}`);
  });
}

lifecycle.run();

/** Bounds a wait: a child that hangs must not hang the suite. */
function soon(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(20_000) };
}
