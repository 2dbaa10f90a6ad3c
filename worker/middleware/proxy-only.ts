import type { Middleware } from 'koa';
import { proxyTokenField, sameToken } from '../../service/proxy-token.ts';
import { ProxyRequired } from '../errors.ts';

const probes: ReadonlySet<string> = new Set(['/livez', '/readyz']);
const loopback = /^(?:::ffff:)?127\.|^::1$/;

/**
 * Answers only what comes through the proxy, which alone knows the token. Probes from the same host
 * tell nobody anything, and need none.
 *
 * @param token  undefined = everybody who reaches the port is answered
 * @throws {ProxyRequired}
 */
export function proxyOnly(token: string | undefined): Middleware {
  if (token === undefined) return (_, next) => next();
  return (ctx, next) => {
    const local = loopback.test(ctx.socket.remoteAddress ?? '');
    if (local && probes.has(ctx.path)) return next();
    if (sameToken(ctx.get(proxyTokenField), token)) return next();
    throw new ProxyRequired();
  };
}
