import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { atExit } from './at-exit.ts';
import { temporaryFolder } from './folder.ts';

/** A certificate that signed itself, and its key, in PEM files. */
export interface MadeCertificate {
  readonly certificatePath: string;
  readonly keyPath: string;
  /** The entry of PROXY_TLS_CERTIFICATES. */
  readonly entry: string;
}

let folder: string | undefined;
let made = 0;

function ownFolder(): string {
  if (folder === undefined) {
    const { path, remove } = temporaryFolder();
    atExit(remove);
    folder = path;
  }
  return folder;
}

/**
 * Makes a certificate for names in a folder of this process, or in one of the caller's.
 *
 * @param names  such as `DNS:a.test` or `IP:127.0.0.1`
 */
export function makeCertificate(names: readonly string[], into?: string): MadeCertificate {
  made += 1;
  const stem = join(
    into ?? ownFolder(),
    into === undefined ? `certificate-${made}` : 'certificate',
  );
  const files = { certificatePath: `${stem}.pem`, keyPath: `${stem}.key` };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', `/CN=test ${made}`, '-addext', `subjectAltName=${names.join(',')}`];
  const out = ['-keyout', files.keyPath, '-out', files.certificatePath, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...out], { stdio: 'pipe' });
  return { ...files, entry: `${files.certificatePath};key=${files.keyPath}` };
}
