import type { Server } from 'node:net';
import type { Log } from '../../../service/log.ts';
import type { Reloadable } from '../../reload/reloadable.ts';
import type { ClientConnections } from '../connections.ts';
import type { Http2Context } from '../http2/http2-connection.ts';
import { CertificateRenewal } from './certificate-renewal.ts';
import { loadCertificateSet } from './certificate-set.ts';
import { TlsListener } from './tls-listener.ts';

/** What TLS needs of the proxy. */
export interface TlsOptions {
  readonly context: Http2Context;
  readonly connections: ClientConnections;
  readonly log: Log;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
}

/** Clients' way in by TLS. */
export interface Tls extends Reloadable {
  /** It is for the owner to have it listen. */
  readonly server: Server;
  /** As {@link CertificateRenewal.reload}. */
  reload(): Promise<boolean>;
  /** As {@link TlsListener.useTicketKeys}. */
  useTicketKeys(keys: Buffer): void;
  /** Where clients find it. */
  place(): { readonly port: number; covers(name: string): boolean };
  /** Stops accepting; resolves once all its connections are closed. */
  close(): Promise<void>;
}

/**
 * Prepares to take connections by TLS, and keeps the certificates new.
 *
 * @returns undefined where TLS is off
 * @throws {Error} when a certificate can't be served
 */
export async function openTls(options: TlsOptions): Promise<Tls | undefined> {
  const { context, connections, log, wallClock } = options;
  if (context.settings.tls.port === undefined) return undefined;
  const certificates = await loadCertificateSet(context.settings.tls);
  const listener = new TlsListener({ context, connections, certificates });
  const { server } = listener;
  const settings = () => context.settings.tls;
  const renewal = new CertificateRenewal({ settings, user: listener, log, wallClock });
  return {
    server,
    reload: () => renewal.reload(),
    useTicketKeys: (keys) => listener.useTicketKeys(keys),
    prepare: async ({ tls }) => {
      // Whether it is on at all waits for the next start.
      if (tls.port === undefined) return () => undefined;
      const found = await loadCertificateSet(tls);
      return () => renewal.take(found);
    },
    place: () => ({
      port: context.settings.https.publicPort || listeningPort(server),
      covers: (name) => listener.certificates.find(name) !== undefined,
    }),
    close: async () => {
      renewal.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        listener.closePending();
      });
    },
  };
}

function listeningPort(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
