import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCacheControl } from '../../../proxy/cache/cache-control.ts';

const cacheControl = suite('cache-control');

cacheControl('flags and times are read whatever their case', () => {
  const read = readCacheControl('No-StOrE, MAX-AGE=60 , s-maxage="5",public');

  assert.ok(read.noStore);
  assert.ok(read.public);
  assert.is(read.maxAgeS, 60);
  assert.is(read.sharedMaxAgeS, 5);
  assert.not(read.noCache);
});

cacheControl('a directive within a quoted string says nothing', () => {
  assert.is(readCacheControl('ext="max-age=3600, no-store", max-age=1').maxAgeS, 1);
  assert.not(readCacheControl('ext="a\\", no-store"').noStore);
});

cacheControl('of a directive given twice the first is meant', () => {
  assert.is(readCacheControl('max-age=1, max-age=1800').maxAgeS, 1);
});

cacheControl('a time that is no whole number is none', () => {
  for (const text of ["'3600'", '-1', '3600.0', 'a1', '1a', '', ' 3600']) {
    assert.is(readCacheControl(`max-age=${text}`).maxAgeS, 0, text);
  }
  assert.is(readCacheControl('max-age =3600').maxAgeS, 0);
  assert.is(readCacheControl('max-age').maxAgeS, 0);
  assert.is(readCacheControl('max-age=003600').maxAgeS, 3600);
});

cacheControl('a time with something behind it is none', () => {
  for (const text of ['60 private', '60 60', '"60"x', '"60"60', '60"x"', '60\t=']) {
    assert.is(readCacheControl(`max-age=${text}, public`).maxAgeS, 0, text);
  }
  assert.is(readCacheControl('max-age 60').maxAgeS, 0);
  assert.is(readCacheControl('max-stale 60').maxStaleS, 0);
  assert.is(readCacheControl('max-age=60 \t, public').maxAgeS, 60);
  assert.ok(readCacheControl('private max-age=60').private);
});

cacheControl('a time beyond what 31 bits hold is as good as for ever', () => {
  assert.is(readCacheControl('max-age=99999999999').maxAgeS, 2_147_483_648);
});

cacheControl('max-stale without a time accepts any staleness', () => {
  assert.is(readCacheControl('max-stale').maxStaleS, Number.POSITIVE_INFINITY);
  assert.is(readCacheControl('max-stale=5').maxStaleS, 5);
});

cacheControl('no-cache and private with a list concern those fields only', () => {
  const read = readCacheControl('no-cache="A, b", private=Set-Cookie');

  assert.not(read.noCache);
  assert.not(read.private);
  assert.equal(read.unstoredFields, ['a', 'b', 'set-cookie']);
});

cacheControl('a hostile value is read in no time', () => {
  const startedAt = performance.now();
  readCacheControl('a="'.repeat(10_000));
  readCacheControl(`${' '.repeat(30_000)}x`);
  readCacheControl('='.repeat(30_000));

  assert.ok(performance.now() - startedAt < 500);
});

cacheControl.run();
