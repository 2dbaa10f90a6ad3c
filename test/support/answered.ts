import * as assert from 'uvu/assert';
import { ask } from './asking.ts';
import type { RunningApp } from './worker-app.ts';

/** Sends a question that has an answer, and reads it. */
export async function answered(running: RunningApp, question: object, path = '/backend') {
  const body = JSON.stringify(question);
  const reply = await ask(`${running.url}${path}`, { method: 'POST', body });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

/** Sends a question that is refused, and reads the faults as `field: reason`. */
export async function refused(running: RunningApp, question: object, path = '/backend') {
  const body = JSON.stringify(question);
  const reply = await ask(`${running.url}${path}`, { method: 'POST', body });
  assert.is(reply.status, 400, reply.body);
  const { faults }: { readonly faults: readonly { field: string; reason: string }[] } = JSON.parse(
    reply.body,
  );
  return faults.map(({ field, reason }) => `${field}: ${reason}`);
}

/** Sends a question that has no answer, and reads why. */
export async function illPosed(running: RunningApp, question: object, path = '/backend') {
  const body = JSON.stringify(question);
  const reply = await ask(`${running.url}${path}`, { method: 'POST', body });
  assert.is(reply.status, 422, reply.body);
  const { detail }: { readonly detail: string } = JSON.parse(reply.body);
  return detail;
}
