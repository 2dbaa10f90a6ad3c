import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isDictionary } from '../../../proxy/cache/dictionary.ts';

const dictionary = suite('dictionary');

dictionary('members with values of every kind are read', () => {
  for (const text of [
    'max-age=60',
    ' no-store ',
    'max-age=60, stale-if-error=9 ,\tpublic',
    'private="x, \\"y\\"", a=?0, b=-1.5, c=tok/en, d=:YQ==:, e=@17, *f',
    'max-age=60;scope="a";b, list=(1 "two" three;x=1);y, empty=()',
  ]) {
    assert.ok(isDictionary(text), text);
  }
});

dictionary('nothing, and what breaks off or is no member, is none', () => {
  for (const text of [
    ...['', ' ', ',', 'max-age=60,', 'max-age=60,,public', '=60', 'max-age=', 'max-age =60'],
    ...['max-age=60 public', 'Max-Age=60', 'a="b', 'a=(1', 'a=1.', 'a=1.2345', 'a=?2', '&&', 'a=é'],
    ...['max-age=1234567890123456', 'a=60s'],
  ]) {
    assert.not(isDictionary(text), text);
  }
});

dictionary('a long field that is none is told in no time', () => {
  const startedAt = performance.now();
  assert.not(isDictionary(`${'a=(1 1 1);b;c="d", '.repeat(5000)}!`));
  assert.not(isDictionary(`a=(${'1 '.repeat(50_000)}`));
  assert.not(isDictionary(`a${' '.repeat(100_000)}!`));
  assert.ok(performance.now() - startedAt < 1000);
});

dictionary.run();
