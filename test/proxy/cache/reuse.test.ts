import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCacheControl } from '../../../proxy/cache/cache-control.ts';
import { type StaleAllowance, type Use, usableOnError, useOf } from '../../../proxy/cache/reuse.ts';
import type { Shelf } from '../../../proxy/cache/stored-response.ts';
import { someStored } from './some-stored.ts';

const reuse = suite('reuse');

const none: StaleAllowance = { staleWhileRevalidateS: 0, staleIfErrorS: 0 };

interface Told {
  readonly ageS: number;
  readonly shelf?: Partial<Shelf>;
  readonly asked?: string;
  readonly allowance?: StaleAllowance;
}

function use({ ageS, shelf = {}, asked, allowance = none }: Told): Use {
  const directives = asked === undefined ? undefined : readCacheControl(asked);
  return useOf(someStored({ shelf: { freshS: 60, ...shelf } }), ageS, directives, allowance);
}

function rescues({ ageS, shelf = {}, asked, allowance = none }: Told): boolean {
  const directives = asked === undefined ? undefined : readCacheControl(asked);
  return usableOnError(
    someStored({ shelf: { freshS: 60, ...shelf } }),
    ageS,
    directives,
    allowance,
  );
}

reuse('what is fresh answers, what is stale is validated', () => {
  assert.is(use({ ageS: 59.9 }), 'answer');
  assert.is(use({ ageS: 60 }), 'validate: stale');
  assert.is(use({ ageS: 1, shelf: { alwaysValidate: true } }), 'validate: stale');
});

reuse('a request may want it younger or fresher', () => {
  assert.is(use({ ageS: 10, asked: 'no-cache' }), 'validate: request');
  assert.is(use({ ageS: 10, asked: 'max-age=9' }), 'validate: request');
  assert.is(use({ ageS: 10, asked: 'max-age=11' }), 'answer');
  assert.is(use({ ageS: 10, asked: 'min-fresh=51' }), 'validate: request');
  assert.is(use({ ageS: 10, asked: 'min-fresh=49' }), 'answer');
});

reuse('a request may take it stale, unless the response forbids it', () => {
  assert.is(use({ ageS: 70, asked: 'max-stale=10' }), 'answer');
  assert.is(use({ ageS: 71, asked: 'max-stale=10' }), 'validate: stale');
  assert.is(use({ ageS: 1e9, asked: 'max-stale' }), 'answer');
  assert.is(use({ ageS: 70, asked: 'max-stale', shelf: { strict: true } }), 'validate: stale');
});

reuse('stale-while-revalidate answers and refreshes within its time', () => {
  assert.is(use({ ageS: 69, shelf: { staleWhileRevalidateS: 10 } }), 'refresh');
  assert.is(use({ ageS: 70, shelf: { staleWhileRevalidateS: 10 } }), 'validate: stale');
  const asked = 'no-cache';
  assert.is(use({ ageS: 61, asked, shelf: { staleWhileRevalidateS: 10 } }), 'validate: request');
});

reuse('a setting allows staleness where the response does not say', () => {
  const allowance = { staleWhileRevalidateS: 10, staleIfErrorS: 10 };

  assert.is(use({ ageS: 65, allowance }), 'refresh');
  assert.is(use({ ageS: 65, allowance, shelf: { strict: true } }), 'validate: stale');
  assert.is(use({ ageS: 65, allowance, shelf: { staleWhileRevalidateS: 0 } }), 'validate: stale');
  assert.ok(rescues({ ageS: 65, allowance }));
  assert.not(rescues({ ageS: 65, allowance, shelf: { strict: true } }));
});

reuse('stale-if-error of response or request rescues within its time', () => {
  assert.ok(rescues({ ageS: 69, shelf: { staleIfErrorS: 10 } }));
  assert.not(rescues({ ageS: 70, shelf: { staleIfErrorS: 10 } }));
  assert.ok(rescues({ ageS: 69, asked: 'stale-if-error=10' }));
  const strict = { strict: true, staleIfErrorS: 0 };
  assert.not(rescues({ ageS: 61, asked: 'stale-if-error=10', shelf: strict }));
  assert.not(rescues({ ageS: 1, shelf: { alwaysValidate: true, staleIfErrorS: 10 } }));
});

reuse.run();
