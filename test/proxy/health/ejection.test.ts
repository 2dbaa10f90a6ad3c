import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Ejection } from '../../../proxy/health/ejection.ts';

interface Peer {
  readonly ejection: Ejection;
  /** Lets time pass. */
  wait(ms: number): void;
  /** One attempt from its selection to its end. */
  attempt(end: 'ok' | 'fails'): void;
}

function peer(maxFails: number, failTimeoutMs: number): Peer {
  let nowMs = 1_000;
  const ejection = new Ejection({ maxFails, failTimeoutMs, now: () => nowMs });
  return {
    ejection,
    wait: (ms) => {
      nowMs += ms;
    },
    attempt: (end) => {
      ejection.noteSelected();
      if (end === 'ok') ejection.noteSuccess();
      else ejection.noteFailure();
    },
  };
}

const ejection = suite('ejection');

ejection('successes inside the window clear nothing', () => {
  const { ejection: state, attempt, wait } = peer(3, 2000);

  for (const end of ['fails', 'ok', 'ok', 'fails', 'ok', 'ok', 'fails'] as const) {
    attempt(end);
    wait(300);
  }

  assert.is(state.ejected, true);
});

ejection('failures do not expire by themselves', () => {
  const { ejection: state, attempt, wait } = peer(3, 2000);

  for (let i = 0; i < 3; i += 1) {
    wait(4100);
    attempt('fails');
  }

  assert.is(state.ejected, true);
});

ejection('a success after the window clears all', () => {
  const { ejection: state, attempt, wait } = peer(3, 3000);
  attempt('fails');
  attempt('fails');
  wait(3100);
  attempt('ok');

  attempt('fails');
  attempt('fails');

  assert.is(state.ejected, false);
  attempt('fails');
  assert.is(state.ejected, true);
});

ejection('an ejected peer is out until the time-out has passed', () => {
  const { ejection: state, attempt, wait } = peer(1, 3000);
  attempt('fails');

  wait(3000);

  assert.is(state.ejected, true);
  assert.is(state.remainingMs, 0);
  wait(1);
  assert.is(state.ejected, false);
});

ejection('one attempt at a time finds out whether it is back', () => {
  const { ejection: state, attempt, wait } = peer(1, 3000);
  attempt('fails');
  wait(3001);

  state.noteSelected();

  assert.is(state.ejected, true);
  state.noteSuccess();
  assert.is(state.ejected, false);
  assert.is(state.fails, 0);
});

ejection('a failed probe ejects for another time-out', () => {
  const { ejection: state, attempt, wait } = peer(1, 3000);
  attempt('fails');
  wait(3001);
  attempt('fails');

  wait(2999);

  assert.is(state.ejected, true);
  assert.is(state.remainingMs, 1);
});

ejection('a probe that hangs lets a second one through', () => {
  const { ejection: state, attempt, wait } = peer(1, 3000);
  attempt('fails');
  wait(3001);
  state.noteSelected();

  wait(3001);

  assert.is(state.ejected, false);
});

ejection('without a limit failures are counted only', () => {
  const { ejection: state, attempt } = peer(0, 3000);

  for (let i = 0; i < 9; i += 1) attempt('fails');

  assert.is(state.ejected, false);
  assert.is(state.fails, 9);
});

ejection.run();
