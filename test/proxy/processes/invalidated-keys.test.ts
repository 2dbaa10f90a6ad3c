import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { InvalidatedKeys } from '../../../proxy/processes/invalidated-keys.ts';

const invalidated = suite('invalidated keys');

/** What is told, and what is due. */
function start(): { keys: InvalidatedKeys; told: (readonly string[])[]; due: (() => void)[] } {
  const told: (readonly string[])[] = [];
  const due: (() => void)[] = [];
  const later = (callback: () => void): void => void due.push(callback);
  return { keys: new InvalidatedKeys({ tell: (one) => told.push(one), later }), told, due };
}

invalidated('those of a short time are told together, each once', () => {
  const { keys, told, due } = start();
  keys.add(['http://a/']);
  keys.add(['http://a/', 'http://a/b']);
  assert.equal([told, due.length], [[], 1]);

  due[0]?.();
  assert.equal(told, [['http://a/', 'http://a/b']]);
});

invalidated('one that comes again is told again', () => {
  const { keys, told, due } = start();
  keys.add(['http://a/']);
  due[0]?.();
  keys.add(['http://a/']);
  due[1]?.();

  assert.equal(told, [['http://a/'], ['http://a/']]);
});

invalidated('nothing is told of nothing', () => {
  const { keys, due } = start();
  keys.add([]);

  assert.equal(due, []);
});

invalidated.run();
