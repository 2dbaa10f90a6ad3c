import { nginxBehaviour } from './differences.ts';
import { proxyContract } from './proxy-contract.ts';
import { startNginx } from './start-nginx.ts';

proxyContract('nginx', (options) => startNginx(options), nginxBehaviour).run();
