import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Crew, type MemberEvents } from '../../../proxy/processes/crew.ts';
import type { Member, MemberProcess } from '../../../proxy/processes/member.ts';
import { isQuestion, type Question } from '../../../proxy/processes/messages.ts';

/** A process that does nothing by itself. */
class Fake implements MemberProcess {
  readonly pid: number;
  readonly events: MemberEvents;
  readonly connected = true;
  readonly sent: unknown[] = [];
  readonly signals: string[] = [];

  constructor(pid: number, events: MemberEvents) {
    this.pid = pid;
    this.events = events;
  }

  send(message: unknown): void {
    this.sent.push(message);
  }

  kill(signal: string): void {
    this.signals.push(signal);
  }

  get questions(): readonly Question[] {
    return this.sent.filter(isQuestion);
  }

  answer(answer: unknown): void {
    const { id } = this.questions.at(-1) ?? { id: 0 };
    this.events.onMessage({ edgefolio: 'answer', id, answer });
  }
}

interface Context {
  crew: Crew;
  forked: Fake[];
  /** Restarts that are due, with their delays. */
  due: { readonly callback: () => void; readonly delayMs: number }[];
  replaced: Member[];
  /** Which keys were told to be invalid, and by which process. */
  invalidated: [keys: readonly string[], pid: number][];
  /** Lets time pass. */
  wait(ms: number): void;
  /** The crew, with both of its processes ready. */
  ready(): Promise<readonly [Fake, Fake]>;
}

const crewing = suite<Context>('crew');

crewing.before.each((context) => {
  let nowMs = 0;
  const forked: Fake[] = [];
  const due: Context['due'] = [];
  const replaced: Member[] = [];
  const invalidated: Context['invalidated'] = [];
  const ignore = (): void => undefined;
  const crew = new Crew({
    size: 2,
    fork: (events) => {
      const fake = new Fake(100 + forked.length, events);
      forked.push(fake);
      return fake;
    },
    log: { info: ignore, warn: ignore, error: ignore },
    now: () => nowMs,
    later: (callback, delayMs) => due.push({ callback, delayMs }),
    onReplaced: (member) => replaced.push(member),
    onInvalidated: (keys, { pid }) => invalidated.push([keys, pid]),
  });
  const ready = async (): Promise<readonly [Fake, Fake]> => {
    const started = crew.start();
    const [a, b] = forked;
    if (a === undefined || b === undefined) throw new Error('two were to be started');
    a.events.onMessage('ready');
    b.events.onMessage('ready');
    await started;
    return [a, b];
  };
  const wait = (ms: number): void => {
    nowMs += ms;
  };
  Object.assign(context, { crew, forked, due, replaced, invalidated, wait, ready });
});

crewing('it has started when all are ready', async ({ crew, forked }) => {
  let started = false;
  const start = crew.start().then(() => {
    started = true;
  });
  forked[0]?.events.onMessage('ready');
  await Promise.resolve();
  assert.equal([started, crew.members.length], [false, 1]);

  forked[1]?.events.onMessage('ready');
  await start;
  assert.equal(
    crew.members.map(({ pid }) => pid),
    [100, 101],
  );
});

crewing('one that ends before it is ready ends the start and the others', async (context) => {
  const { crew, forked, due } = context;
  const failed = crew.start().catch((error: Error) => error.message);
  forked[0]?.events.onMessage('ready');
  forked[1]?.events.onExit(1, null);

  assert.is(await failed, 'a process of the proxy did not start');
  assert.equal([forked[0]?.signals, due], [['SIGKILL'], []]);
});

crewing('one that ends is started again', async ({ crew, due, forked, replaced, ready, wait }) => {
  const [a] = await ready();
  wait(60_000);
  a.events.onExit(null, 'SIGKILL');
  assert.equal([crew.members.length, due[0]?.delayMs], [1, 200]);

  due[0]?.callback();
  assert.is(crew.members.length, 1);
  forked[2]?.events.onMessage('ready');
  assert.equal(
    [crew.members.map(({ pid }) => pid), replaced.map(({ pid }) => pid)],
    [[101, 102], [102]],
  );
});

crewing('those that live short come back with more and more delay', async (context) => {
  const { due, forked, ready, wait } = context;
  await ready();
  const delays: (number | undefined)[] = [];
  for (let i = 0; i < 7; i += 1) {
    wait(100);
    forked.at(-1)?.events.onExit(1, null);
    delays.push(due.at(-1)?.delayMs);
    due.at(-1)?.callback();
  }
  wait(2000);
  forked.at(-1)?.events.onExit(1, null);

  assert.equal([...delays, due.at(-1)?.delayMs], [200, 400, 800, 1600, 3200, 5000, 5000, 200]);
});

crewing('it has stopped when the last has ended, and none comes back', async (context) => {
  const { crew, due, ready } = context;
  const [a, b] = await ready();
  let stopped = false;
  const stop = crew.stop().then(() => {
    stopped = true;
  });
  assert.equal([a.sent, b.sent], [['shutdown'], ['shutdown']]);
  a.events.onExit(0, null);
  await Promise.resolve();
  assert.is(stopped, false);

  b.events.onExit(0, null);
  await stop;
  assert.equal(due, []);
});

crewing('a start that is due is left when it stops meanwhile', async ({ crew, due, ...rest }) => {
  const { forked, ready } = rest;
  const [a, b] = await ready();
  a.events.onExit(1, null);
  const stop = crew.stop();
  b.events.onExit(0, null);
  await stop;

  due[0]?.callback();

  assert.is(forked.length, 2);
});

crewing('all are asked and all answer', async ({ crew, ready }) => {
  const [a, b] = await ready();
  const answers = crew.askAll('address', null);
  a.answer('http://a');
  b.answer('http://b');

  assert.equal(await answers, ['http://a', 'http://b']);
  assert.is(a.questions[0]?.topic, 'address');
});

crewing('who ends before it answers is left out', async ({ crew, ready }) => {
  const [a, b] = await ready();
  const answers = crew.askAll('address', null);
  a.events.onExit(1, null);
  b.answer('http://b');

  assert.equal(await answers, ['http://b']);
});

crewing('answers find their questions', async ({ crew, ready }) => {
  const [a] = await ready();
  const [member] = crew.members;
  const first = member?.ask('address', null);
  const second = member?.ask('address', null);
  const [one, two] = a.questions;
  a.events.onMessage({ edgefolio: 'answer', id: two?.id, answer: '2' });
  a.events.onMessage({ edgefolio: 'answer', id: one?.id, answer: '1' });

  assert.equal([await first, await second], ['1', '2']);
});

crewing('one that ends or refuses leaves no question open', async ({ crew, ready }) => {
  const [a, b] = await ready();
  const reasons = crew.members.map((member) =>
    member.ask('address', null).catch((error: Error) => error.message),
  );
  a.events.onExit(1, null);
  const { id } = b.questions[0] ?? {};
  b.events.onMessage({ edgefolio: 'answer', id, answer: null, fault: 'it is busy' });

  assert.equal(await Promise.all(reasons), ['process 100: it is gone', 'process 101: it is busy']);
});

crewing('an answer leaves no timer behind', async ({ crew, ready }) => {
  const [a] = await ready();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const running = new Set<unknown>();
  Object.assign(globalThis, {
    setTimeout: (...given: Parameters<typeof set>) => {
      const timer = set(...given);
      running.add(timer);
      return timer;
    },
    clearTimeout: (timer: Parameters<typeof clear>[0]) => {
      running.delete(timer);
      clear(timer);
    },
  });
  try {
    const answer = crew.members[0]?.ask('address', null);
    assert.is(running.size, 1);
    a.answer('http://a');
    await answer;
    assert.is(running.size, 0);
  } finally {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }
});

crewing('what a member tells to be invalid is heard', async ({ invalidated, ready }) => {
  const [a] = await ready();
  a.events.onMessage({ edgefolio: 'invalidated', keys: ['http://a/'] });

  assert.equal(invalidated, [[['http://a/'], 100]]);
});

crewing('figures are those of the living', async ({ crew, ready }) => {
  const [a, b] = await ready();
  const told = (data: object): object => ({ type: 'axm:monitor', data });
  a.events.onMessage(told({ retries: { value: 1 } }));
  a.events.onMessage(told({ retries: { value: 2 } }));
  b.events.onMessage(told({ retries: { value: 3 } }));
  assert.equal(crew.figures, [{ retries: { value: 2 } }, { retries: { value: 3 } }]);

  a.events.onExit(1, null);
  assert.equal(crew.figures, [{ retries: { value: 3 } }]);
});

crewing.run();
