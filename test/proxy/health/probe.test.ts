import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  afterProbe,
  hanging,
  type ProbeOutcome,
  type ProbeRules,
  type ProbeState,
  type Readiness,
  silent,
  unprobed,
  urgent,
} from '../../../proxy/health/probe.ts';

const probe = suite('probe');

const defaults: ProbeRules = { rise: 1, fall: 3, refusedFall: 1, unreadyFall: 1 };

const stateAfter = (
  outcomes: readonly ProbeOutcome[],
  rules: Partial<ProbeRules> = {},
): ProbeState =>
  outcomes.reduce(
    (state, outcome) => afterProbe({ ...defaults, ...rules }, state, outcome),
    unprobed,
  );

interface Case {
  readonly title: string;
  readonly rules?: Partial<ProbeRules>;
  readonly given: readonly ProbeOutcome[];
  readonly expected: Readiness;
}

const cases: readonly Case[] = [
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
  {
    title: 'so does one that is not ready',
    given: ['ready', 'silent', 'silent', 'unready', 'silent', 'silent'],
    expected: 'draining',
  },
  {
    title: 'silence of a busy peer forgives the silences',
    given: ['ready', 'silent', 'silent', 'busy', 'silent', 'silent'],
    expected: 'live',
  },
  {
    title: 'but makes nobody live',
    given: ['ready', 'refused', 'busy'],
    expected: 'absent',
  },
  { title: 'a peer that never answered stays unknown', given: ['silent'], expected: 'unknown' },
  { title: 'an absent peer is live again at once', given: ['refused', 'ready'], expected: 'live' },
  {
    title: 'with a rise of two, one answer does not bring a peer back',
    rules: { rise: 2 },
    given: ['ready', 'refused', 'ready'],
    expected: 'absent',
  },
  {
    title: 'the second does',
    rules: { rise: 2 },
    given: ['ready', 'refused', 'ready', 'ready'],
    expected: 'live',
  },
  {
    title: 'the two must follow one another',
    rules: { rise: 2 },
    given: ['ready', 'refused', 'ready', 'silent', 'ready'],
    expected: 'absent',
  },
  {
    title: 'the first answer ever is enough',
    rules: { rise: 3 },
    given: ['silent', 'ready'],
    expected: 'live',
  },
  {
    title: 'one refusal of two tolerated changes nothing',
    rules: { refusedFall: 2 },
    given: ['ready', 'refused', 'ready', 'refused'],
    expected: 'live',
  },
  {
    title: 'refusals count since the last answer that was ready',
    rules: { refusedFall: 2 },
    given: ['ready', 'refused', 'silent', 'refused'],
    expected: 'absent',
  },
  {
    title: 'the second denial of two makes a peer draining',
    rules: { unreadyFall: 2 },
    given: ['ready', 'unready', 'unready'],
    expected: 'draining',
  },
];

for (const { title, rules, given, expected } of cases) {
  probe(title, () => assert.is(stateAfter(given, rules).readiness, expected));
}

const absences: readonly {
  readonly title: string;
  readonly given: readonly ProbeOutcome[];
  readonly is: string;
}[] = [
  { title: 'two silences are no absence', given: ['ready', 'silent', 'silent'], is: '' },
  {
    title: 'who takes connections and answers none hangs',
    given: ['silent', 'silent', 'silent'],
    is: 'silent, hanging',
  },
  {
    title: 'who takes none in time is silent alone',
    given: ['silent', 'silent', 'lost', 'lost'],
    is: 'silent',
  },
  {
    title: 'who refuses them is gone, silent or not before',
    given: ['silent', 'silent', 'silent', 'refused'],
    is: '',
  },
  {
    title: 'who takes them again is there again',
    given: ['ready', 'refused', 'silent'],
    is: 'silent, hanging',
  },
  {
    title: 'a request that was answered meanwhile changes nothing',
    given: ['silent', 'silent', 'silent', 'busy'],
    is: 'silent, hanging',
  },
];

for (const { title, given, is } of absences) {
  probe(title, () => {
    const state = stateAfter(given);
    const found = [...(silent(state) ? ['silent'] : []), ...(hanging(state) ? ['hanging'] : [])];
    assert.is(found.join(', '), is);
  });
}

probe('a live peer without doubt is in no hurry', () => {
  assert.is(urgent(stateAfter(['ready'])), false);
  assert.is(urgent(stateAfter(['ready', 'silent'])), true);
  assert.is(urgent(stateAfter(['ready', 'silent', 'ready'])), false);
});

probe('a peer that is not live is looked after', () => {
  assert.is(urgent(stateAfter(['ready', 'unready'])), true);
  assert.is(urgent(stateAfter(['ready', 'refused'])), true);
});

probe('a port where nobody has been for long is not', () => {
  assert.is(urgent(stateAfter(new Array<ProbeOutcome>(31).fill('refused'))), false);
});

probe.run();
