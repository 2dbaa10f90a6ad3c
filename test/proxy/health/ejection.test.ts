import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Ejection, type EjectionRules } from '../../../proxy/health/ejection.ts';

interface Peer {
  readonly ejection: Ejection;
  /** Lets time pass. */
  wait(ms: number): void;
  /** One attempt from its selection to its end. */
  attempt(end: 'ok' | 'fails'): void;
}

function peer(maxFails: number, failTimeoutMs: number, more: Partial<EjectionRules> = {}): Peer {
  let nowMs = 1_000;
  const nginx = { maxFails, failTimeoutMs, maxMs: 0, serverErrors: 0, gatewayErrors: 0 };
  const ejection = new Ejection({ rules: { ...nginx, ...more }, now: () => nowMs });
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

/** Lets the window pass, and fails the attempt that finds out. */
const failAgain = ({ ejection: state, attempt, wait }: Peer): number => {
  while (state.ejected) wait(500);
  attempt('fails');
  return state.remainingMs;
};

ejection('each ejection in a row lasts longer, up to a limit', () => {
  const failing = peer(1, 1000, { maxMs: 3500 });
  failing.attempt('fails');

  assert.is(failing.ejection.remainingMs, 1000);
  assert.equal(
    [1, 2, 3, 4].map(() => failAgain(failing)),
    [2000, 3000, 3500, 3500],
  );
  assert.is(failing.ejection.inRow, 5);
});

ejection('without a limit each lasts as long as the first', () => {
  const failing = peer(1, 1000);
  failing.attempt('fails');

  assert.equal(
    [1, 2].map(() => failAgain(failing)),
    [1000, 1000],
  );
});

ejection('failures of what was under way lengthen nothing', () => {
  const { ejection: state } = peer(1, 1000, { maxMs: 9000 });

  const verdicts = [1, 2, 3].map(() => state.noteFailure());

  assert.equal(verdicts, ['ejected', 'counted', 'counted']);
  assert.is(state.inRow, 1);
  assert.is(state.remainingMs, 1000);
});

ejection('health makes ejections good, one after the other', () => {
  const failing = peer(1, 1000, { maxMs: 9000 });
  const { ejection: state, attempt, wait } = failing;
  attempt('fails');
  failAgain(failing);
  failAgain(failing);
  while (state.ejected) wait(500);
  attempt('ok');
  assert.is(state.inRow, 3);

  wait(2000);

  assert.is(state.inRow, 1);
  attempt('fails');
  assert.is(state.remainingMs, 2000);
});

ejection('a peer that became another process owes nothing', () => {
  const failing = peer(1, 1000, { maxMs: 9000 });
  failing.attempt('fails');
  failAgain(failing);

  failing.ejection.reset();

  assert.is(failing.ejection.ejected, false);
  failing.attempt('fails');
  assert.is(failing.ejection.remainingMs, 1000);
});

ejection('nobody is left out when no more may be', () => {
  const { ejection: state } = peer(1, 1000);
  state.mayEject = () => false;

  assert.is(state.noteFailure(), 'counted');
  assert.is(state.ejected, false);
  state.mayEject = () => true;
  assert.is(state.noteFailure(), 'ejected');
});

ejection('one that fails again is let in when no more may be out', () => {
  const { ejection: state, attempt, wait } = peer(1, 1000);
  attempt('fails');
  wait(1001);
  state.mayEject = () => false;

  attempt('fails');

  assert.is(state.ejected, false);
});

ejection('errors in a row eject though none is a failure', () => {
  const { ejection: state } = peer(0, 1000, { serverErrors: 3 });

  const verdicts = [500, 500, 200, 500, 501, 599].map((status) => state.noteAnswer(status));

  assert.equal(verdicts.slice(-1), ['ejected']);
  assert.is(verdicts.filter((verdict) => verdict !== 'well').length, 1);
});

ejection('an error of one that returns ejects it at once', () => {
  const { ejection: state, wait } = peer(0, 1000, { serverErrors: 2, maxMs: 9000 });
  state.noteAnswer(500);
  state.noteAnswer(500);
  wait(1001);
  state.noteSelected();

  assert.is(state.noteAnswer(503), 'ejected again');
  assert.is(state.remainingMs, 2000);
});

ejection('a failure of one that returns ejects it though failures eject nobody', () => {
  const { ejection: state, wait } = peer(0, 1000, { gatewayErrors: 1 });
  state.noteAnswer(502);
  wait(1001);
  state.noteSelected();

  assert.is(state.noteFailure(), 'ejected again');
});

ejection.run();
