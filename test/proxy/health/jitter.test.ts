import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { jittered } from '../../../proxy/health/jitter.ts';

const jitter = suite('jitter');

jitter('a pause lies about its mean', () => {
  assert.is(jittered(500, 10, 0), 450);
  assert.is(jittered(500, 10, 0.5), 500);
  assert.is(jittered(500, 10, 0.75), 525);
});

jitter('none leaves it as it is', () => {
  assert.is(jittered(500, 0, 0.9), 500);
});

jitter.run();
