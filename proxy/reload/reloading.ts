import { InvalidEnvironment, type SettingsInForce } from '../../service/environment.ts';
import type { Log } from '../../service/log.ts';
import type { LoadedSettings, Settings } from '../settings.ts';
import type { Commit, Reloadable } from './reloadable.ts';
import { renew, renewable } from './renew.ts';
import { restartSettings } from './restart-settings.ts';

/** What a reload came to. */
export interface ReloadOutcome {
  /** Names of the settings that are others now. */
  readonly changed: readonly string[];
  /** Names of those that were changed in vain: they need a restart. */
  readonly needsRestart: readonly string[];
}

/** Where settings come from. */
export interface ReloadingOptions {
  /**
   * Reads the settings again.
   *
   * @throws {InvalidEnvironment} naming every fault
   */
  readonly load: () => LoadedSettings;
  readonly log: Pick<Log, 'info' | 'error'>;
}

/** The settings of a running proxy, and how they change: all of them or none. */
export class Reloading {
  /** The settings in force: one object for ever, whose values a reload changes in place. */
  readonly settings: Settings;
  readonly #options: ReloadingOptions;
  readonly #parts: Reloadable[] = [];
  #inForce: SettingsInForce;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws {InvalidEnvironment} when the settings to begin with are faulty */
  constructor(options: ReloadingOptions) {
    const { settings, inForce } = options.load();
    this.#options = options;
    this.settings = renewable(settings);
    this.#inForce = inForce;
  }

  /** The settings in force as they were written, and where. */
  get inForce(): SettingsInForce {
    return this.#inForce;
  }

  /** From now on a part is told; those added first are asked first. */
  add(part: Reloadable): void {
    this.#parts.push(part);
  }

  /**
   * Reads the settings again and puts them into force, one reload at a time.
   *
   * @throws {Error} when they are faulty or a part can't use them: the old ones stay
   */
  reload(): Promise<ReloadOutcome> {
    const outcome = this.#last.then(() => this.#once());
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  async #once(): Promise<ReloadOutcome> {
    const { log } = this.#options;
    try {
      const outcome = await this.#change();
      log.info('settings reloaded', { ...outcome });
      return outcome;
    } catch (error) {
      const why = error instanceof InvalidEnvironment ? { faults: error.faults } : { error };
      log.error('settings not reloaded', why);
      throw error;
    }
  }

  async #change(): Promise<ReloadOutcome> {
    const loaded = this.#options.load();
    const changed = this.#changes(loaded.inForce);
    const kept = [...restartSettings.values()].flatMap((field) =>
      field === undefined ? [] : [[field, this.settings[field]]],
    );
    const next: Settings = { ...loaded.settings, ...Object.fromEntries(kept) };
    const commits = await this.#prepare(next);
    renew(this.settings, next);
    for (const commit of commits) commit();
    this.#note(loaded.inForce);
    return {
      changed: changed.filter((name) => !restartSettings.has(name)),
      needsRestart: changed.filter((name) => restartSettings.has(name)),
    };
  }

  async #prepare(next: Settings): Promise<readonly Commit[]> {
    const commits: Commit[] = [];
    const asked: Reloadable[] = [];
    try {
      for (const part of this.#parts) {
        asked.push(part);
        commits.push(await part.prepare(next));
      }
      return commits;
    } catch (error) {
      for (const part of asked) part.cancel?.();
      throw error;
    }
  }

  #changes(next: SettingsInForce): readonly string[] {
    const names = new Set([...this.#inForce.keys(), ...next.keys()]);
    return [...names].filter((name) => this.#inForce.get(name)?.value !== next.get(name)?.value);
  }

  #note(next: SettingsInForce): void {
    const inForce = new Map(next);
    for (const name of restartSettings.keys()) {
      const before = this.#inForce.get(name);
      if (before !== undefined) inForce.set(name, before);
    }
    this.#inForce = inForce;
  }
}
