import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnvironmentReader, InvalidEnvironment } from '../../service/environment.ts';

const environment = suite('environment');

environment('an absent or empty value means the default', () => {
  const read = new EnvironmentReader({ EMPTY: '' });

  assert.is(read.text('ABSENT', 'a'), 'a');
  assert.is(read.text('EMPTY', 'b'), 'b');
  assert.is(read.integer('EMPTY', 7, { min: 0, max: 9 }), 7);
  assert.is(read.choice('EMPTY', 'x', ['x', 'y']), 'x');
  read.finish();
});

environment('a present value is read as its type', () => {
  const read = new EnvironmentReader({ PORT: '8001', MODE: 'y', URL: 'http://a/' });

  assert.is(read.integer('PORT', 1, { min: 1, max: 65_535 }), 8001);
  assert.is(read.choice('MODE', 'x', ['x', 'y']), 'y');
  assert.is(read.parsed('URL', 'http://b/', (text) => new URL(text))?.host, 'a');
  read.finish();
});

environment('all faults are told at once', () => {
  const read = new EnvironmentReader({ PORT: '80b', LIMIT: '11', MODE: 'z', URL: 'nowhere' });
  read.integer('PORT', 1, { min: 1, max: 65_535 });
  read.integer('LIMIT', 1, { min: 1, max: 10 });
  read.choice('MODE', 'x', ['x', 'y']);
  read.parsed('URL', '', () => {
    throw new Error('must be a URL');
  });

  let thrown: unknown;
  try {
    read.finish();
  } catch (error) {
    thrown = error;
  }

  assert.equal(thrown instanceof InvalidEnvironment && thrown.faults, [
    'PORT must be a whole number from 1 to 65535: it is "80b"',
    'LIMIT must be a whole number from 1 to 10: it is "11"',
    'MODE must be one of x, y: it is "z"',
    'URL must be a URL: it is "nowhere"',
  ]);
});

environment.run();
