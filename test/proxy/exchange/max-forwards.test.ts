import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReplyHead } from '../../../proxy/client/client-stream.ts';
import { endsHere, readMaxForwards } from '../../../proxy/exchange/max-forwards.ts';

const maxForwards = suite('max-forwards');

interface Counted {
  readonly status: number | undefined;
  readonly answered: readonly string[] | undefined;
  readonly passed: readonly string[];
}

/** Counts a request with these fields. */
function counted(value: string | undefined, name = 'Max-Forwards', path = '/'): Counted {
  let passed: readonly string[] = ['A', '1', ...(value === undefined ? [] : [name, value])];
  const request = {
    path,
    field: () => value,
    amend: (change: (fields: readonly string[]) => string[]) => {
      passed = change(passed);
    },
  };
  let answer: ReplyHead | undefined;
  let ended = false;
  const exchange = {
    request,
    onStored: (head: ReplyHead) => {
      answer = head;
    },
    onEnd: () => {
      ended = true;
    },
  };
  assert.is(
    endsHere(exchange, () => ['X-Request-Id', 'r']),
    ended,
  );
  return { status: answer?.status, answered: answer?.fields, passed };
}

maxForwards('the server as a whole is the proxy', () => {
  for (const forwards of [undefined, '5', '0']) {
    const { status, answered } = counted(forwards, 'Max-Forwards', '*');
    assert.equal([status, answered?.[0]], [200, 'Allow']);
  }
});

maxForwards('what may go further is counted down', () => {
  assert.equal(counted('5').passed, ['A', '1', 'Max-Forwards', '4']);
  assert.equal(counted('01', 'max-forwards').passed, ['A', '1', 'max-forwards', '0']);
  assert.is(counted('5').status, undefined);
});

maxForwards('with none left it is answered', () => {
  const { status, answered } = counted('0');

  assert.is(status, 200);
  assert.equal(answered, [
    ...['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
    ...['Content-Length', '0', 'X-Request-Id', 'r'],
  ]);
});

for (const value of ['', '-1', '+1', '1.0', '0x1', 'none', '0, 0', ' 1']) {
  maxForwards(`"${value}" is taken for nothing`, () => {
    const { status, passed } = counted(value);

    assert.is(status, undefined);
    assert.equal(passed, ['A', '1', 'Max-Forwards', value]);
  });
}

maxForwards('without the field nothing is counted', () => {
  assert.equal(counted(undefined).passed, ['A', '1']);
});

maxForwards('more than can be counted becomes what can', () => {
  assert.is(readMaxForwards('9'.repeat(400)), Number.MAX_SAFE_INTEGER);
});

maxForwards.run();
