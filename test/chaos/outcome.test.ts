import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { complaint, judge, type Logged, type Seen } from './outcome.ts';
import type { Question } from './question.ts';

const outcomes = suite('outcomes of chaos');

const get: Question = { id: 'a', method: 'GET', answerBytes: 100, bodyBytes: 0 };
const reason = 'edgefolio; error=connection_terminated';

function seen(more: Partial<Seen> = {}): Seen {
  return {
    question: get,
    status: 200,
    whole: true,
    own: true,
    proxyStatus: undefined,
    code: '',
    ...more,
  };
}

function logged(statuses: readonly number[], ...brokenOff: readonly string[]): Logged {
  const lines = statuses.map((status) => ({ status, tries: [] }));
  return { accessed: new Map([['a', lines]]), brokenOff: new Set(brokenOff) };
}

outcomes('the right answer, logged once, is as it must be', () => {
  assert.is(judge(seen()), 'right');
  assert.is(complaint(seen(), logged([200])), undefined);
});

outcomes('the answer to another question is wrong though it is whole', () => {
  assert.is(judge(seen({ own: false })), 'wrong');
  assert.is(judge(seen({ own: false, whole: false })), 'wrong');
});

outcomes('an error without its reason is wrong', () => {
  assert.is(judge(seen({ status: 502, own: false })), 'wrong');
  assert.is(judge(seen({ status: 502, own: false, proxyStatus: reason })), 'refused');
});

outcomes('no answer at all is silence, and complained of', () => {
  const nothing = seen({ status: 0, whole: false, own: false, code: 'ECONNRESET' });

  assert.is(judge(nothing), 'silent');
  assert.is(complaint(nothing, logged([499])), 'silent');
});

outcomes('a refusal is complained of where the request could be repeated', () => {
  const refused = { status: 502, own: false, proxyStatus: reason };
  const posted = seen({ ...refused, question: { ...get, method: 'POST' } });
  const large = seen({ ...refused, question: { ...get, method: 'PUT', bodyBytes: 100_000 } });

  assert.is(complaint(seen(refused), logged([502])), 'a repeatable request was refused');
  assert.is(complaint(posted, logged([502])), undefined);
  assert.is(complaint(large, logged([502])), undefined);
});

outcomes('a cut answer needs its line in the error log', () => {
  const cut = { whole: false, code: 'ECONNRESET' };
  const posted = seen({ ...cut, question: { ...get, method: 'POST' } });

  assert.is(judge(posted), 'cut');
  assert.is(complaint(posted, logged([200])), 'cut without a reason in the log');
  assert.is(complaint(posted, logged([200], 'a')), undefined);
  assert.is(complaint(seen(cut), logged([200], 'a')), 'a repeatable request was cut');
});

outcomes('the access log has each request once, with its status', () => {
  assert.is(complaint(seen(), logged([])), '0 lines in the access log');
  assert.is(complaint(seen(), logged([200, 200])), '2 lines in the access log');
  assert.is(complaint(seen(), logged([502])), 'logged as 502');
});

outcomes.run();
