import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Http2Settings } from '../../settings/http2.ts';
import type { TlsSettings } from '../../settings/tls.ts';
import type { CertificateSet } from './certificate-set.ts';
import { tlsRules } from './tls-rules.ts';

/** What handshakes are made by. */
export interface AcceptorOptions {
  readonly settings: { readonly tls: TlsSettings; readonly http2: Pick<Http2Settings, 'enabled'> };
  readonly certificates: CertificateSet;
  /** Seals session tickets; 48 bytes. */
  readonly ticketKeys: Buffer;
  /** The handshake is done. */
  readonly onSecure: (socket: TLSSocket) => void;
}

/**
 * Makes TLS connections of plain ones, all by the same certificates. It never changes and never
 * listens: new certificates make a new acceptor, so that no handshake sees two of them.
 */
export class TlsAcceptor {
  readonly #server: Server;

  constructor({ settings, certificates, ticketKeys, onSecure }: AcceptorOptions) {
    const { tls, http2 } = settings;
    this.#server = createServer({
      ...tlsRules(tls),
      ...certificates.fallback.pem,
      SNICallback: (name, done) => done(null, certificates.find(name)?.context),
      ALPNProtocols: http2.enabled ? ['h2', 'http/1.1'] : ['http/1.1'],
      handshakeTimeout: tls.handshakeTimeoutMs,
      sessionTimeout: Math.ceil(tls.sessionTimeoutMs / 1000),
      ticketKeys,
    });
    this.#server.on('secureConnection', onSecure);
    // Whatever was wrong with the handshake, its client has been told by an alert.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** Begins a handshake. @param raw  nothing of it was taken, though some may have been read */
  accept(raw: Socket): void {
    this.#server.emit('connection', raw);
  }
}
