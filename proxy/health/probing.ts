import {
  afterProbe,
  type ProbeOutcome,
  type ProbeRules,
  type ProbeState,
  type Readiness,
  unprobed,
  urgent,
} from './probe.ts';

/** How one peer is probed. */
export interface ProbingOptions {
  readonly rules: ProbeRules;
  /** Asks the peer once; never rejects. */
  readonly probe: () => Promise<ProbeOutcome>;
  /** Resolves after the time between two probes. @param urgently  whether that is the shorter one */
  readonly pause: (urgently: boolean) => Promise<void>;
  /** Learns what is known after each probe, before {@link onChange} does. */
  readonly onProbed: (state: ProbeState) => void;
  /** Learns each change, and the outcome that made it. */
  readonly onChange: (readiness: Readiness, outcome: ProbeOutcome) => void;
}

/** Probes under way. */
export interface Probing {
  /** Resolves once the peer was probed for the first time. */
  readonly first: Promise<void>;
  /** Ends it: nothing is reported from now on. */
  stop(): void;
}

/** Probes one peer for ever, one probe at a time. */
export function startProbing(options: ProbingOptions): Probing {
  const { rules, probe, pause, onProbed, onChange } = options;
  let stopped = false;
  let state = unprobed;

  const once = async (): Promise<void> => {
    const outcome = await probe();
    if (stopped) return;
    const { readiness } = state;
    state = afterProbe(rules, state, outcome);
    onProbed(state);
    if (state.readiness !== readiness) onChange(state.readiness, outcome);
  };
  const repeat = async (): Promise<void> => {
    while (!stopped) {
      await pause(urgent(state));
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
