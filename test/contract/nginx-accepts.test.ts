import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { installedVersion } from '../../nginx/installed-version.ts';
import type { Environment } from '../../service/environment.ts';
import { settingsSamples } from '../nginx/settings-samples.ts';
import { makeCertificate } from '../support/certificates.ts';
import { makePrefix } from './start-nginx.ts';

// `nginx -t` over what is generated for every setting. Of newer versions none is installed here.
const accepts = suite<{ prefix: string }>('nginx -t');

accepts.before(async (context) => {
  context.prefix = await makePrefix({ 'keys.map': '"~^Bearer +key$" 0;', keys: 'c'.repeat(64) });
});
accepts.after(({ prefix }) => rm(prefix, { recursive: true }));

accepts('accepts every setting by itself', async ({ prefix }) => {
  for (const [name, { value, beside }] of Object.entries(samplesIn(prefix))) {
    assert.equal(await complaints(prefix, { ...beside, [name]: value }), [], name);
  }
});

accepts('accepts all settings at once', async ({ prefix }) => {
  const all = Object.entries(samplesIn(prefix)).map(([name, { value }]) => [name, value]);
  assert.equal(await complaints(prefix, Object.fromEntries(all)), []);
});

accepts('accepts every balancer', async ({ prefix }) => {
  for (const balancer of ['round-robin', 'least-connections', 'two-choices', 'rendezvous']) {
    assert.equal(await complaints(prefix, { PROXY_BALANCER: balancer }), [], balancer);
  }
});

accepts(
  'does not start where keys are asked for and their file is not there',
  async ({ prefix }) => {
    await rm(join(prefix, 'nginx/keys.map'));
    const said = await complaints(prefix, { PROXY_BEARER_KEYS: 'd'.repeat(64) });

    assert.match(said.join('\n'), /keys\.map" failed/);
  },
);

accepts.run();

function samplesIn(prefix: string): ReturnType<typeof settingsSamples> {
  const { entry } = makeCertificate(['DNS:a.test'], join(prefix, 'nginx'));
  return settingsSamples({ keys: join(prefix, 'nginx/keys'), certificate: entry });
}

/** What nginx says of a configuration, beside that it is well. */
async function complaints(prefix: string, env: Environment): Promise<readonly string[]> {
  const version = await installedVersion('nginx');
  await writeFile(join(prefix, 'nginx/nginx.conf'), nginxConfFrom(env, { version }));
  const args = ['-t', '-p', prefix, '-c', 'nginx/nginx.conf'];
  const { stderr } = await promisify(execFile)('nginx', args).catch(
    (error: { readonly stderr: string }) => error,
  );
  const well = /syntax is ok|test is successful/;
  return stderr.split('\n').filter((line) => line !== '' && !well.test(line));
}
