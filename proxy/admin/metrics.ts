import type { EdgeCache } from '../cache/edge-cache.ts';
import { latencyBoundsMs } from '../latency-histogram.ts';
import type { Peer } from '../upstream/peer.ts';
import { histogramSamples, type MetricFamily, type MetricSample } from './exposition.ts';
import { type AdminSource, peerState, peerStates } from './source.ts';

type Counts = Readonly<Record<string, number>>;

/** All that `GET /-/metrics` tells. */
export function readMetrics(source: AdminSource): readonly MetricFamily[] {
  const { peers, cache } = source;
  return [
    ...exchangeMetrics(source),
    ...tunnelMetrics(source),
    ...attemptMetrics(peers),
    ...peerMetrics(peers),
    ...(cache === undefined ? [] : cacheMetrics(cache)),
  ];
}

function exchangeMetrics(source: AdminSource): readonly MetricFamily[] {
  const { upstream, queue, retryBudget, totals, connections, refusals, startedAtMs } = source;
  const { latencies } = totals;
  const boundsS = latencyBoundsMs.map((boundMs) => boundMs / 1000);
  return [
    {
      ...gauge('start_time_seconds', 'When the proxy started, since 1970.', startedAtMs / 1000),
      across: 'least',
    },
    counter(
      'requests_total',
      'Finished requests by the class of their status; a client that left is 4xx.',
      byLabel('code', totals.statuses),
    ),
    {
      name: named('request_duration_seconds'),
      type: 'histogram',
      help: 'Time from a request’s head to the end of its answer.',
      samples: histogramSamples(boundsS, latencies.counts, latencies.sumMs / 1000),
    },
    counter(
      'refusals_total',
      'Requests and connections that were not let in.',
      byLabel('reason', refusals.counts),
    ),
    counter('retries_total', 'Attempts at another peer after a failure.', totals.retries),
    counter('retries_refused_total', 'Retries for which no budget was left.', retryBudget.refused),
    gauge('panic', 'Whether too few peers are usable, so that all are asked.', +upstream.panicking),
    gauge('requests_waiting', 'Requests that wait for a peer with room.', queue.waiting),
    gauge('client_connections', 'Client connections that are open.', connections.openCount),
    counter(
      'client_connections_accepted_total',
      'Client connections so far.',
      connections.accepted,
    ),
    counter(
      'client_received_bytes_total',
      'Bytes from clients on the wire.',
      connections.receivedBytes,
    ),
    counter('client_sent_bytes_total', 'Bytes to clients on the wire.', connections.sentBytes),
  ];
}

function tunnelMetrics({ peers, tunnels }: AdminSource): readonly MetricFamily[] {
  return [
    gauge(
      'tunnels',
      'Tunnels that are open.',
      ofEach(peers, ({ id }) => tunnels.openTo(id)),
    ),
    counter('tunnels_opened_total', 'Tunnels so far.', tunnels.opened),
    counter(
      'tunnel_received_bytes_total',
      'Bytes from clients through tunnels.',
      tunnels.receivedBytes,
    ),
    counter('tunnel_sent_bytes_total', 'Bytes to clients through tunnels.', tunnels.sentBytes),
  ];
}

function attemptMetrics(peers: readonly Peer[]): readonly MetricFamily[] {
  return [
    counter(
      'attempts_total',
      'Attempts that began.',
      ofEach(peers, ({ tally }) => tally.attempts),
    ),
    counter(
      'attempt_responses_total',
      'Attempts that were answered, by the class of the status.',
      ofAll(peers, ({ tally }) => byLabel('code', tally.statuses)),
    ),
    counter(
      'attempt_failures_total',
      'Attempts without a whole answer, by the reason of RFC 9209.',
      ofAll(peers, ({ tally }) => byLabel('kind', tally.failures)),
    ),
    counter(
      'attempts_cancelled_total',
      'Attempts that were given up because of the client.',
      ofEach(peers, ({ tally }) => tally.cancelled),
    ),
    counter(
      'peer_failures_total',
      'Failures that counted towards an ejection.',
      ofEach(peers, ({ failed }) => failed),
    ),
    counter(
      'peer_ejections_total',
      'How often the peer was left out for its failures.',
      ofEach(peers, ({ tally }) => tally.ejections),
    ),
  ];
}

function peerMetrics(peers: readonly Peer[]): readonly MetricFamily[] {
  return [
    {
      ...gauge(
        'peer_up',
        'Whether the peer is given attempts.',
        ofEach(peers, (peer) => Number(peerState(peer) === 'live')),
      ),
      across: 'least',
    },
    {
      ...gauge(
        'peer_state',
        'The state that the peer is in has the value 1.',
        ofAll(peers, (peer) => states(peer)),
      ),
      across: 'most',
    },
    gauge(
      'peer_ejections_in_row',
      'Ejections that followed one another.',
      ofEach(peers, ({ ejection }) => ejection.inRow),
    ),
    gauge(
      'peer_in_flight',
      'Attempts that are under way.',
      ofEach(peers, ({ inFlight }) => inFlight),
    ),
    {
      ...gauge(
        'peer_weight',
        'The configured share.',
        ofEach(peers, ({ weight }) => weight),
      ),
      across: 'most',
    },
  ];
}

function cacheMetrics({ tally, count, bytes, flights }: EdgeCache): readonly MetricFamily[] {
  const { evicted, invalidated, purged } = tally;
  return [
    counter(
      'cache_requests_total',
      'Requests by how the cache had them answered.',
      byLabel('result', { ...tally.results }),
    ),
    gauge('cache_entries', 'Responses in the cache.', count),
    gauge('cache_bytes', 'Memory of the responses in the cache.', bytes),
    gauge('cache_waiting', 'Requests that wait for the answer to an equal one.', flights.waiting),
    counter('cache_stored_total', 'Responses that were kept.', tally.stored),
    counter(
      'cache_removed_total',
      'Responses that went before they were replaced, by reason.',
      byLabel('reason', { evicted, invalidated, purged }),
    ),
    counter('cache_refreshes_total', 'Revalidations that no client waited for.', tally.refreshes),
  ];
}

function states(peer: Peer): readonly MetricSample[] {
  const current = peerState(peer);
  return peerStates.map((state) => ({ labels: { state }, value: Number(state === current) }));
}

function ofEach(peers: readonly Peer[], read: (peer: Peer) => number): readonly MetricSample[] {
  return peers.map((peer) => ({ labels: { peer: peer.id }, value: read(peer) }));
}

function ofAll(
  peers: readonly Peer[],
  read: (peer: Peer) => readonly MetricSample[],
): readonly MetricSample[] {
  return peers.flatMap((peer) =>
    read(peer).map(({ labels, value }) => ({ labels: { peer: peer.id, ...labels }, value })),
  );
}

function byLabel(label: string, counts: Counts): readonly MetricSample[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

function counter(
  name: string,
  help: string,
  value: number | readonly MetricSample[],
): MetricFamily {
  return { name: named(name), type: 'counter', help, samples: samplesOf(value) };
}

function gauge(name: string, help: string, value: number | readonly MetricSample[]): MetricFamily {
  return { name: named(name), type: 'gauge', help, samples: samplesOf(value) };
}

function samplesOf(value: number | readonly MetricSample[]): readonly MetricSample[] {
  return typeof value === 'number' ? [{ value }] : value;
}

function named(name: string): string {
  return `edgefolio_proxy_${name}`;
}
