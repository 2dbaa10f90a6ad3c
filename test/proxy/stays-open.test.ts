import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { staysOpen } from '../../proxy/stays-open.ts';

const open = suite('whether a connection stays open');

open('one of HTTP/1.1 does unless it says close', () => {
  for (const connection of ['', 'keep-alive', 'Upgrade', 'x-close', 'closed']) {
    assert.ok(staysOpen(connection, false), connection);
  }
  for (const connection of ['close', 'CLOSE', 'keep-alive, close', 'close ,Upgrade']) {
    assert.not.ok(staysOpen(connection, false), connection);
  }
});

open('one of HTTP/1.0 does only where it says keep-alive', () => {
  assert.ok(staysOpen('keep-alive', true));
  assert.ok(staysOpen('X-One, Keep-Alive', true));
  for (const connection of ['', 'close', 'close, keep-alive', 'Upgrade']) {
    assert.not.ok(staysOpen(connection, true), connection);
  }
});

open.run();
