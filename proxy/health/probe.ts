/**
 * What one probe found: `ready` is an answer with an expected status, `unready` any other answer,
 * `refused` a refused connection, `silent` an accepted one without an answer in time, `lost` anything
 * else that may be a slow peer as well as a dead one, and `busy` either of these while the peer
 * answered a request.
 */
export type ProbeOutcome = 'ready' | 'unready' | 'refused' | 'silent' | 'lost' | 'busy';

/**
 * What probes say of a peer. Only a `live` one is given attempts; `unknown` until it has answered,
 * `absent` when nobody listens there, `draining` while it says that it is not ready.
 */
export type Readiness = 'unknown' | 'live' | 'draining' | 'absent';

/** How many outcomes of a kind change what is thought of a peer. */
export interface ProbeRules {
  /** `ready` in a row that make a peer live which was not; an `unknown` one needs a single one. */
  readonly rise: number;
  /** `silent` or `lost` in a row that make it absent: one may be a long pause of a busy peer. */
  readonly fall: number;
  /** `refused` since the last `ready` that make it absent. */
  readonly refusedFall: number;
  /** `unready` since the last `ready` that make it draining. */
  readonly unreadyFall: number;
}

/** A peer's readiness, and what is counted towards the next. */
export interface ProbeState {
  readonly readiness: Readiness;
  readonly readies: number;
  readonly silences: number;
  readonly refusals: number;
  readonly denials: number;
  /** The latest outcome, `busy` ones left out; undefined before the first. */
  readonly latest: ProbeOutcome | undefined;
}

/** What is known before the first probe. */
export const unprobed: ProbeState = {
  readiness: 'unknown',
  ...{ readies: 0, silences: 0, refusals: 0, denials: 0, latest: undefined },
};

/** What the state becomes by one outcome. */
export function afterProbe(
  rules: ProbeRules,
  state: ProbeState,
  outcome: ProbeOutcome,
): ProbeState {
  const latest = outcome === 'busy' ? state.latest : outcome;
  return { ...counted(rules, state, outcome), latest };
}

function counted(rules: ProbeRules, state: ProbeState, outcome: ProbeOutcome): ProbeState {
  switch (outcome) {
    case 'ready':
      return afterReady(rules, state);
    case 'unready': {
      const denials = state.denials + 1;
      const readiness = denials >= rules.unreadyFall ? 'draining' : state.readiness;
      return { ...state, readiness, denials, readies: 0, silences: 0 };
    }
    case 'refused': {
      const refusals = state.refusals + 1;
      const readiness = refusals >= rules.refusedFall ? 'absent' : state.readiness;
      return { ...state, readiness, refusals, readies: 0, silences: 0 };
    }
    case 'busy':
      return { ...state, silences: 0 };
    case 'silent':
    case 'lost': {
      const silences = state.silences + 1;
      const readiness = silences >= rules.fall ? 'absent' : state.readiness;
      return { ...state, readiness, silences, readies: 0 };
    }
  }
}

function afterReady({ rise }: ProbeRules, { readiness, readies }: ProbeState): ProbeState {
  const risen = readiness === 'live' || readiness === 'unknown' || readies + 1 >= rise;
  if (risen) return { ...unprobed, readiness: 'live' };
  return { ...unprobed, readiness, readies: readies + 1 };
}

/** Whether a peer is absent though its connections are not refused: somebody may be there. */
export function silent({ readiness, latest }: ProbeState): boolean {
  return readiness === 'absent' && latest !== 'refused';
}

/** Whether a silent peer takes connections for certain: it hangs, or is overloaded, and may answer yet. */
export function hanging(state: ProbeState): boolean {
  return silent(state) && state.latest !== 'lost';
}

/** Probes after which an absent peer is no longer expected back any moment. */
const hopefulProbes = 30;

/**
 * Whether the next probe is urgent: a live peer is in doubt, or one that is not live may become so
 * any moment. A port where nobody has been for long is no such.
 *
 * @see HAProxy, fastinter
 */
export function urgent({ readiness, silences, refusals, denials }: ProbeState): boolean {
  if (readiness === 'live') return silences + refusals + denials > 0;
  return silences + refusals <= hopefulProbes;
}
