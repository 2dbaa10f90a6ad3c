import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Problem } from '../../service/problem.ts';

const problem = suite('problem');

problem('a bare status is about:blank with its phrase', () => {
  const body = JSON.parse(JSON.stringify(new Problem({ status: 404 })));

  assert.equal(body, { type: 'about:blank', title: 'Not Found', status: 404 });
});

problem('a named problem carries detail and extensions', () => {
  const named = new Problem({
    status: 422,
    name: 'too-few-prices',
    title: 'There are too few prices',
    detail: 'FB has 2 rows.',
    extensions: { symbols: ['FB'] },
  });

  assert.equal(JSON.parse(JSON.stringify(named)), {
    type: 'tag:edgefolio,2026:problem/too-few-prices',
    title: 'There are too few prices',
    status: 422,
    detail: 'FB has 2 rows.',
    symbols: ['FB'],
  });
});

problem('the cause is kept and never shown', () => {
  const cause = new Error('secret');
  const hidden = new Problem({ status: 503, cause });

  assert.is(hidden.cause, cause);
  assert.not.match(JSON.stringify(hidden), /secret/);
});

problem('a subclass is named after itself', () => {
  class Refused extends Problem {}

  assert.is(new Refused({ status: 502 }).name, 'Refused');
});

problem.run();
