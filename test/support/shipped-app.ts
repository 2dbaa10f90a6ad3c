import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Environment } from '../../service/environment.ts';

/** An app's entry in ecosystem.config.js, as far as it is used here. */
export interface ShippedApp {
  readonly name: string;
  readonly script: string;
  readonly interpreter?: string;
  /** Arguments of the runtime, where it is Node. */
  readonly node_args?: string;
  /** … where it is another. */
  readonly interpreter_args?: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How often the file was read: it decides once, when it is imported. */
let read = 0;

/**
 * What PM2 would run.
 *
 * @param name         `stocks-backend` or `proxy`
 * @param environment  added to this process's own while the file is read
 * @throws {Error} there is no such app
 */
export async function shippedApp(name: string, environment: Environment = {}): Promise<ShippedApp> {
  const file = pathToFileURL(resolve('ecosystem.config.js')).href;
  const own = { ...process.env };
  Object.assign(process.env, environment);
  try {
    read += 1;
    const { apps } = (await import(`${file}?${read}`)) as { readonly apps: readonly ShippedApp[] };
    const app = apps.find((one) => one.name === name);
    if (app === undefined) throw new Error(`ecosystem.config.js has no ${name}`);
    return app;
  } finally {
    for (const key of Object.keys(environment)) {
      const value = own[key];
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
}

/** Arguments as a shell would take them apart: none of ours has a blank in it. */
export function argumentsIn(text = ''): string[] {
  return text.split(' ').filter((argument) => argument !== '');
}
