import { type NginxVersion, reaches } from '../../nginx/version.ts';

/**
 * What may rightly differ between the edges. Each is a choice between two behaviours, and the
 * contract asserts the one that is chosen: nothing is left untested for its sake.
 */
export interface Differences {
  /** Fields that a Connection field nominates. RFC 9110 §7.6.1 has them removed; nginx can't. */
  readonly nominatedFields: 'removed' | 'forwarded';
  /** Fields with an underscore in their names: in nginx one could speak for the same with a hyphen. */
  readonly underscoredFields: 'passed' | 'dropped';
  /** Order of a response's fields. nginx writes those it knows itself before all others. */
  readonly responseOrder: 'kept' | 'known fields first';
  /** A small answer. nginx gives the client its head at once, and can then but cut it. */
  readonly smallAnswer: 'held until whole' | 'passed as it comes';
  /** A request's body. nginx takes it whole before it asks a peer, or could not repeat it. */
  readonly requestBody: 'streamed' | 'taken whole first';
  /** A body above the replay limit that a peer has begun to read. nginx has it in a file. */
  readonly largeBodyRetry: 'refused' | 'repeated';
  /** A client that stops in the middle of its request. nginx closes without a word. */
  readonly slowRequest: 'answered 408' | 'closed';
  /** A peer's answer without a status line. nginx takes it for HTTP/0.9 and passes the bare bytes. */
  readonly badStatusLine: 'refused' | 'passed as it is';
  /** Every peer at its limit of connections: nginx knows no difference from nobody being live. */
  readonly fullPeers: 'connection_limit_reached' | 'destination_unavailable';
  /** A listed 5xx that could not be retried. nginx counts it only when it moves on. */
  readonly last5xx: 'counted' | 'not counted';
  /** A listed 5xx of the last live peer. nginx drops it, looks for a peer, and finds none. */
  readonly lastLive5xx: 'passed' | 'replaced by 502';
  /** A client that leaves while it probes an ejected peer. nginx takes that for a success. */
  readonly abortedProbe: 'changes nothing' | 'revives the peer';
  /** A kept connection that its peer closes under a request. nginx takes it for a failing peer. */
  readonly staleConnection: 'not counted' | 'counted';
  /** `Max-Forwards` of an OPTIONS. RFC 9110 §7.6.2 has it counted down; nginx does not read it. */
  readonly maxForwards: 'counted' | 'passed as it is';
  /** Several Via fields of a client. nginx before 1.23 reads only the first of equal fields. */
  readonly viaLines: 'all kept' | 'first kept';
  /** The age of a stored answer. nginx never says it. */
  readonly age: 'told' | 'missing';
  /** What is stored of a URI that was changed. RFC 9111 §4.4 has it forgotten; nginx keeps it. */
  readonly changedEntry: 'forgotten' | 'kept';
  /** `stale-if-error` of a stored answer. nginx 1.22 passes a peer's 503 nevertheless. */
  readonly staleIfError: 'heeded' | 'not heeded';
  /** A client that ends its sending before it is answered. nginx takes it for one that left. */
  readonly halfClosedClient: 'answered' | 'given up';
  /** A tunnel of which one end stops to send. nginx takes that for the end of both. */
  readonly halfClosedTunnel: 'half open' | 'closed';
  /** A peer's 103. nginx before 1.29 takes it for the answer, and the answer for its body. */
  readonly earlyHints: 'passed' | 'taken for the answer';
  /**
   * Fields behind a chunked body, for those who ask for them. nginx 1.22 drops them; from 1.27.2 on it
   * passes all of them to everybody.
   */
  readonly trailers: 'passed' | 'dropped' | 'passed to all';
  /** `Cache-Control: no-transform` of a peer's answer. nginx does not read it. */
  readonly noTransform: 'kept' | 'ignored';
  /** A CONNECT to be tunnelled. Before 1.30 nginx can't read such a target, and says that first. */
  readonly connect: 'refused 405' | 'refused 400';
  /** A field of HTTP/2 with a byte that none may hold. nghttp2 leaves it out and says nothing. */
  readonly http2BadField: 'request refused' | 'field dropped';
  /** Transfer-Encoding in HTTP/2, where it means nothing. nginx leaves it out. */
  readonly http2TransferCoding: 'request refused' | 'field dropped';
}

/** The behaviour of proxy/, on Node and on Deno. */
export const proxyBehaviour: Differences = {
  nominatedFields: 'removed',
  underscoredFields: 'passed',
  responseOrder: 'kept',
  smallAnswer: 'held until whole',
  requestBody: 'streamed',
  largeBodyRetry: 'refused',
  slowRequest: 'answered 408',
  badStatusLine: 'refused',
  fullPeers: 'connection_limit_reached',
  last5xx: 'counted',
  lastLive5xx: 'passed',
  abortedProbe: 'changes nothing',
  staleConnection: 'not counted',
  maxForwards: 'counted',
  viaLines: 'all kept',
  age: 'told',
  changedEntry: 'forgotten',
  staleIfError: 'heeded',
  halfClosedClient: 'answered',
  halfClosedTunnel: 'half open',
  earlyHints: 'passed',
  trailers: 'passed',
  noTransform: 'kept',
  connect: 'refused 405',
  http2BadField: 'field dropped',
  http2TransferCoding: 'request refused',
};

/** The behaviour of an nginx, as far as no configuration could change it. */
export function nginxBehaviour(version: NginxVersion): Differences {
  return {
    ...oldestNginx,
    ...(reaches(version, '1.23.0') ? { viaLines: 'all kept' } : {}),
    ...(reaches(version, '1.27.2') ? { trailers: 'passed to all' } : {}),
    ...(reaches(version, '1.29.0') ? { earlyHints: 'passed' } : {}),
    // Seen so by 1.30.6 and not yet by 1.26.3; which version began with it is not known.
    ...(reaches(version, '1.30.0') ? { connect: 'refused 405' } : {}),
  };
}

/** Of 1.22. */
const oldestNginx: Differences = {
  nominatedFields: 'forwarded',
  underscoredFields: 'dropped',
  responseOrder: 'known fields first',
  smallAnswer: 'passed as it comes',
  requestBody: 'taken whole first',
  largeBodyRetry: 'repeated',
  slowRequest: 'closed',
  badStatusLine: 'passed as it is',
  fullPeers: 'destination_unavailable',
  last5xx: 'not counted',
  lastLive5xx: 'replaced by 502',
  abortedProbe: 'revives the peer',
  staleConnection: 'counted',
  maxForwards: 'passed as it is',
  viaLines: 'first kept',
  age: 'missing',
  changedEntry: 'kept',
  staleIfError: 'not heeded',
  halfClosedClient: 'given up',
  halfClosedTunnel: 'closed',
  earlyHints: 'taken for the answer',
  trailers: 'dropped',
  noTransform: 'ignored',
  connect: 'refused 400',
  http2BadField: 'request refused',
  http2TransferCoding: 'field dropped',
};
