import { installedVersion } from '../../nginx/installed-version.ts';
import { nginxBehaviour } from './differences.ts';
import { proxyContract } from './proxy-contract.ts';
import { startNginx } from './start-nginx.ts';

const behaviour = nginxBehaviour(await installedVersion('nginx'));
proxyContract('nginx', (options) => startNginx(options), behaviour).run();
