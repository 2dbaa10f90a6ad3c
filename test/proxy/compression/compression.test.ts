import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AskedForm, Compression } from '../../../proxy/compression/compression.ts';
import { readCompressionSettings } from '../../../proxy/settings/compression.ts';
import { EnvironmentReader } from '../../../service/environment.ts';

const compression = suite('Compression');

function compressing(env: Readonly<Record<string, string>> = {}): Compression {
  const reader = new EnvironmentReader({
    PROXY_COMPRESS: 'on',
    PROXY_COMPRESS_CODINGS: 'br=4,gzip=5',
    ...env,
  });
  return new Compression(readCompressionSettings(reader));
}

function asks(fields: Readonly<Record<string, string>>, method = 'GET'): AskedForm {
  return { method, field: (name) => fields[name] };
}

const takesAll = { 'accept-encoding': 'gzip, br' };

function answer({ status = 200, fields = json, contentLength = '5000' } = {}) {
  return { status, phrase: '', fields, contentLength };
}

const json: readonly string[] = ['Content-Type', 'application/json'];

compression('a compressed body is no longer of the declared length', () => {
  const { head, choice } = compressing().plan(asks(takesAll), answer());

  assert.equal(choice, { coding: 'br', level: 4 });
  assert.is(head.contentLength, undefined);
  assert.equal(head.fields, [...json, 'Content-Encoding', 'br', 'Vary', 'Accept-Encoding']);
});

compression('while it is off every answer is the peer’s own', () => {
  const given = answer();
  assert.is(compressing({ PROXY_COMPRESS: 'off' }).plan(asks(takesAll), given).head, given);
});

for (const status of [204, 205]) {
  compression(`a ${status} stays as it is`, () => {
    const given = answer({ status });
    assert.is(compressing().plan(asks(takesAll), given).head, given);
  });
}

compression('a part stays as it is, and tells what the whole would depend on', () => {
  const part = ['Content-Range', 'bytes 0-9/5000'];
  const to = (fields: readonly string[]) =>
    compressing().plan(asks(takesAll), answer({ status: 206, fields: [...fields, ...part] }));

  assert.equal(to(json), {
    head: answer({ status: 206, fields: [...json, ...part, 'Vary', 'Accept-Encoding'] }),
    choice: undefined,
  });
  const picture = ['Content-Type', 'image/png'];
  assert.equal(to(picture).head.fields, [...picture, ...part]);
});

compression('a client’s no-transform is heard, and the answer tells what it is for others', () => {
  const asked = asks({ ...takesAll, 'cache-control': 'no-transform' });
  const to = (given = answer()) => compressing().plan(asked, given);

  assert.equal(to(), {
    head: answer({ fields: [...json, 'Vary', 'Accept-Encoding'] }),
    choice: undefined,
  });
  for (const given of [answer({ contentLength: '9' }), answer({ fields: ['ETag', '"x"'] })]) {
    assert.is(to(given).head, given);
  }
});

compression('a client that refuses plain bodies gets small ones compressed', () => {
  const small = answer({ contentLength: '9' });
  const demanding = asks({ 'accept-encoding': 'gzip, identity;q=0' });

  assert.is(compressing().plan(asks(takesAll), small).choice, undefined);
  assert.is(compressing().plan(demanding, small).choice?.coding, 'gzip');
  assert.is(compressing().plan(demanding, answer({ contentLength: '0' })).choice, undefined);
});

compression('a HEAD is described as its GET and compresses nothing', () => {
  const planned = compressing();
  const get = planned.plan(asks(takesAll), answer());
  const head = planned.plan(asks(takesAll, 'HEAD'), answer());

  assert.equal(head.head, get.head);
  assert.is(head.choice, undefined);
});

compression('a 304 tells what the whole answer would depend on', () => {
  const to = (fields: string[]) =>
    compressing().plan(asks(takesAll), answer({ status: 304, fields })).head;

  assert.equal(to(['ETag', '"x"']).fields, ['ETag', '"x"', 'Vary', 'Accept-Encoding']);
  for (const settled of [
    ['Content-Type', 'image/png'],
    ['Cache-Control', 'no-transform'],
  ]) {
    assert.equal(to(settled).fields, settled);
  }
});

compression('a 304 names the weak tag that the client holds', () => {
  const given = answer({ status: 304, fields: ['ETag', '"x"'] });
  const { fields } = compressing().plan(asks({ 'if-none-match': 'W/"x"' }), given).head;
  assert.is(fields[1], 'W/"x"');
});

compression('of a body that may have been compressed here a date fits no part', () => {
  const date = 'Sat, 29 Oct 1994 19:43:31 GMT';
  const resumed = { ...takesAll, range: 'bytes=5-', 'if-range': date };
  assert.ok(compressing().doubtsRange(asks(resumed)));
  assert.not(compressing({ PROXY_COMPRESS: 'off' }).doubtsRange(asks(resumed)));

  for (const other of [
    { ...resumed, 'if-range': '"x"' },
    { ...resumed, 'accept-encoding': 'identity;q=1, *;q=0' },
    { ...takesAll, range: 'bytes=5-' },
    { ...takesAll, 'if-range': date },
    { range: 'bytes=5-', 'if-range': date },
  ]) {
    assert.not(compressing().doubtsRange(asks(other)), JSON.stringify(other));
  }
});

compression('beyond the limit answers go as they are, and say that they vary', () => {
  const busy = compressing({ PROXY_COMPRESS_LIMIT: '1' });
  const sink = {
    onCoded: () => true,
    onWanted: () => undefined,
    onCodedEnd: () => undefined,
    onCoderFault: () => undefined,
  };
  const encoder = busy.open({ coding: 'gzip', level: 1 }, sink);

  const crowded = busy.plan(asks(takesAll), answer());
  encoder.destroy();
  busy.release();

  assert.is(crowded.choice, undefined);
  assert.is(crowded.head.contentLength, '5000');
  assert.equal(crowded.head.fields, [...json, 'Vary', 'Accept-Encoding']);
  assert.is(busy.plan(asks(takesAll), answer()).choice?.coding, 'br');
});

compression('ever new fields are not remembered for ever', () => {
  const planned = compressing();
  for (let n = 0; n < 1000; n += 1) {
    const asked = asks({ 'accept-encoding': `x${n}, gzip` });
    assert.is(planned.plan(asked, answer()).choice?.coding, 'gzip');
  }
});

compression.run();
