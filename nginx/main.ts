import process from 'node:process';
import { parseArgs } from 'node:util';
import { nginxConfFrom } from './from-environment.ts';
import { installedVersion } from './installed-version.ts';
import { parseVersion } from './version.ts';

// `npm run -s nginx:conf -- --version 1.22 > my.conf`: the environment's settings as an nginx.conf.
try {
  const { values } = parseArgs({
    options: {
      version: { type: 'string', default: '1.22' },
      program: { type: 'string', default: '' },
      resolver: { type: 'string', default: '' },
    },
  });
  const version =
    values.program === '' ? parseVersion(values.version) : await installedVersion(values.program);
  const target = values.resolver === '' ? { version } : { version, resolver: values.resolver };
  process.stdout.write(nginxConfFrom(process.env, target));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
