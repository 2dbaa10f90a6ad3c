import { proxyBehaviour } from './differences.ts';
import { proxyContract } from './proxy-contract.ts';
import { startProxyOnDeno } from './start-proxy.ts';

proxyContract('proxy on Deno', startProxyOnDeno, proxyBehaviour).run();
