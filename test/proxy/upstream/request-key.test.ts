import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type KeyedRequest,
  parseKeySource,
  requestKey,
} from '../../../proxy/upstream/request-key.ts';

const key = suite('request-key');

const request: KeyedRequest = {
  client: '10.0.0.1',
  path: '/backend?a=1',
  wholeBody: Buffer.from('question'),
  field: (name) => (name === 'x-customer' ? 'me' : undefined),
};

const of = (source: string, changed: Partial<KeyedRequest> = {}): number | undefined =>
  requestKey(parseKeySource(source), { ...request, ...changed });

key('the path goes without its query', () => {
  assert.is(of('path'), of('path', { path: '/backend?a=2' }));
  assert.is.not(of('path'), of('path', { path: '/other?a=1' }));
});

key('the target goes with its query', () => {
  assert.is.not(of('target'), of('target', { path: '/backend?a=2' }));
});

key('equal bodies have equal keys', () => {
  const path = '/elsewhere';

  assert.is(of('body'), of('body', { path, wholeBody: Buffer.from('question') }));
  assert.is.not(of('body'), of('body', { wholeBody: Buffer.from('questiom') }));
});

key('clients are told by their addresses', () => {
  assert.is.not(of('client'), of('client', { client: '10.0.0.2' }));
});

key('a header is found under its name in any case', () => {
  assert.is(typeof of('header:X-Customer'), 'number');
});

key('what a request lacks gives no key', () => {
  assert.is(of('body', { wholeBody: undefined }), undefined);
  assert.is(of('body', { wholeBody: Buffer.alloc(0) }), undefined);
  assert.is(of('header:x-other'), undefined);
});

for (const text of ['', 'cookie', 'header:', 'header:a b', 'header']) {
  key(`the source "${text}" is refused`, () => {
    assert.throws(
      () => parseKeySource(text),
      /^must be client, path, target, body or header:NAME$/,
    );
  });
}

key.run();
