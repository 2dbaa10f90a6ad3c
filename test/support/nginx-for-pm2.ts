import { writeNginxConf } from '../../deploy/nginx-conf.ts';
import type { Pm2 } from './pm2.ts';

/** Puts the configuration for this PM2's ports where its nginx will read it. */
export async function configureNginx({ env, basePort, nginxConf }: Pm2): Promise<void> {
  const peers = { PROXY_PEERS: `127.0.0.1:${basePort}-${basePort + 15}` };
  await writeNginxConf({ ...env, ...peers }, nginxConf);
}
