import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MemberEvents } from '../../../proxy/processes/crew.ts';
import { lead } from '../../../proxy/processes/lead.ts';
import type { MemberProcess } from '../../../proxy/processes/member.ts';
import type { MemberEnvironment } from '../../../proxy/processes/member-environment.ts';
import { isQuestion } from '../../../proxy/processes/messages.ts';
import { loadSettings } from '../../../proxy/settings.ts';
import { eventually } from '../../support/eventually.ts';

const leading = suite('leading process');

/** A process that answers at once and ends when it is told to. */
class Fake implements MemberProcess {
  readonly pid = 1;
  readonly connected = true;
  readonly events: MemberEvents;
  /** The tries of each settings that it was given, the first at its start. */
  readonly tries: (string | undefined)[];

  constructor(env: MemberEnvironment, events: MemberEvents) {
    this.events = events;
    this.tries = [env['PROXY_RETRY_TRIES']];
  }

  send(message: unknown): void {
    if (message === 'shutdown') setImmediate(() => this.events.onExit(0, null));
    if (!isQuestion(message)) return;
    const { id, topic, asked } = message;
    if (topic === 'reload') this.tries.push(Reflect.get(Object(asked), 'PROXY_RETRY_TRIES'));
    const answer = topic === 'address' ? 'http://127.0.0.1:1' : {};
    setImmediate(() => this.events.onMessage({ edgefolio: 'answer', id, answer }));
  }

  kill(): void {
    this.events.onExit(null, 'SIGKILL');
  }
}

leading('one that is ready after a reload has its settings', async () => {
  const env: Record<string, string> = {
    ...{ PROXY_PROCESSES: '2', PROXY_PORT: '1', PROXY_ADMIN_PORT: '0' },
    PROXY_RETRY_TRIES: '1',
  };
  const forked: Fake[] = [];
  const ignore = (): void => undefined;
  let nowMs = 0;
  const running = await lead({
    load: () => loadSettings({ ...env }),
    fork: (given, events) => {
      const fake = new Fake(given, events);
      forked.push(fake);
      if (forked.length <= 2) setImmediate(() => events.onMessage('ready'));
      return fake;
    },
    log: {
      access: ignore,
      accessLine: ignore,
      accessText: ignore,
      info: ignore,
      warn: ignore,
      error: ignore,
      flush: ignore,
    },
    now: () => {
      nowMs += 1;
      return nowMs;
    },
  });
  forked[0]?.kill();
  const late = await eventually('another is started', () => forked[2]);
  env['PROXY_RETRY_TRIES'] = '2';
  await running.reload();
  assert.equal(late.tries, ['1']);

  late.events.onMessage('ready');
  assert.equal(late.tries, ['1', '2']);
  forked[1]?.kill();
  const later = await eventually('yet another is started', () => forked[3]);
  later.events.onMessage('ready');

  assert.equal(later.tries, ['2']);
  await running.drain();
});

leading.run();
