import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { aliasOf } from '../../../worker/prices/aliases.ts';
import { dayOfIso } from '../../../worker/prices/day.ts';

const aliases = suite('aliases');

const until = (iso: string) => ({ first: 0, last: dayOfIso(iso) ?? Number.NaN });

aliases('FB meant Meta up to 8 June 2022', () => {
  assert.is(aliasOf('FB', until('2022-06-08'))?.symbol, 'META');
  assert.match(aliasOf('FB', until('2016-03-20'))?.note ?? '', /^FB was the symbol of Meta/);
});

aliases('FB is itself in later windows', () => {
  assert.is(aliasOf('FB', until('2022-06-09')), undefined);
});

aliases('other symbols are themselves', () => {
  assert.is(aliasOf('META', until('2016-03-20')), undefined);
});

aliases.run();
