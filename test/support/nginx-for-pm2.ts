import { readFile, writeFile } from 'node:fs/promises';
import { nginxConfiguration } from '../contract/nginx-configuration.ts';
import type { Pm2 } from './pm2.ts';

/** Puts the shipped configuration, on this PM2's ports, where its nginx will read it. */
export async function configureNginx({ url, adminUrl, basePort, nginxConf }: Pm2): Promise<void> {
  const shipped = await readFile('nginx/nginx.conf', 'utf8');
  const peers = Array.from({ length: 16 }, (_, i) => ({ port: basePort + i }));
  const ports = { port: portOf(url), adminPort: portOf(adminUrl) };
  await writeFile(nginxConf, nginxConfiguration(shipped, { peers }, ports));
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
