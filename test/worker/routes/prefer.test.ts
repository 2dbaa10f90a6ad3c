import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readPrefer } from '../../../worker/routes/prefer.ts';

const prefer = suite('prefer');

const cases = [
  { title: 'nothing', given: '', respondAsync: false, waitMs: undefined },
  { title: 'respond-async', given: 'respond-async', respondAsync: true, waitMs: undefined },
  { title: 'both in one', given: 'respond-async, wait=10', respondAsync: true, waitMs: 10_000 },
  {
    title: 'any case and blanks',
    given: ' Wait = 3 ,RESPOND-ASYNC',
    respondAsync: true,
    waitMs: 3000,
  },
  { title: 'a quoted value', given: 'wait="7"', respondAsync: false, waitMs: 7000 },
  { title: 'the first of two', given: 'wait=1, wait=2', respondAsync: false, waitMs: 1000 },
  { title: 'parameters', given: 'respond-async; foo="a"', respondAsync: true, waitMs: undefined },
  { title: 'an empty value', given: 'respond-async=""', respondAsync: true, waitMs: undefined },
  {
    title: 'what is no number',
    given: 'wait=soon, wait=-1',
    respondAsync: false,
    waitMs: undefined,
  },
  {
    title: 'others',
    given: 'return=minimal, handling=strict',
    respondAsync: false,
    waitMs: undefined,
  },
];

for (const { title, given, ...read } of cases) {
  prefer(`${title} is read`, () => {
    assert.equal(readPrefer(given), read);
  });
}

prefer.run();
