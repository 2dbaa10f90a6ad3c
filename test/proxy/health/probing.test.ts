import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProbeOutcome, Readiness } from '../../../proxy/health/probe.ts';
import { startProbing } from '../../../proxy/health/probing.ts';

const probing = suite('probing');

interface Probed {
  readonly seen: readonly string[];
  /** Whether each pause was a short one. */
  readonly urgently: readonly boolean[];
  readonly most: number;
  /** What was known after each probe. */
  readonly known: readonly string[];
}

/** Probes with these outcomes, one after the other. */
async function probed(outcomes: readonly ProbeOutcome[]): Promise<Probed> {
  let underWay = 0;
  let most = 0;
  let asked = 0;
  const seen: string[] = [];
  const urgently: boolean[] = [];
  const known: string[] = [];
  await new Promise<void>((resolve) => {
    const { stop } = startProbing({
      rules: { rise: 1, fall: 3, refusedFall: 1, unreadyFall: 1 },
      probe: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await Promise.resolve();
        underWay -= 1;
        const outcome = outcomes[asked];
        asked += 1;
        if (outcome !== undefined) return outcome;
        stop();
        resolve();
        return 'ready';
      },
      pause: async (urgent) => {
        urgently.push(urgent);
      },
      onProbed: ({ readiness, latest }) => known.push(`${readiness} ${latest}`),
      onChange: (readiness: Readiness, outcome) => seen.push(`${readiness} by ${outcome}`),
    });
  });
  return { seen, urgently, most, known };
}

probing('one probe at a time is under way', async () => {
  const { most } = await probed(['ready', 'ready', 'refused', 'refused']);

  assert.is(most, 1);
});

probing('changes are told with what made them', async () => {
  const { seen } = await probed(['ready', 'ready', 'refused', 'unready']);

  assert.equal(seen, ['live by ready', 'absent by refused', 'draining by unready']);
});

probing('what is known is told after each probe', async () => {
  const { known } = await probed(['ready', 'refused', 'silent', 'busy']);

  assert.equal(known, ['live ready', 'absent refused', 'absent silent', 'absent silent']);
});

probing('a doubt shortens the pause', async () => {
  const { urgently } = await probed(['ready', 'silent', 'ready', 'ready']);

  assert.equal(urgently, [false, true, false, false]);
});

probing.run();
