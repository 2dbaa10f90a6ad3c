import type { MadeCertificate } from '../support/certificates.ts';

/** One peer that an edge balances over; its host is 127.0.0.1. */
export interface EdgePeer {
  readonly port: number;
  /** Default: 1. */
  readonly weight?: number;
  /** Most attempts at a time. Default: no limit. */
  readonly maxConns?: number;
  /** Default: false. */
  readonly backup?: boolean;
}

/** What a request is told by where its key decides who is asked. */
export type EdgeKey = 'client' | 'path' | 'target' | 'body' | `header:${string}`;

/** A leaky bucket of each client. */
export interface EdgeRateLimit {
  /** Such as `10r/s` or `6r/m`. */
  readonly rate: string;
  readonly burst: number;
  /** Whether who is ahead of the rate has to wait. Default: false. */
  readonly delay?: boolean;
}

/** What an edge stores. */
export interface EdgeCacheOptions {
  readonly bytes: number;
  /** Of the proxy alone: nginx guesses no lifetimes. */
  readonly heuristicPercent?: number;
  /** Of the proxy alone. */
  readonly setCookie?: 'bypass' | 'store';
}

/** How an edge is started. What is absent has the default of proxy/settings.ts. */
export interface EdgeOptions {
  readonly peers: readonly EdgePeer[];
  /** As PROXY_BALANCER has it. */
  readonly balancer?: 'least-connections' | 'two-choices' | 'rendezvous';
  /** For `rendezvous`. Default: `target`. */
  readonly hashKey?: EdgeKey;
  readonly maxFails?: number;
  /** Whole seconds: nginx has no finer ones here. */
  readonly failTimeoutMs?: number;
  /** The words of nginx's proxy_next_upstream; none at all switches retries off. */
  readonly retryOn?: readonly string[];
  readonly retryTries?: number;
  readonly retryTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly responseTimeoutMs?: number;
  readonly sendTimeoutMs?: number;
  readonly headerTimeoutMs?: number;
  readonly bodyTimeoutMs?: number;
  readonly keepAliveMs?: number;
  /** nginx takes a client that ends its side for gone, always. */
  readonly halfCloseMs?: number;
  readonly peerIdleMs?: number;
  readonly bodyLimitBytes?: number;
  /** Default: nothing is stored. */
  readonly cache?: EdgeCacheOptions;
  /** Longest silence of a tunnel; in nginx also that of any peer. */
  readonly tunnelIdleMs?: number;
  /** Whether answers are compressed. Default: false. */
  readonly compress?: true;
  /** Ranges of hops that may speak for their clients. Default: none. */
  readonly trusted?: readonly string[];
  /** nginx's rules, such as `deny 192.0.2.0/24`, in order. Default: none. */
  readonly addressRules?: readonly string[];
  /** How fast one client may ask. Default: as fast as it likes. */
  readonly rateLimit?: EdgeRateLimit;
  /** Most requests of a client at a time. Default: any number. */
  readonly clientRequests?: number;
  /** Default: all. */
  readonly allowedHosts?: readonly string[];
  /** Default: all. */
  readonly allowedOrigins?: readonly string[];
  /** Served by TLS on a port of its own. Default: no TLS. */
  readonly certificate?: MadeCertificate;
  /** Default: one JSON line an exchange. */
  readonly accessLog?: 'combined' | 'off';
  /** A line in nginx's variables, in place of that. */
  readonly accessLogFormat?: string;
}

/** What an access log says of one exchange, in words common to all edges. */
export interface LoggedExchange {
  readonly requestId: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  /** The port of each peer tried, in order. */
  readonly peers: readonly number[];
  /** What came of each try: a status, or 0 where the peer gave none that could be used. */
  readonly statuses: readonly number[];
}

/** A running proxy or nginx. */
export interface Edge {
  readonly url: string;
  readonly port: number;
  /** Where it speaks TLS; 0 = nowhere. */
  readonly tlsPort: number;
  /** Resident memory of the process that serves, in bytes. */
  memoryBytes(): Promise<number>;
  /** All exchanges logged so far. */
  logged(): Promise<readonly LoggedExchange[]>;
  /** The lines of its access log as they stand. */
  loggedLines(): Promise<readonly string[]>;
  /** What it said beside, for whoever has to find out why a case failed. */
  events(): Promise<readonly string[]>;
  /** Asks it to stop in order; resolves to its exit code once it is gone. */
  drain(): Promise<number | null>;
  /** Ends it at once. */
  stop(): Promise<void>;
}

/** Starts one implementation; resolves once it accepts connections. */
export type StartEdge = (options: EdgeOptions) => Promise<Edge>;
