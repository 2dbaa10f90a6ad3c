import { proxyBehaviour } from './differences.ts';
import { proxyContract } from './proxy-contract.ts';
import { startProxyOnNode } from './start-proxy.ts';

proxyContract('proxy on Node', startProxyOnNode, proxyBehaviour).run();
