import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ShiftPlan, sound } from './shifts.ts';

const shifts = suite('shifts of sound peers');

const plan: ShiftPlan = { peers: 4, lengthMs: 700, overlapMs: 500 };

function soundAt(atMs: number): readonly number[] {
  return [0, 1, 2, 3].filter((peer) => sound(plan, peer, atMs));
}

shifts('each peer has its turn', () => {
  assert.equal([0, 700, 1400, 2100, 2800].map(soundAt), [[0], [1], [2], [3], [0]]);
});

shifts('the next begins before the turn ends', () => {
  assert.equal([199, 200, 699].map(soundAt), [[0], [0, 1], [0, 1]]);
});

shifts('at any time one peer stays sound for the whole overlap', () => {
  for (let at = 0; at < 6000; at += 7) {
    const staying = soundAt(at).filter((peer) => {
      for (let later = at; later < at + plan.overlapMs; later += 5) {
        if (!sound(plan, peer, later)) return false;
      }
      return true;
    });
    assert.ok(staying.length > 0, `nobody from ${at} on`);
  }
});

shifts.run();
