import { RequestDenied } from '../errors.ts';
import type { ProtectionSettings } from '../settings/protection.ts';
import { AddressRules } from './address-rules.ts';
import { AllowedHosts } from './allowed-hosts.ts';
import type { AllowedOrigins } from './allowed-origins.ts';
import { BearerKeys } from './bearer-keys.ts';
import type { GuardedRequest } from './guarded-request.ts';

/** Judges a request by itself, whatever else was asked before. */
export type Guard = (request: GuardedRequest) => RequestDenied | undefined;

/**
 * The guards that the settings call for, in their order; none = everybody is let in.
 *
 * @param origins  undefined = all
 */
export function guardsFor(
  settings: ProtectionSettings,
  origins: AllowedOrigins | undefined,
): readonly Guard[] {
  const { addressRules, allowedHosts, keyDigests } = settings;
  const guards: Guard[] = [];
  if (addressRules.length > 0) guards.push(addressGuard(new AddressRules(addressRules)));
  if (allowedHosts !== undefined) guards.push(hostGuard(new AllowedHosts(allowedHosts)));
  if (origins !== undefined) guards.push(originGuard(origins));
  if (keyDigests.length > 0) guards.push(keyGuard(new BearerKeys(keyDigests)));
  return guards;
}

function addressGuard(rules: AddressRules): Guard {
  return ({ client }) => {
    if (rules.allows(client)) return undefined;
    const detail = 'Requests from your address are not answered here.';
    return new RequestDenied({ status: 403, reason: 'address', detail });
  };
}

function hostGuard(hosts: AllowedHosts): Guard {
  return ({ host, askedHost }) => {
    // A trusted hop may pass on what the client made up: both must be names of ours.
    if (hosts.allows(host) && (askedHost === host || hosts.allows(askedHost))) return undefined;
    const detail = 'The host that was asked for is not served here.';
    return new RequestDenied({ status: 421, reason: 'host', detail });
  };
}

function originGuard(origins: AllowedOrigins): Guard {
  return (request) => {
    if (origins.allows(request)) return undefined;
    const detail = 'Requests of other sites are not answered here.';
    return new RequestDenied({ status: 403, reason: 'origin', detail });
  };
}

function keyGuard(keys: BearerKeys): Guard {
  return (request) => {
    // Browsers send a preflight without credentials (Fetch Standard, CORS-preflight fetch).
    if (isPreflight(request)) return undefined;
    const authorization = request.field('authorization');
    if (authorization !== undefined && keys.open(authorization)) return undefined;
    // RFC 6750 §3.1: who sent no key is told of no error.
    const fault = authorization === undefined ? '' : ', error="invalid_token"';
    return new RequestDenied({
      status: 401,
      reason: 'key',
      detail: 'Send a valid key: Authorization: Bearer KEY.',
      headers: { 'WWW-Authenticate': `Bearer realm="edgefolio"${fault}` },
    });
  };
}

function isPreflight(request: GuardedRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.field('origin') !== undefined &&
    request.field('access-control-request-method') !== undefined
  );
}
