import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Absences } from '../../../../worker/portfolio/window/absences.ts';

const absences = suite('absences');

absences('figures that exist pass and are not told', () => {
  const none = new Absences();

  assert.is(none.figure(0, 'beta', 'it can not be'), 0);
  assert.equal(none.told(), []);
});

absences('figures that are null for one reason are told together', () => {
  const some = new Absences();

  assert.is(some.figure(Number.NaN, 'beta', 'nothing moves'), null);
  assert.is(some.figure(undefined, 'alpha', 'nothing moves'), null);
  assert.is(some.note('calmar', 'nothing falls'), null);
  assert.equal(some.told(), [
    'beta, alpha are null: nothing moves.',
    'calmar is null: nothing falls.',
  ]);
});

absences.run();
