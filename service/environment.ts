/** A process environment, or a literal of the same shape in a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The bounds of a number, both inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Thrown when settings can't be read; its message lists every fault, one a line. */
export class InvalidEnvironment extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the environment has ${faults.length} fault(s):\n  ${faults.join('\n  ')}`);
    this.name = 'InvalidEnvironment';
    this.faults = faults;
  }
}

/**
 * Reads typed values from an environment and collects all faults, so that a wrong deployment is
 * mended in one go. An empty string counts as absent, as it does in most supervisors' files.
 */
export class EnvironmentReader {
  readonly #env: Environment;
  readonly #faults: string[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** The text under `name`, or `fallback` when absent. */
  text(name: string, fallback: string): string {
    return this.#env[name] || fallback;
  }

  /** A whole number within `bounds`. */
  integer(name: string, fallback: number, bounds: Bounds): number {
    const text = this.#env[name];
    if (!text) return fallback;
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    return this.#fault(
      fallback,
      `${name} must be a whole number from ${bounds.min} to ${bounds.max}: it is "${text}"`,
    );
  }

  /** One of `allowed`. */
  choice<Name extends string>(name: string, fallback: Name, allowed: readonly Name[]): Name {
    const text = this.#env[name];
    if (!text) return fallback;
    const found = allowed.find((candidate) => candidate === text);
    if (found !== undefined) return found;
    return this.#fault(fallback, `${name} must be one of ${allowed.join(', ')}: it is "${text}"`);
  }

  /** What `parse` makes of the text (or of `fallback`); an Error it throws becomes a fault. */
  parsed<Value>(name: string, fallback: string, parse: (text: string) => Value): Value | undefined {
    const text = this.#env[name] || fallback;
    try {
      return parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return this.#fault(undefined, `${name} ${reason}: it is "${text}"`);
    }
  }

  /** As {@link parsed}, for what must not stand in a log: a fault does not repeat the text. */
  secret<Value>(name: string, fallback: string, parse: (text: string) => Value): Value | undefined {
    const text = this.#env[name] || fallback;
    try {
      return parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return this.#fault(undefined, `${name} ${reason}`);
    }
  }

  /**
   * Ends the reading.
   *
   * @throws {InvalidEnvironment} when anything read so far was faulty
   */
  finish(): void {
    if (this.#faults.length > 0) throw new InvalidEnvironment(this.#faults);
  }

  #fault<Value>(fallback: Value, fault: string): Value {
    this.#faults.push(fault);
    return fallback;
  }
}
