/**
 * What one probe found: `ready` is an answer of 200, `unready` any other answer, `refused` a
 * refused connection, `silent` anything that may be a slow peer as well as a dead one.
 */
export type ProbeOutcome = 'ready' | 'unready' | 'refused' | 'silent';

/**
 * What probes say of a peer. Only a `live` one is given attempts; `unknown` until it has answered,
 * `absent` when nobody listens there, `draining` while it says that it is not ready.
 */
export type Readiness = 'unknown' | 'live' | 'draining' | 'absent';

/** A peer's readiness and the silent probes since its last answer. */
export interface ProbeState {
  readonly readiness: Readiness;
  readonly silences: number;
}

/** Silent probes in a row that make a peer absent: one may be a long pause of a busy peer. */
const toleratedSilences = 3;

/** What the state becomes by one outcome. */
export function afterProbe(state: ProbeState, outcome: ProbeOutcome): ProbeState {
  if (outcome === 'ready') return { readiness: 'live', silences: 0 };
  if (outcome === 'unready') return { readiness: 'draining', silences: 0 };
  if (outcome === 'refused') return { readiness: 'absent', silences: 0 };
  const silences = state.silences + 1;
  return { readiness: silences >= toleratedSilences ? 'absent' : state.readiness, silences };
}

/** How one peer is probed. */
export interface ProbingOptions {
  /** Asks the peer once; never rejects. */
  readonly probe: () => Promise<ProbeOutcome>;
  /** Resolves after the time between two probes. */
  readonly pause: () => Promise<void>;
  /** Learns each change. */
  readonly onChange: (readiness: Readiness) => void;
}

/** Probes under way. */
export interface Probing {
  /** Resolves once the peer was probed for the first time. */
  readonly first: Promise<void>;
  /** Ends it: nothing is reported from now on. */
  stop(): void;
}

/** Probes one peer for ever, one probe at a time. */
export function startProbing({ probe, pause, onChange }: ProbingOptions): Probing {
  let stopped = false;
  let state: ProbeState = { readiness: 'unknown', silences: 0 };

  const once = async (): Promise<void> => {
    const outcome = await probe();
    if (stopped) return;
    const { readiness } = state;
    state = afterProbe(state, outcome);
    if (state.readiness !== readiness) onChange(state.readiness);
  };
  const repeat = async (): Promise<void> => {
    while (!stopped) {
      await pause();
      if (!stopped) await once();
    }
  };

  const first = once();
  void first.then(repeat);
  return {
    first,
    stop: () => {
      stopped = true;
    },
  };
}
