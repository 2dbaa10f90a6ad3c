import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCompressionSettings } from '../../../proxy/settings/compression.ts';
import { EnvironmentReader, InvalidEnvironment } from '../../../service/environment.ts';

const settings = suite('compression settings');

settings('codings stand in the order of preference', () => {
  const reader = new EnvironmentReader({ PROXY_COMPRESS_CODINGS: 'gzip=9, br=0' });
  assert.equal(readCompressionSettings(reader).codings, [
    { coding: 'gzip', level: 9 },
    { coding: 'br', level: 0 },
  ]);
});

for (const text of ['gzip', 'gzip=0', 'br=12', 'zstd=20', 'deflate=1', 'gzip=1,gzip=2', 'br=4,']) {
  settings(`codings "${text}" are refused`, () => {
    const reader = new EnvironmentReader({ PROXY_COMPRESS_CODINGS: text });
    readCompressionSettings(reader);
    assert.throws(
      () => reader.finish(),
      (error: unknown) => error instanceof InvalidEnvironment,
    );
  });
}

settings.run();
