import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';

const cache = suite('cache of nginx');

cache('answers are kept apart by what a trusted hop was asked', () => {
  const env = { PROXY_CACHE_BYTES: '1048576', PROXY_TRUSTED: '127.0.0.1' };
  const text = nginxConfFrom(env, { version: parseVersion('1.22') });

  assert.match(
    text,
    'proxy_cache_key "$asked_scheme://$asked_host:$asked_port $peer_host$request_uri";',
  );
});

cache.run();
