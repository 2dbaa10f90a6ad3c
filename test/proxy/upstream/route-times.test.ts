import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RouteTimes } from '../../../proxy/upstream/route-times.ts';

const routeTimes = suite('route times');

const get = (path: string): { readonly method: string; readonly path: string } => ({
  method: 'GET',
  path,
});

routeTimes('of an unknown route nothing is expected', () => {
  assert.is(new RouteTimes().expectedMs(get('/')), 0);
});

routeTimes('the first answer is the mean, the others have an eighth each', () => {
  const times = new RouteTimes();
  times.note(get('/a'), 80);
  assert.is(times.expectedMs(get('/a')), 80);

  times.note(get('/a'), 0);

  assert.is(times.expectedMs(get('/a')), 70);
});

routeTimes('a route is a method and a path without its query', () => {
  const times = new RouteTimes();
  times.note(get('/a?b=1'), 8);

  assert.is(times.expectedMs(get('/a?b=2')), 8);
  assert.is(times.expectedMs(get('/a/')), 0);
  assert.is(times.expectedMs({ method: 'POST', path: '/a' }), 0);
});

routeTimes('the route that was answered longest ago is forgotten', () => {
  const times = new RouteTimes();
  for (let i = 0; i < 1000; i++) times.note(get(`/${i}`), 8);
  times.note(get('/0'), 8);

  times.note(get('/new'), 8);

  assert.is(times.expectedMs(get('/0')), 8);
  assert.is(times.expectedMs(get('/1')), 0);
});

routeTimes('a very long path is not remembered', () => {
  const times = new RouteTimes();
  times.note(get(`/${'a'.repeat(200)}`), 8);

  assert.is(times.expectedMs(get(`/${'a'.repeat(200)}`)), 0);
});

routeTimes.run();
