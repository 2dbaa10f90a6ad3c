/** What a balancer sees of a peer. */
export interface Candidate {
  /** `host:port`. */
  readonly id: string;
  /** Share that it takes now, above 0: the configured whole number, or less while it starts slowly. */
  readonly weight: number;
  /** Attempts that are under way. */
  readonly inFlight: number;
  /** How long its answers took lately, in ms; 0 before the first. */
  readonly latencyMs: number;
}

/** Chooses one candidate for an attempt; decides and does nothing else. */
export interface Balancer {
  /** Whether it wants a key with every pick. */
  readonly keyed?: true;
  /**
   * @param candidates  those that may be chosen, in the order of the configuration
   * @param key         32 bits that are equal for requests which belong together; undefined when
   *                    the request has nothing to be told by
   * @returns           undefined when there is none
   */
  pick<Choice extends Candidate>(candidates: readonly Choice[], key?: number): Choice | undefined;
  /** Learns that an attempt at `candidate` failed. */
  noteFailure(candidate: Candidate): void;
}

/** What every balancer may be told. */
export interface BalancerOptions {
  /** Failures that eject a peer; 0 when none is ever ejected. */
  readonly maxFails: number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}
