import { RequestDenied } from '../errors.ts';
import type { ProtectionSettings } from '../settings/protection.ts';
import { AllowedOrigins } from './allowed-origins.ts';
import { ClientKeys } from './client-key.ts';
import type { GuardedRequest } from './guarded-request.ts';
import { type Guard, guardsFor } from './guards.ts';
import type { Occupancy } from './occupancy.ts';
import { type RateDecision, RateLimits } from './rate-limits.ts';
import type { RateStore } from './rate-store.ts';
import type { Refusals } from './refusals.ts';
import { addSecurityFields } from './security-fields.ts';

/** What the gate has to say of one request. */
export interface Admission {
  /** Why it is not let in, if it isn't. */
  readonly problem?: RequestDenied;
  /** How long it has to wait before it goes on. */
  readonly waitMs: number;
  /** To go with the response: name, value, name, value… */
  readonly fields: readonly string[];
  /** As whose it counts as under way, if it does. */
  readonly entered?: string;
}

/** What outlives a change of the settings. */
export interface GateMemory {
  readonly rates: RateStore;
  readonly inFlight: Occupancy;
  readonly refusals: Pick<Refusals, 'note'>;
}

/** Decides who is let in. With nothing set it costs an exchange two comparisons. */
export class Gate {
  /** The field that ends here, in lower case; empty = none. */
  readonly consumed: string;
  readonly #guards: readonly Guard[];
  readonly #origins: AllowedOrigins | undefined;
  readonly #rates: RateLimits | undefined;
  readonly #mostInFlight: number;
  readonly #clients: ClientKeys;
  readonly #memory: GateMemory;
  readonly #secures: boolean;

  constructor(settings: ProtectionSettings, memory: GateMemory) {
    const { rateRules, clientRequests, clientIpv6Prefix, keyDigests, securityHeaders } = settings;
    const { origins } = settings;
    this.consumed = keyDigests.length > 0 ? 'authorization' : '';
    this.#origins = origins.origins === undefined ? undefined : new AllowedOrigins(origins);
    this.#guards = guardsFor(settings, this.#origins);
    this.#rates = rateRules.length > 0 ? new RateLimits(rateRules, memory.rates) : undefined;
    this.#mostInFlight = clientRequests;
    this.#clients = new ClientKeys(clientIpv6Prefix);
    this.#memory = memory;
    this.#secures = securityHeaders === 'on';
  }

  /**
   * Judges a request.
   *
   * @returns undefined where there is nothing to say: it is let in
   */
  admit(request: GuardedRequest): Admission | Promise<Admission> | undefined {
    for (const guard of this.#guards) {
      const problem = guard(request);
      if (problem !== undefined) return this.#refuse(request, problem);
    }
    return this.#mostInFlight > 0 || this.#rates !== undefined ? this.#count(request) : undefined;
  }

  /** The exchange of an admission is over. Call it once for each. */
  leave({ entered }: Admission): void {
    if (entered !== undefined) this.#memory.inFlight.leave(entered);
  }

  /**
   * A response's fields with what goes beside them.
   *
   * @param fields  name, value, name, value…
   * @returns `fields` itself where there is nothing to add
   */
  dressed(fields: readonly string[], admission: Admission | undefined): readonly string[] {
    if (admission === undefined && !this.#secures) return fields;
    const all = [...fields, ...(admission?.fields ?? [])];
    if (this.#secures) addSecurityFields(all);
    return all;
  }

  /** What lets the frontend read an answer of the proxy's own: name, value, name, value… */
  sharing(request: GuardedRequest): readonly string[] {
    return this.#origins?.sharing(request) ?? [];
  }

  #count(request: GuardedRequest): Admission | Promise<Admission> | undefined {
    const client = this.#clients.of(request.client);
    const limited = this.#mostInFlight > 0;
    if (limited && this.#memory.inFlight.of(client) >= this.#mostInFlight) {
      return this.#refuse(request, tooManyInFlight(this.#mostInFlight));
    }
    if (limited) this.#memory.inFlight.enter(client);
    const entered = limited ? { entered: client } : {};
    const decision = this.#rates?.take(client, request);
    if (decision === undefined) return limited ? { waitMs: 0, fields: [], ...entered } : undefined;
    if (!(decision instanceof Promise)) return this.#settle(request, decision, entered);
    return decision.then((late) => this.#settle(request, late, entered));
  }

  #settle(
    request: GuardedRequest,
    decision: RateDecision,
    entered: Pick<Admission, 'entered'>,
  ): Admission {
    const { admitted, waitMs, fields } = decision;
    if (admitted) return { waitMs, fields, ...entered };
    return { ...this.#refuse(request, tooFast(decision)), fields, ...entered };
  }

  #refuse(request: GuardedRequest, problem: RequestDenied): Admission {
    const { client, id: requestId, method, target } = request;
    this.#memory.refusals.note(problem.reason, { client, requestId, method, target });
    return { problem, waitMs: 0, fields: [] };
  }
}

function tooFast({ retryAfterMs, violated }: RateDecision): RequestDenied {
  return new RequestDenied({
    status: 429,
    reason: 'rate',
    detail: 'These requests come too fast. Wait as long as Retry-After says.',
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) },
    extensions: { 'violated-policies': violated },
  });
}

function tooManyInFlight(most: number): RequestDenied {
  return new RequestDenied({
    status: 429,
    reason: 'requests_in_flight',
    detail: `More than ${most} of your requests are under way. Wait until one of them is answered.`,
    headers: { 'Retry-After': '1' },
  });
}
