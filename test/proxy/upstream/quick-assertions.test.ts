import { AssertionError } from 'node:assert';
import { createRequire } from 'node:module';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assertQuickly, withQuickAssertions } from '../../../proxy/upstream/quick-assertions.ts';
import { UndiciClient, undiciAssertsQuickly } from '../../../proxy/upstream/undici-client.ts';

const assertions = suite('quick assertions');

assertions('what holds is passed over, what does not is an AssertionError with its message', () => {
  assertQuickly(true);
  assertQuickly(1, 'one');
  assert.throws(
    () => assertQuickly(0, 'nought'),
    (error: unknown) => {
      return error instanceof AssertionError && error.message === 'nought';
    },
  );
  const own = new RangeError('own');
  assert.throws(
    () => assertQuickly('', own),
    (error: unknown) => error === own,
  );
});

assertions('undici has them on Deno, and Node’s own on Node', () => {
  assert.is(undiciAssertsQuickly, 'deno' in process.versions);
});

assertions('what is loaded already is left as it is', () => {
  const again = withQuickAssertions(() =>
    createRequire(import.meta.url)('undici/lib/dispatcher/client.js'),
  );

  assert.equal(again, { loaded: UndiciClient, asked: false });
});

assertions.run();
