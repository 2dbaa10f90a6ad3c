import type { Settings } from '../proxy/settings.ts';
import type { LogTemplate } from './access-log.ts';
import type { EdgeCache } from './edge-cache.ts';
import type { CertificateFiles } from './encryption.ts';

/** The settings that an nginx.conf is made of. A group that is absent is not asked for. */
export type EdgeSettings = Settings & FurtherGroups;

/** What can be made of further settings, as far as the proxy has them. */
export interface FurtherGroups {
  readonly cache?: EdgeCache;
  readonly tls?: {
    /** undefined = no TLS. */
    readonly port: number | undefined;
    readonly certificates: readonly CertificateFiles[];
    readonly minVersion: '1.2' | '1.3';
    readonly sessionTimeoutMs: number;
  };
  readonly http2?: {
    readonly enabled: boolean;
    readonly maxStreams: number;
  };
  readonly https?: {
    readonly redirect: boolean;
    /** 0 = the one listened on. */
    readonly publicPort: number;
    readonly strictTransport: string | undefined;
  };
  readonly accessLogTemplate?: LogTemplate | undefined;
  readonly processes?: number;
}
