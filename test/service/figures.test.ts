import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Figures } from '../../service/figures.ts';

const figures = suite('figures');

figures('the rate counts since the last asking', () => {
  let now = 0;
  const seen = new Figures(() => now);
  for (let i = 0; i < 10; i++) seen.note(1);
  now = 2000;

  assert.is(seen.ratePerSecond(), 5);

  seen.note(1);
  now = 3000;

  assert.is(seen.ratePerSecond(), 1);
  assert.is(seen.count, 11);
});

figures('a rate over no time is nought', () => {
  const seen = new Figures(() => 5);
  seen.note(1);

  assert.is(seen.ratePerSecond(), 0);
});

figures('a quantile is the nearest rank', () => {
  const seen = new Figures(() => 0);
  for (let ms = 100; ms >= 1; ms--) seen.note(ms);

  assert.is(seen.latencyMs(0.95), 95);
  assert.is(seen.latencyMs(0.5), 50);
  assert.is(seen.latencyMs(1), 100);
});

figures('there is no quantile before the first event', () => {
  assert.is(new Figures(() => 0).latencyMs(0.95), undefined);
});

figures('only the latest 1,024 latencies count', () => {
  const seen = new Figures(() => 0);
  for (let i = 0; i < 1024; i++) seen.note(1000);
  for (let i = 0; i < 1024; i++) seen.note(1);

  assert.is(seen.latencyMs(1), 1);
});

figures.run();
