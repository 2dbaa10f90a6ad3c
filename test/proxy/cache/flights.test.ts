import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FlightResult, Flights, type FlightWaiter } from '../../../proxy/cache/flights.ts';

const flights = suite('flights');

class Waiter implements FlightWaiter {
  readonly method: string = 'GET';
  readonly results: FlightResult[] = [];

  onLanded(result: FlightResult): void {
    this.results.push(result);
  }
}

function made(mostWaiters: number): { readonly all: Flights; pass: (ms: number) => void } {
  let nowMs = 0;
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { all: new Flights({ mostWaiters, now: () => nowMs }), pass };
}

flights('one fetches, the others are woken with what came of it', () => {
  const { all } = made(9);
  const flight = all.begin('k');
  assert.ok(flight);
  assert.is(all.begin('k'), undefined);
  const waiters = [new Waiter(), new Waiter()];
  for (const waiter of waiters) assert.ok(all.join('k', waiter));
  assert.is(all.waiting, 2);
  all.land(flight, 'shared');
  all.land(flight, 'failed');

  assert.equal(
    waiters.map(({ results }) => results),
    [['shared'], ['shared']],
  );
  assert.is(all.waiting, 0);
  assert.not(all.has('k'));
});

flights('who leaves is not woken', () => {
  const { all } = made(9);
  const flight = all.begin('k');
  const waiter = new Waiter();
  all.join('k', waiter);
  assert.ok(flight);
  all.leave(flight, waiter);
  all.leave(flight, waiter);
  all.land(flight, 'shared');

  assert.equal(waiter.results, []);
  assert.is(all.waiting, 0);
});

flights('there is a bound to all that wait', () => {
  const { all } = made(1);
  all.begin('k');
  all.begin('l');
  assert.ok(all.join('k', new Waiter()));
  assert.is(all.join('l', new Waiter()), undefined);
  assert.is(all.join('other', new Waiter()), undefined);
});

flights('long keys do not fill the memory: the oldest are forgotten', () => {
  const { all } = made(9);
  const key = (i: number): string => `${i}`.padEnd(30_000);
  for (let i = 0; i < 200; i += 1) {
    const flight = all.begin(key(i));
    assert.ok(flight);
    all.land(flight, 'unshared');
  }

  assert.ok(all.begin(key(0)));
  assert.is(all.begin(key(199)), undefined);
});

flights('a key that can not be shared is left alone for a while', () => {
  const { all, pass } = made(9);
  const flight = all.begin('k');
  assert.ok(flight);
  all.land(flight, 'unshared');

  assert.is(all.begin('k'), undefined);
  pass(9999);
  assert.is(all.begin('k'), undefined);
  pass(1);
  assert.ok(all.begin('k'));
});

flights('a failure leaves nothing behind', () => {
  const { all } = made(9);
  const flight = all.begin('k');
  assert.ok(flight);
  all.land(flight, 'failed');

  assert.ok(all.begin('k'));
});

flights('a waiter that begins the next flight does not disturb the others', () => {
  const { all } = made(9);
  const flight = all.begin('k');
  const second = new Waiter();
  const first: FlightWaiter = { method: 'GET', onLanded: () => assert.ok(all.begin('k')) };
  all.join('k', first);
  all.join('k', second);
  assert.ok(flight);
  all.land(flight, 'failed');

  assert.equal(second.results, ['failed']);
  assert.ok(all.has('k'));
});

flights('nobody waits long for a leader whose client holds it back', () => {
  const { all, pass } = made(9);
  const slow = all.begin('k');
  assert.ok(slow);
  const waiter = new Waiter();
  all.join('k', waiter);
  all.noteHeldBack(slow);
  pass(300);
  all.noteHeldBack(slow);
  pass(200);
  all.look(slow);
  assert.ok(all.has('k'));
  assert.equal(waiter.results, []);
  pass(1);
  all.look(slow);

  assert.equal(waiter.results, ['abandoned']);
  assert.not(all.has('k'));
  assert.is(all.waiting, 0);
});

flights('who comes to a slow leader takes over, or waits for who had waited before', () => {
  for (const waits of [false, true]) {
    const { all, pass } = made(9);
    const slow = all.begin('k');
    assert.ok(slow);
    const first: FlightWaiter = { method: 'GET', onLanded: () => assert.ok(all.begin('k')) };
    if (waits) all.join('k', first);
    all.noteHeldBack(slow);
    pass(501);

    assert.is(all.has('k'), waits);
    const next = waits ? undefined : all.begin('k');
    assert.is(next === undefined, waits);
    all.land(slow, 'unshared');
    assert.ok(all.has('k'));
  }
});

flights('who can fetch for the others is woken first', () => {
  const { all } = made(9);
  const flight = all.begin('k');
  const order: string[] = [];
  for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
    all.join('k', { method, onLanded: () => order.push(method) });
  }
  assert.ok(flight);
  all.land(flight, 'abandoned');

  assert.equal(order, ['GET', 'GET', 'HEAD', 'HEAD']);
});

flights.run();
