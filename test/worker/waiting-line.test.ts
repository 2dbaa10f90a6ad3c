import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Overloaded } from '../../worker/errors.ts';
import { WaitingLine } from '../../worker/waiting-line.ts';

const line = suite('waiting-line');

const never = new AbortController().signal;

line('turns come in the order of arrival', async () => {
  const one = new WaitingLine(1, 10);
  const places = [one.enter(never), one.enter(never), one.enter(never)];
  const order: number[] = [];
  const turns = places.map(async ({ turn, leave }, i) => {
    await turn;
    order.push(i);
    leave();
  });

  assert.equal(
    places.map((place) => place.ahead()),
    [0, 1, 2],
  );
  await Promise.all(turns);

  assert.equal(order, [0, 1, 2]);
});

line('whoever gives up in the line frees the place', async () => {
  const one = new WaitingLine(1, 2);
  const first = one.enter(never);
  const leaving = new AbortController();
  const second = one.enter(leaving.signal);
  const third = one.enter(never);
  const reason = new Error('gone');
  leaving.abort(reason);

  assert.is(await second.turn.catch((error) => error), reason);
  assert.is(third.ahead(), 1);
  first.leave();
  await third.turn;
  assert.is(third.ahead(), 0);
});

line('a signal that comes after the turn takes nobody out', async () => {
  const one = new WaitingLine(1, 2);
  const first = one.enter(never);
  const leaving = new AbortController();
  const second = one.enter(leaving.signal);
  const third = one.enter(never);
  first.leave();
  leaving.abort(new Error('late'));
  await second.turn;

  assert.is(third.ahead(), 1);
  second.leave();
  await third.turn;
});

line('a turn is given back once', async () => {
  const one = new WaitingLine(1, 2);
  const first = one.enter(never);
  const [second, third] = [one.enter(never), one.enter(never)];
  first.leave();
  first.leave();
  await second.turn;

  assert.is(third.ahead(), 1);
});

line('a full line refuses', () => {
  const one = new WaitingLine(1, 1);
  one.enter(never);
  one.enter(never);

  assert.throws(
    () => one.enter(never),
    (error: unknown) => error instanceof Overloaded,
  );
});

line.run();
