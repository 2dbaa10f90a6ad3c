import type { Log } from '../../../service/log.ts';
import type { TlsSettings } from '../../settings/tls.ts';
import { type CertificateSet, loadCertificateSet } from './certificate-set.ts';
import { CertificateWatch } from './certificate-watch.ts';

/** Who serves the certificates. */
export interface CertificateUser {
  readonly certificates: CertificateSet;
  use(certificates: CertificateSet): void;
}

/** How certificates are renewed. */
export interface CertificateRenewalOptions {
  /** As they are now. */
  readonly settings: () => Pick<TlsSettings, 'certificates' | 'minVersion'>;
  readonly user: CertificateUser;
  readonly log: Log;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
}

/** How long files must have been left alone before they are read. */
const quietMs = 300;

/** Gives new certificates to whom serves them: when files change, and when it is asked to. */
export class CertificateRenewal {
  readonly #options: CertificateRenewalOptions;
  #watch: CertificateWatch;
  #last: Promise<boolean> = Promise.resolve(true);
  /** How many sets were taken: what was read before one is out of date. */
  #taken = 0;

  constructor(options: CertificateRenewalOptions) {
    this.#options = options;
    this.#watch = this.#startWatch();
    this.#warnOfOld(options.user.certificates);
  }

  /**
   * Reads all certificates again, one reload after another. If any can't be served all stay as they
   * are, and the log says why.
   *
   * @returns whether those that are served now are those of the files
   */
  reload(): Promise<boolean> {
    this.#watch.stop();
    this.#watch = this.#startWatch();
    return this.#load({ asked: true });
  }

  /** Serves at once what was read for the settings that have come into force. */
  take(found: CertificateSet): void {
    this.#taken += 1;
    this.#watch.stop();
    this.#watch = this.#startWatch();
    this.#serve(found);
    // Files may have changed since, and it was the old watch that heard of it.
    void this.#load({ asked: false });
  }

  /** Watches no more. */
  stop(): void {
    this.#watch.stop();
  }

  #load(how: { readonly asked: boolean }): Promise<boolean> {
    this.#last = this.#last.then(() => this.#loadNow(how));
    return this.#last;
  }

  async #loadNow({ asked }: { readonly asked: boolean }): Promise<boolean> {
    const { settings, user, log } = this.#options;
    const taken = this.#taken;
    try {
      const found = await loadCertificateSet(settings());
      if (taken !== this.#taken) return this.#loadNow({ asked });
      // Folders hold other files too. When it was asked for, settings may have changed as well.
      if (asked || fingerprint(found) !== fingerprint(user.certificates)) this.#serve(found);
      return true;
    } catch (error) {
      log.error('certificates not loaded', { error, served: 'those from before' });
      return false;
    }
  }

  #serve(found: CertificateSet): void {
    const { user, log } = this.#options;
    user.use(found);
    log.info('certificates loaded', { names: found.all.flatMap(({ names }) => names) });
    this.#warnOfOld(found);
  }

  #warnOfOld({ all }: CertificateSet): void {
    const { log, wallClock } = this.#options;
    for (const { names, validTo } of all) {
      if (validTo > wallClock()) continue;
      log.warn('certificate expired', { names, since: new Date(validTo).toISOString() });
    }
  }

  #startWatch(): CertificateWatch {
    const { settings, log } = this.#options;
    const files = settings().certificates;
    return new CertificateWatch({
      paths: files.flatMap(({ certificatePath, keyPath }) => [certificatePath, keyPath]),
      quietMs,
      onChange: () => void this.#load({ asked: false }),
      onFault: (folder, error) => log.warn('certificates not watched', { folder, error }),
    });
  }
}

function fingerprint({ all }: CertificateSet): string {
  return all.map((one) => one.fingerprint).join();
}
