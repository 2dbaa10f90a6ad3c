import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Member } from '../../../proxy/processes/member.ts';
import { isQuestion, type Question } from '../../../proxy/processes/messages.ts';
import { spreadInvalidation } from '../../../proxy/processes/spread-invalidation.ts';

const spreading = suite('spread invalidation');

/** A member, and what it was asked. */
function made(pid: number): { member: Member; asked: Question[] } {
  const asked: Question[] = [];
  const send = (message: unknown): void => {
    if (isQuestion(message)) asked.push(message);
  };
  const member = new Member({ pid, connected: true, send, kill: () => undefined }, 0);
  return { member, asked };
}

/** Lets `a` spread its keys to `b` and `c`. @returns which errors are logged */
async function spread(end: (b: Member, question: Question) => void): Promise<unknown[]> {
  const [a, b, c] = [made(1), made(2), made(3)];
  const errors: unknown[] = [];
  const crew = { members: [a.member, b.member, c.member] };
  const log = { error: (event: string, fields?: object) => errors.push([event, fields]) };

  const done = spreadInvalidation({ crew, log }, ['http://a/'], a.member);
  const [ofB] = b.asked;
  const [ofC] = c.asked;
  assert.equal([a.asked, ofB?.asked, ofC?.asked], [[], ['http://a/'], ['http://a/']]);
  if (ofB === undefined || ofC === undefined) throw new Error('both were to be asked');
  c.member.take({ edgefolio: 'answer', id: ofC.id, answer: null });
  end(b.member, ofB);
  await done;
  return errors;
}

spreading('all but the one that told are asked', async () => {
  assert.equal(await spread((b, { id }) => b.take({ edgefolio: 'answer', id, answer: null })), []);
});

spreading('one that is gone keeps nothing', async () => {
  assert.equal(await spread((b) => b.lose()), []);
});

spreading('one that can not is named', async () => {
  const [[event, fields] = []] = (await spread((b, { id }) =>
    b.take({ edgefolio: 'answer', id, answer: null, fault: 'odd' }),
  )) as [string, { pid: number }][];

  assert.equal([event, fields?.pid], ['process lags behind', 2]);
});

spreading.run();
