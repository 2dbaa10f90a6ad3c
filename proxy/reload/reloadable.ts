import type { Settings } from '../settings.ts';

/** Puts new settings into force. It must not fail. */
export type Commit = () => void;

/**
 * A part of the proxy that is made from settings and has to be told when they change. Most are not:
 * they hold the one object of settings, whose values change in place, and read it at every use.
 */
export interface Reloadable {
  /**
   * Gets ready for settings that are not in force yet, and changes nothing.
   *
   * @returns what puts them into force
   * @throws {Error} when it can't use them: then nobody does
   */
  prepare(next: Settings): Commit | Promise<Commit>;
  /** Gives back what {@link prepare} took last: another part can't use those settings. */
  cancel?(): void;
}
