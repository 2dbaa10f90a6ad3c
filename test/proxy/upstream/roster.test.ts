import { setTimeout as pause } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadSettings } from '../../../proxy/settings.ts';
import { Roster } from '../../../proxy/upstream/roster.ts';
import { plain, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';

const roster = suite('roster');

roster('peers of settings that are refused are not probed on', async () => {
  let probed = 0;
  const backend = await startBackend((_request, socket) => {
    probed += 1;
    socket.write(plain(200, ''));
  });
  const probes = { PROXY_PROBE_PATH: '/readyz', PROXY_PROBE_INTERVAL_MS: '10' };
  const { settings } = loadSettings({ ...probes, PROXY_PEERS: '127.0.0.1:1' });
  const next = loadSettings({ ...probes, PROXY_PEERS: backend.address }).settings;
  const ignore = (): void => undefined;
  const log = { access: ignore, accessLine: ignore, accessText: ignore, flush: ignore };
  const tested = new Roster({
    settings,
    log: { ...log, info: ignore, warn: ignore, error: ignore },
    now: () => 0,
    random: () => 0,
  });
  await tested.prepare(next);
  await eventually('it is probed on and on', () => probed > 2);

  tested.cancel();
  // The one that is under way may come yet.
  await pause(50);
  const before = probed;
  await pause(200);

  assert.is(probed, before);
  const commit = await tested.prepare(next);
  commit();
  assert.is(tested.upstream.peers.length, 1);
  tested.cancel();
  const inForce = probed;
  await eventually('those in force are', () => probed > inForce + 2);
  tested.close();
  await backend.close();
});

roster.run();
