import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Patience } from '../../../proxy/exchange/waits.ts';
import { readSettings } from '../../../proxy/settings.ts';

const waits = suite('waits');

interface Clocked {
  readonly patience: Patience;
  /** Goes to this time. @returns whether something is due */
  at(ms: number): boolean;
}

function clocked(env: Readonly<Record<string, string>> = {}): Clocked {
  let nowMs = 0;
  const patience = new Patience(readSettings(env), () => nowMs, 0);
  return {
    patience,
    at: (ms) => {
      nowMs = ms;
      return nowMs >= patience.dueAt;
    },
  };
}

const attentive = { silent: false };

waits('a wait counts from the first look at it', () => {
  const { patience, at } = clocked({ PROXY_RESPONSE_TIMEOUT_MS: '100' });
  patience.begin('response');

  assert.is(at(50), false);
  assert.is(at(149), false);
  assert.is(at(150), true);
  assert.is(patience.expire(), 'response');
  assert.is(at(10_000), false);
});

waits('a try is over before its response would be', () => {
  const { patience, at } = clocked({ PROXY_TRY_TIMEOUT_MS: '300' });
  patience.beginTry(attentive, true);
  at(100);
  patience.begin('response');

  assert.is(at(299), false);
  assert.is(at(300), true);
  assert.is(patience.expire(), 'response');
});

waits('a try that never connects is a wait for a connection', () => {
  const { patience, at } = clocked({ PROXY_TRY_TIMEOUT_MS: '300' });
  patience.beginTry(attentive, true);

  assert.is(at(300), true);
  assert.is(patience.expire(), 'connection');
});

waits('a head ends the time of a try', () => {
  const { patience, at } = clocked({ PROXY_TRY_TIMEOUT_MS: '300' });
  patience.beginTry(attentive, true);
  patience.beginAnswer();

  assert.is(at(5000), false);
});

waits('a try whose request still comes has no time of its own', () => {
  const { patience, at } = clocked({ PROXY_TRY_TIMEOUT_MS: '300' });
  patience.beginTry(attentive, false);

  assert.is(at(1000), false);
});

waits('the whole exchange has a limit over all tries', () => {
  const { patience, at } = clocked({ PROXY_TOTAL_TIMEOUT_MS: '1000', PROXY_TRY_TIMEOUT_MS: '600' });
  patience.beginTry(attentive, true);
  assert.is(at(600), true);
  assert.is(patience.expire(), 'connection');
  patience.beginTry(attentive, true);

  assert.is(at(999), false);
  assert.is(at(1000), true);
  assert.is(patience.expire(), 'total');
  assert.is(at(5000), false);
});

waits('who was answered may still send beyond that limit', () => {
  const { patience, at } = clocked({ PROXY_TOTAL_TIMEOUT_MS: '1000' });
  patience.begin('farewell');

  assert.is(at(1000), false);
  assert.is(at(2999), false);
  assert.is(at(3000), true);
  assert.is(patience.expire(), 'farewell');
});

waits('the silence of the peer is due at once, and again after a while', () => {
  const { patience, at } = clocked({ PROXY_PROBE_ABANDON: 'on' });
  const peer = { silent: false };
  patience.beginTry(peer, true);
  assert.is(at(10), false);

  peer.silent = true;

  assert.is(at(10), true);
  assert.is(patience.expire(), 'silence');
  assert.is(at(259), false);
  assert.is(at(260), true);
  assert.is(patience.expire(), 'silence');
  peer.silent = false;
  assert.is(at(1000), false);
});

waits('other limits are due while the peer is silent', () => {
  const { patience, at } = clocked({
    PROXY_PROBE_ABANDON: 'on',
    PROXY_RESPONSE_TIMEOUT_MS: '100',
  });
  patience.beginTry({ silent: true }, true);
  patience.begin('response');
  assert.is(at(0), true);
  assert.is(patience.expire(), 'silence');

  assert.is(at(99), false);
  assert.is(at(100), true);
  assert.is(patience.expire(), 'response');
});

waits('silence means nothing to who was answered or is to wait', () => {
  const peer = { silent: false };
  const [answered, patient] = [clocked({ PROXY_PROBE_ABANDON: 'on' }), clocked()];
  answered.patience.beginTry(peer, true);
  answered.patience.beginAnswer();
  patient.patience.beginTry(peer, true);
  peer.silent = true;

  assert.equal(
    [answered, patient].map(({ at }) => at(10)),
    [false, false],
  );
});

waits('an answer is held so long, and its body waited for all the same', () => {
  const { patience, at } = clocked({ PROXY_RESPONSE_TIMEOUT_MS: '1000' });
  patience.beginTry(attentive, true);
  patience.beginHold(50);

  assert.is(at(49), false);
  assert.is(at(50), true);
  assert.is(patience.expire(), 'whole');
  assert.is(at(1048), false);
  assert.is(at(1049), true);
  assert.is(patience.expire(), 'response');
});

waits('an answer that is held until it is whole leaves the time of its try running', () => {
  const { patience, at } = clocked({ PROXY_TRY_TIMEOUT_MS: '300' });
  patience.beginTry(attentive, true);
  patience.beginHold(Number.POSITIVE_INFINITY);
  at(200);
  patience.begin('response');

  assert.is(at(300), true);
  assert.is(patience.expire(), 'response');
});

waits('an answer that was begun is held no longer', () => {
  const { patience, at } = clocked();
  patience.beginTry(attentive, true);
  patience.beginHold(50);
  patience.beginAnswer();

  assert.is(at(50), false);
});

waits.run();
