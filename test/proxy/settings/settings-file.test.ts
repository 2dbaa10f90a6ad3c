import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettingsFile } from '../../../proxy/settings/settings-file.ts';
import { type LoadedSettings, loadSettings } from '../../../proxy/settings.ts';
import { type Environment, InvalidEnvironment } from '../../../service/environment.ts';

const settingsFile = suite('settings file');

const named = { PROXY_SETTINGS_FILE: 'proxy.env' };

function load(text: string, env: Environment = {}): LoadedSettings {
  const whole = { ...named, ...env };
  return loadSettings(
    whole,
    readSettingsFile(whole, () => text),
  );
}

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.faults;
  }
  return [];
}

settingsFile('a file sets what the environment lacks', () => {
  const { settings, inForce } = load('PROXY_PORT=1\nPROXY_MAX_FAILS=7', {
    PROXY_PORT: '2',
    PROXY_HOST: '',
  });

  assert.equal([settings.port, settings.ejection.maxFails, settings.host], [2, 7, '127.0.0.1']);
  assert.equal(inForce.get('PROXY_PORT'), { value: '2', origin: 'environment', secret: false });
  assert.equal(inForce.get('PROXY_MAX_FAILS'), {
    value: '7',
    origin: 'proxy.env:2',
    secret: false,
  });
  assert.equal(inForce.get('PROXY_HOST'), { value: '127.0.0.1', origin: 'default', secret: false });
});

settingsFile('file and environment are told off as a whole', () => {
  const text = '# mine\nPROXY_PORT=much\nPROXY_PROT=1\nOTHER=1\nnonsense\nPROXY_BALANCER=dice';

  assert.equal(
    faultsOf(() => load(text, { PROXY_MAX_FAILS: 'x', PROXY_BALANCER: 'coin' })),
    [
      'proxy.env:5: must be NAME=value or a comment',
      'proxy.env:2: PROXY_PORT must be a whole number from 0 to 65535: it is "much"',
      'PROXY_BALANCER must be one of round-robin, least-connections, two-choices, rendezvous: it is "coin"',
      'PROXY_MAX_FAILS must be a whole number from 0 to 1000000: it is "x"',
      'proxy.env:3: PROXY_PROT is no setting',
    ],
  );
});

settingsFile('a file that can not be read is a fault among the others', () => {
  const env = { ...named, PROXY_PORT: 'x' };
  const file = readSettingsFile(env, () => {
    throw new Error('no such file');
  });

  assert.equal(
    faultsOf(() => loadSettings(env, file)),
    [
      "PROXY_SETTINGS_FILE can't be read: no such file",
      'PROXY_PORT must be a whole number from 0 to 65535: it is "x"',
    ],
  );
});

settingsFile('a file names no other file', () => {
  assert.equal(
    faultsOf(() => load('PROXY_SETTINGS_FILE=other.env')),
    ['proxy.env:1: PROXY_SETTINGS_FILE can be set in the environment alone'],
  );
});

settingsFile('without a name there is no file', () => {
  const read = (): string => {
    throw new Error('nothing is to be read');
  };

  assert.is(readSettingsFile({}, read), undefined);
  assert.is(readSettingsFile({ PROXY_SETTINGS_FILE: 'none' }, read), undefined);
});

settingsFile.run();
