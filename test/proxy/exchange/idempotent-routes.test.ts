import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  declaredIdempotent,
  parseIdempotentRoutes,
} from '../../../proxy/exchange/idempotent-routes.ts';

const routes = suite('idempotent routes');

const declared = (list: string, request: string): boolean => {
  const [method = '', target = ''] = request.split(' ');
  return declaredIdempotent(parseIdempotentRoutes(list), { method, target });
};

const cases: readonly (readonly [list: string, request: string, expected: boolean])[] = [
  ['POST /backend, POST /', 'POST /backend', true],
  ['POST /backend, POST /', 'POST /', true],
  ['POST /backend', 'POST /backend?a=/b', true],
  ['POST /backend', 'POST /backend/', false],
  ['POST /backend', 'POST /backends', false],
  ['POST /backend', 'PATCH /backend', false],
  ['POST /', 'POST /backend', false],
  ['* /backend', 'PATCH /backend', true],
  ['POST /jobs/*', 'POST /jobs/7?now', true],
  ['POST /jobs/*', 'POST /jobs', false],
  ['POST /jobs/*', 'POST /jobs/../accounts', false],
  ['POST /jobs/*', 'POST /jobs/%2E%2e/accounts', false],
  ['POST /jobs/*', 'POST /jobs/a..b', true],
  ['POST /*', 'POST /anything', true],
  ['none', 'POST /', false],
];

for (const [list, request, expected] of cases) {
  routes(`${request} is ${expected ? '' : 'not '}meant by ${list}`, () => {
    assert.is(declared(list, request), expected);
  });
}

for (const text of [
  'POST',
  '/backend',
  'post /',
  'POST backend',
  'POST /a?b',
  'POST /,',
  'a /*/b',
]) {
  routes(`${text} is no list`, () => {
    assert.throws(() => parseIdempotentRoutes(text), /METHOD \/path/);
  });
}

routes.run();
