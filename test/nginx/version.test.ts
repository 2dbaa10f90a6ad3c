import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentVersion, parseVersion, reaches } from '../../nginx/version.ts';

const version = suite('version of nginx');

version('it is read with and without its last number', () => {
  assert.equal(parseVersion('1.22'), [1, 22, 0]);
  assert.equal(parseVersion('1.29.8'), [1, 29, 8]);
  assert.equal(parseVersion('current'), currentVersion);
});

version('what is none, or older than 1.22, is refused', () => {
  assert.throws(() => parseVersion('new'), /must be current or such as 1\.22: it is "new"/);
  assert.throws(() => parseVersion('1.20.2'), /must be 1\.22 or newer/);
});

version('numbers are compared as numbers, the first that differs decides', () => {
  assert.is(reaches([1, 27, 3], '1.27.3'), true);
  assert.is(reaches([1, 27, 10], '1.27.9'), true);
  assert.is(reaches([1, 27, 2], '1.27.3'), false);
  assert.is(reaches([1, 9, 9], '1.22.0'), false);
  assert.is(reaches([2, 0, 0], '1.27.3'), true);
});

version.run();
