import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { preferCoding } from '../../../proxy/compression/accept-encoding.ts';
import type { Coding } from '../../../proxy/compression/coding.ts';

const negotiation = suite('preferCoding');

const offered: readonly Coding[] = ['br', 'gzip'];

const cases: readonly (readonly [
  accepted: string | undefined,
  coding: Coding | undefined,
  required?: boolean,
])[] = [
  [undefined, undefined],
  ['', undefined],
  ['gzip', 'gzip'],
  ['gzip, br', 'br'],
  ['GZip;Q=0.8, BR;q=0.5', 'gzip'],
  ['br;q=0.5, gzip;q=0.5', 'br'],
  ['br;q=0, gzip;q=0', undefined],
  ['x-gzip', 'gzip'],
  ['deflate, compress', undefined],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['br;q=0, *', 'gzip'],
  ['gzip;q=0.5, identity', undefined],
  ['gzip;q=0.5, identity;q=0.5', 'gzip'],
  ['gzip, identity;q=0', 'gzip', true],
  ['gzip, *;q=0', 'gzip', true],
  ['gzip, *;q=0, identity;q=0.1', 'gzip'],
  ['identity;q=0', undefined],
  ['gzip ; q=0.001', 'gzip'],
  ['gzip;q=2', undefined],
  ['gzip;q=0.5000, br;q=', undefined],
  ['gzip;level=9', undefined],
  [' , gzip,, ', 'gzip'],
];

for (const [accepted, coding, required = false] of cases) {
  negotiation(`Accept-Encoding ${JSON.stringify(accepted)} gets ${coding}`, () => {
    assert.equal(preferCoding(accepted, offered), { coding, required });
  });
}

negotiation('nothing is chosen where nothing can be done', () => {
  assert.is(preferCoding('gzip, *', []).coding, undefined);
});

negotiation.run();
