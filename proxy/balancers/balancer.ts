/** What a balancer sees of a peer. */
export interface Candidate {
  /** `host:port`. */
  readonly id: string;
  /** Configured share, a positive whole number. */
  readonly weight: number;
  /** Attempts that are under way. */
  readonly inFlight: number;
}

/** Chooses one candidate for an attempt; decides and does nothing else. */
export interface Balancer {
  /**
   * @param candidates  those that may be chosen, in the order of the configuration
   * @returns           undefined when there is none
   */
  pick<Choice extends Candidate>(candidates: readonly Choice[]): Choice | undefined;
  /** Learns that an attempt at `candidate` failed. */
  noteFailure(candidate: Candidate): void;
}

/** What every balancer may be told. */
export interface BalancerOptions {
  /** Failures that eject a peer; 0 when none is ever ejected. */
  readonly maxFails: number;
}
