import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** What is watched, and whom to tell. */
export interface CertificateWatchOptions {
  readonly paths: readonly string[];
  /** How long nothing must have changed before it is told. */
  readonly quietMs: number;
  /** Something changed in the folders: perhaps not these files. */
  readonly onChange: () => void;
  /** A folder can't be watched. */
  readonly onFault: (folder: string, error: unknown) => void;
}

/**
 * Watches the folders of files, since tools that renew certificates put new files or links in the
 * place of the old ones. A certificate and its key come one after the other: changes are told once
 * all is quiet.
 */
export class CertificateWatch {
  readonly #options: CertificateWatchOptions;
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CertificateWatchOptions) {
    this.#options = options;
    for (const folder of new Set(options.paths.map((path) => dirname(path)))) this.#watch(folder);
  }

  /** Watches no more. */
  stop(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  #watch(folder: string): void {
    const { onFault } = this.#options;
    try {
      // Neither of them keeps a process alive that has nothing else to do.
      const watcher = watch(folder, { persistent: false }, () => this.#note());
      watcher.on('error', (error) => onFault(folder, error));
      this.#watchers.push(watcher);
    } catch (error) {
      onFault(folder, error);
    }
  }

  #note(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#options.onChange, this.#options.quietMs);
    this.#timer.unref();
  }
}
