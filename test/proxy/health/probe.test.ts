import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  afterProbe,
  type ProbeOutcome,
  type ProbeState,
  type Readiness,
  startProbing,
} from '../../../proxy/health/probe.ts';

const probe = suite('probe');

const readinessAfter = (...outcomes: readonly ProbeOutcome[]): Readiness => {
  let state: ProbeState = { readiness: 'unknown', silences: 0 };
  for (const outcome of outcomes) state = afterProbe(state, outcome);
  return state.readiness;
};

const cases: readonly { title: string; given: readonly ProbeOutcome[]; expected: Readiness }[] = [
  { title: 'one answer of 200 makes a peer live', given: ['ready'], expected: 'live' },
  {
    title: 'a refused connection makes it absent at once',
    given: ['ready', 'refused'],
    expected: 'absent',
  },
  {
    title: 'another answer makes it draining at once',
    given: ['ready', 'unready'],
    expected: 'draining',
  },
  { title: 'two silences change nothing', given: ['ready', 'silent', 'silent'], expected: 'live' },
  {
    title: 'three silences in a row make it absent',
    given: ['ready', 'silent', 'silent', 'silent'],
    expected: 'absent',
  },
  {
    title: 'an answer in between forgives the silences',
    given: ['ready', 'silent', 'silent', 'ready', 'silent', 'silent'],
    expected: 'live',
  },
  { title: 'a peer that never answered stays unknown', given: ['silent'], expected: 'unknown' },
  { title: 'an absent peer is live again at once', given: ['refused', 'ready'], expected: 'live' },
];

for (const { title, given, expected } of cases) {
  probe(title, () => assert.is(readinessAfter(...given), expected));
}

probe('one probe at a time is under way', async () => {
  let underWay = 0;
  let most = 0;
  let asked = 0;
  const seen: Readiness[] = [];
  await new Promise<void>((resolve) => {
    const probing = startProbing({
      probe: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await Promise.resolve();
        underWay -= 1;
        asked += 1;
        if (asked === 5) {
          probing.stop();
          resolve();
        }
        return asked < 3 ? 'ready' : 'refused';
      },
      pause: () => Promise.resolve(),
      onChange: (readiness) => seen.push(readiness),
    });
  });

  assert.is(most, 1);
  assert.equal(seen, ['live', 'absent']);
});

probe.run();
