import type { EnvironmentFile } from './environment-file.ts';

/** A process environment, or a literal of the same shape in a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The bounds of a number, both inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A setting as it is in force. */
export interface SettingInForce {
  readonly value: string;
  /** `environment`, `default`, or the `file:line` that sets it. */
  readonly origin: string;
  /** Whether nobody may be shown its value. */
  readonly secret: boolean;
}

/** All settings in force by their names. */
export type SettingsInForce = ReadonlyMap<string, SettingInForce>;

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
  readonly #file: EnvironmentFile | undefined;
  readonly #faults: string[];
  readonly #inForce = new Map<string, SettingInForce>();
  readonly #secrets = new Set<string>();

  /** @param file  what stands in for variables that the environment lacks */
  constructor(env: Environment, file?: EnvironmentFile) {
    this.#env = env;
    this.#file = file;
    this.#faults = [...(file?.faults ?? [])];
  }

  /** All that was read so far, by name. */
  get inForce(): SettingsInForce {
    return this.#inForce;
  }

  /** The text under `name`, or `fallback` when absent. */
  text(name: string, fallback: string): string {
    return this.#look(name, fallback) || fallback;
  }

  /** A whole number within `bounds`. */
  integer(name: string, fallback: number, bounds: Bounds): number {
    const text = this.#look(name, String(fallback));
    if (!text) return fallback;
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    const reason = `must be a whole number from ${bounds.min} to ${bounds.max}`;
    return this.#fault(fallback, name, reason);
  }

  /** One of `allowed`. */
  choice<Name extends string>(name: string, fallback: Name, allowed: readonly Name[]): Name {
    const text = this.#look(name, fallback);
    if (!text) return fallback;
    const found = allowed.find((candidate) => candidate === text);
    if (found !== undefined) return found;
    return this.#fault(fallback, name, `must be one of ${allowed.join(', ')}`);
  }

  /** What `parse` makes of the text (or of `fallback`); an Error it throws becomes a fault. */
  parsed<Value>(name: string, fallback: string, parse: (text: string) => Value): Value | undefined {
    const text = this.#look(name, fallback) || fallback;
    try {
      return parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return this.#fault(undefined, name, reason);
    }
  }

  /** Finds fault with what the file sets under names that begin with `prefix` and nobody read. */
  refuseUnread(prefix: string): void {
    const { name: file, entries } = this.#file ?? { entries: [] };
    for (const [name, { line }] of entries) {
      if (!name.startsWith(prefix) || this.#inForce.has(name)) continue;
      this.#faults.push(`${file}:${line}: ${name} is no setting`);
    }
  }

  /** As {@link parsed}, for what must not stand in a log: a fault does not repeat the text. */
  secret<Value>(name: string, fallback: string, parse: (text: string) => Value): Value | undefined {
    this.#secrets.add(name);
    return this.parsed(name, fallback, parse);
  }

  /**
   * Ends the reading.
   *
   * @throws {InvalidEnvironment} when anything read so far was faulty
   */
  finish(): void {
    if (this.#faults.length > 0) throw new InvalidEnvironment(this.#faults);
  }

  #look(name: string, fallback: string): string | undefined {
    const own = this.#env[name];
    const entry = own ? undefined : this.#file?.entries.get(name);
    const value = own || entry?.value;
    const origin = own ? 'environment' : `${this.#file?.name}:${entry?.line}`;
    const secret = this.#secrets.has(name);
    this.#inForce.set(
      name,
      value ? { value, origin, secret } : { value: fallback, origin: 'default', secret: false },
    );
    return value;
  }

  #fault<Value>(fallback: Value, name: string, reason: string): Value {
    const { value = '', origin = '', secret } = this.#inForce.get(name) ?? {};
    const place = origin.includes(':') ? `${origin}: ` : '';
    const shown = secret ? '' : `: it is "${value}"`;
    this.#faults.push(`${place}${name} ${reason}${shown}`);
    return fallback;
  }
}
