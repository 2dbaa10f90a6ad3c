import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  codedFields,
  codedTrailers,
  readContentFields,
  unmodifiedFields,
  withVary,
} from '../../../proxy/compression/content-fields.ts';

const contentFields = suite('content fields');

contentFields('what the body is stands in its fields', () => {
  assert.equal(readContentFields(['X-A', 'b']), {
    type: '',
    coded: false,
    partial: false,
    untouchable: false,
  });
  const fields = ['content-type', 'a/b', 'CONTENT-ENCODING', 'br', 'Content-Range', 'bytes 0-1/2'];
  assert.equal(readContentFields([...fields, 'Cache-Control', 'max-age=1, No-Transform']), {
    type: 'a/b',
    coded: true,
    partial: true,
    untouchable: true,
  });
});

contentFields('identity is no coding, and another directive no prohibition', () => {
  const fields = ['Content-Encoding', 'identity', 'Cache-Control', 'x-no-transform="no"'];
  const { coded, untouchable } = readContentFields(fields);
  assert.equal([coded, untouchable], [false, false]);
});

contentFields('what speaks of the bytes goes, and a strong ETag becomes weak', () => {
  const fields = [
    ...['Content-Length', '9', 'X-A', '1', 'ETag', '"x"', 'accept-ranges', 'bytes', 'X-A', '2'],
    ...['Content-MD5', 'm', 'Digest', 'd', 'Repr-Digest', 'r', 'Content-Digest', 'c'],
  ];
  assert.equal(codedFields(fields, 'gzip'), [
    ...['X-A', '1', 'ETag', 'W/"x"', 'X-A', '2'],
    ...['Content-Encoding', 'gzip', 'Vary', 'Accept-Encoding'],
  ]);
});

contentFields('a weak ETag stays as it is', () => {
  assert.is(codedFields(['ETag', 'W/"x"'], 'br')[1], 'W/"x"');
});

contentFields('Vary is joined, once', () => {
  assert.equal(withVary(['vary', 'Accept']), ['vary', 'Accept, Accept-Encoding']);
  for (const value of ['*', 'accept-encoding', 'Accept , ACCEPT-ENCODING']) {
    assert.equal(withVary(['Vary', value]), ['Vary', value]);
  }
  const lines = ['Vary', 'Accept-Encoding', 'X-A', '1', 'Vary', 'Origin'];
  assert.equal(withVary(lines), lines);
});

contentFields('a 304 names the ETag as the client holds it', () => {
  const fields = ['ETag', '"x"', 'X-A', '"x"'];
  assert.equal(unmodifiedFields(fields, '"y", W/"x"'), [...['ETag', 'W/"x"', 'X-A', '"x"']]);
  assert.equal(unmodifiedFields(['ETag', '"a,b"'], 'W/"a,b"'), ['ETag', 'W/"a,b"']);
  for (const asked of [undefined, '"x"', 'W/"x", "x"', '*', 'W/"y"']) {
    assert.equal(unmodifiedFields(fields, asked), fields);
  }
});

contentFields('digests of the bytes leave the trailers too', () => {
  assert.equal(codedTrailers(['X-A', '1', 'Content-Digest', 'c']), ['X-A', '1']);
});

contentFields('trailers that are taken out are not announced', () => {
  const announced = (value: string) => codedFields(['trailer', value], 'br').slice(0, -4);

  assert.equal(announced('Content-Digest, X-A ,content-md5,X-B'), ['trailer', 'X-A, X-B']);
  assert.equal(announced('Digest, Repr-Digest'), []);
  assert.equal(announced('X-A'), ['trailer', 'X-A']);
});

contentFields.run();
