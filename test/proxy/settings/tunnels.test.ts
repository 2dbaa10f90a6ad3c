import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readTunnelSettings } from '../../../proxy/settings/tunnels.ts';
import { EnvironmentReader } from '../../../service/environment.ts';

const settings = suite('tunnel settings');

function upgrades(text: string): readonly string[] {
  const reader = new EnvironmentReader({ PROXY_UPGRADES: text });
  const { upgrades } = readTunnelSettings(reader);
  reader.finish();
  return [...upgrades];
}

settings('WebSockets are the default, and off is none', () => {
  assert.equal(upgrades(''), ['websocket']);
  assert.equal(upgrades('off'), []);
});

settings('protocols compare without case and may have versions', () => {
  assert.equal(upgrades('WebSocket, IRC/6.9'), ['websocket', 'irc/6.9']);
});

settings('HTTP is never tunnelled', () => {
  for (const text of ['h2c', 'websocket,H2C', 'HTTP/2.0', 'TLS 1.2/', 'a/b/c', '"x"']) {
    assert.throws(() => upgrades(text), /PROXY_UPGRADES must/, text);
  }
});

settings.run();
