import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { newRequestId } from '../../../proxy/exchange/request-id.ts';

const requestId = suite('request-id');

requestId('ids are 32 hexadecimal digits and differ', () => {
  const ids = Array.from({ length: 1000 }, () => newRequestId());

  assert.ok(ids.every((id) => /^[0-9a-f]{32}$/.test(id)));
  assert.is(new Set(ids).size, 1000);
});

requestId.run();
