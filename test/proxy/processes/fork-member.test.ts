import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { forkMember, memberArgs } from '../../../proxy/processes/fork-member.ts';
import { argumentsIn, shippedApp } from '../../support/shipped-app.ts';

const forking = suite('forked member');

/** Blocks, so that nothing that happens meanwhile is heard of. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

forking('what is written to one that has just died harms nobody', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => {
    uncaught.push(error);
  };
  process.on('uncaughtException', note);
  let member: ReturnType<typeof forkMember> | undefined;
  const signal = await new Promise((resolve) => {
    member = forkMember({}, { onMessage: () => undefined, onExit: (_code, name) => resolve(name) });
    member.kill('SIGKILL');
    block(300);
    // Node hears of the end only now and then; Deno has heard of it already, and nothing is sent.
    if (member.connected) member.send({ text: 'x'.repeat(1000) });
  });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('uncaughtException', note);

  assert.is(signal, 'SIGKILL');
  assert.is(member?.connected, false);
  assert.equal(uncaught, []);
});

forking('on Deno it is run as PM2 runs the first, but for the right to start others', async () => {
  const shipped = await shippedApp('proxy', { PROXY_RUNTIME: 'deno', PROXY_PROCESSES: '2' });
  const first = argumentsIn(shipped.interpreter_args);

  assert.ok(first.includes('--allow-run'));
  assert.equal(
    memberArgs,
    first.filter((argument) => argument !== '--allow-run'),
  );
});

forking.run();
