import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agrees, chooseUpgrade } from '../../../proxy/exchange/upgrades.ts';

const upgrades = suite('upgrades');

const allowed = new Set(['websocket', 'irc/6.9']);

function choose(wish: Partial<Parameters<typeof chooseUpgrade>[0]>): string | null {
  const usual = { upgrade: 'websocket', connection: 'Upgrade', version: '1.1', bodied: false };
  return chooseUpgrade({ ...usual, ...wish }, allowed);
}

upgrades('a listed protocol is asked for as the client wrote it', () => {
  assert.is(choose({}), 'websocket');
  assert.is(choose({ upgrade: 'WebSocket', connection: 'keep-alive, upgrade' }), 'WebSocket');
});

upgrades('of several the first that is listed is asked for', () => {
  assert.is(choose({ upgrade: 'h2c, IRC/6.9, websocket' }), 'IRC/6.9');
});

upgrades('what is not listed is not asked for', () => {
  for (const upgrade of ['', 'h2c', 'websocket2', 'irc', 'irc/7']) {
    assert.is(choose({ upgrade }), null, upgrade);
  }
  assert.is(chooseUpgrade({ ...wish, upgrade: 'websocket' }, new Set()), null);
});

const wish = { upgrade: 'websocket', connection: 'upgrade', version: '1.1', bodied: false };

upgrades('nobody changes in HTTP/1.0, with a body, or without saying so to the hop', () => {
  assert.is(choose({ version: '1.0' }), null);
  assert.is(choose({ version: '2.0' }), null);
  assert.is(choose({ bodied: true }), null);
  assert.is(choose({ connection: 'keep-alive, upgrades' }), null);
});

upgrades('a peer must change to what it was asked for', () => {
  assert.ok(agrees('websocket', 'WebSocket'));
  assert.not(agrees('websocket', 'h2c'));
  assert.not(agrees('websocket', ''));
  assert.not(agrees('websocket', 'websocket, h2c'));
  assert.not(agrees(null, 'websocket'));
});

upgrades.run();
