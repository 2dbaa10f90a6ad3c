import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cornerMoves } from '../../../../worker/kernels/frontier/corner-moves.ts';
import { frontierOf, randomFrontiers, twoSymbols } from '../../../support/frontiers.ts';

const moves = suite('corner-moves');

moves('two symbols leave their bounds at the highest return', () => {
  const { corners } = frontierOf(twoSymbols);

  assert.is(corners.length, 2);
  assert.equal(cornerMoves(twoSymbols, corners, 0), {
    meets: [],
    leaves: [
      { symbol: 0, side: 'lower' },
      { symbol: 1, side: 'upper' },
    ],
  });
  assert.equal(cornerMoves(twoSymbols, corners, 1), { meets: [], leaves: [] });
});

moves('where the frontier bends a symbol meets or leaves a bound', () => {
  let bends = 0;
  for (const { problem, frontier } of randomFrontiers(1, 500)) {
    // Symbols that depend on others, or earn the same, bend it within the bounds too.
    if (!/\d\d+ days, plain, drawn/.test(problem.title)) continue;
    const { corners } = frontier;
    for (let place = 0; place < corners.length - 1; place++) {
      const { meets, leaves } = cornerMoves(problem, corners, place);
      assert.ok(meets.length + leaves.length > 0, `${problem.title}, corner ${place}`);
      bends += 1;
    }
    assert.equal(cornerMoves(problem, corners, corners.length - 1).leaves, [], problem.title);
  }
  assert.ok(bends > 100, `${bends}`);
});

moves.run();
