import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SlowStart } from '../../../proxy/upstream/slow-start.ts';
import { somePeer } from '../../support/some-peer.ts';

const slowStart = suite('slow-start');

slowStart('the weight grows in proportion to time', () => {
  let nowMs = 500;
  const start = new SlowStart({ weight: 4, slowStartMs: 1000, now: () => nowMs });

  assert.is(start.weight, 4);
  start.begin();
  assert.is(start.weight, 0.04);
  nowMs = 750;
  assert.is(start.weight, 1);
  nowMs = 1250;
  assert.is(start.weight, 3);
  nowMs = 1500;
  assert.is(start.weight, 4);
  nowMs = 600;
  assert.is(start.weight, 4);
});

slowStart('without a time the whole weight is there', () => {
  const start = new SlowStart({ weight: 4, slowStartMs: 0, now: () => 0 });
  start.begin();

  assert.is(start.weight, 4);
});

slowStart('a peer that becomes live starts slowly', () => {
  let nowMs = 0;
  const peer = somePeer({ port: 1, slowStartMs: 1000, now: () => nowMs });
  assert.is(peer.weight, 1);

  peer.changeReadiness('absent');
  peer.changeReadiness('live');
  nowMs = 500;

  assert.is(peer.weight, 0.5);
});

slowStart('only a peer that was drained starts slowly when it is undrained', () => {
  let nowMs = 0;
  const peer = somePeer({ port: 1, slowStartMs: 1000, now: () => nowMs });
  peer.undrain();
  assert.is(peer.weight, 1);

  peer.drain();
  peer.undrain();
  nowMs = 500;
  peer.undrain();

  assert.equal([peer.readiness, peer.weight], ['live', 0.5]);
});

slowStart('a peer that was ejected starts slowly', () => {
  let nowMs = 0;
  const peer = somePeer({ port: 1, slowStartMs: 1000, now: () => nowMs });
  peer.ejection.noteFailure();
  peer.ejection.noteFailure();
  nowMs = 1001;
  peer.ejection.noteSelected();
  peer.ejection.noteSuccess();
  nowMs = 1501;

  assert.is(peer.weight, 0.5);
});

slowStart('a failure that ejects nobody changes nothing', () => {
  let nowMs = 0;
  const peer = somePeer({ port: 1, slowStartMs: 1000, now: () => nowMs });
  peer.ejection.noteFailure();
  nowMs = 1001;
  peer.ejection.noteSelected();
  peer.ejection.noteSuccess();

  assert.is(peer.weight, 1);
});

slowStart.run();
