import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Flights } from '../../../proxy/cache/flights.ts';
import { FlightPart } from '../../../proxy/exchange/flight-part.ts';
import { Patience } from '../../../proxy/exchange/waits.ts';
import { readSettings } from '../../../proxy/settings.ts';

const flightPart = suite('flight-part');

function made() {
  const clock = { ms: 0 };
  const now = (): number => clock.ms;
  const settings = readSettings({
    PROXY_PEERS: '127.0.0.1:1',
    PROXY_CACHE_WAIT_TIMEOUT_MS: '1200',
  });
  const flights = new Flights({ mostWaiters: 9, now });
  const patience = new Patience(settings, now, now());
  const cache = { flights, settings: settings.cache };
  const context = { now, wallClock: now };
  const woken: string[] = [];
  const waiter = { method: 'GET', onLanded: (result: string) => woken.push(result) };
  const part = new FlightPart(cache, { context, patience }, waiter);
  return { clock, flights, patience, woken, part };
}

flightPart('a wait is looked at twice a second, and is over when its time is', () => {
  const { clock, flights, patience, part, woken } = made();
  flights.begin('k');
  assert.ok(part.wait('k'));
  for (const dueMs of [500, 1000]) {
    assert.is(patience.dueAt, dueMs);
    clock.ms = dueMs;
    assert.is(patience.expire(), 'cache');
    assert.ok(part.waitOn());
  }
  assert.is(patience.dueAt, 1200);
  clock.ms = 1200;

  assert.not(part.waitOn());
  assert.is(flights.waiting, 0);
  assert.equal(woken, []);
});

flightPart('who waits for one after the other waits no longer for that', () => {
  const { clock, flights, patience, part, woken } = made();
  const first = flights.begin('k');
  assert.ok(first);
  assert.ok(part.wait('k'));
  clock.ms = 1100;
  flights.land(first, 'failed');
  part.leave();
  flights.begin('k');
  assert.ok(part.wait('k'));

  assert.is(patience.dueAt, 1200);
  assert.equal(woken, ['failed']);
  clock.ms = 1200;
  part.leave();
  assert.not(part.wait('k'));
});

flightPart('who waits finds that the leader has become slow', () => {
  const { clock, flights, part, woken } = made();
  const slow = flights.begin('k');
  assert.ok(slow);
  part.wait('k');
  flights.noteHeldBack(slow);
  clock.ms = 501;

  assert.ok(part.waitOn());
  assert.equal(woken, ['abandoned']);
});

flightPart('once is waited for what may be of another variant, and then no more', () => {
  const { part } = made();
  assert.is(part.noteWaited(undefined), 'never');
  assert.is(part.noteWaited('shared'), 'once');
  assert.is(part.noteWaited(undefined), 'never');
  assert.is(part.noteWaited('shared'), 'enough');
  assert.is(made().part.noteWaited('unshared'), 'enough');
});

flightPart.run();
