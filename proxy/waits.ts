import type { Settings } from './settings.ts';

/**
 * Whom an exchange waits for: the client's `body`, its `turn` at a peer, a `connection` to a peer, a peer's `response`,
 * the `client` to take what it is sent, or a client that still sends after its answer (`farewell`).
 */
export type Wait = 'body' | 'turn' | 'connection' | 'response' | 'client' | 'farewell';

/** How long a client may still send after an early answer. */
const farewellMs = 2000;

/** The longest time that a wait may last without progress, in ms. */
export function timeoutMs(settings: Settings, wait: Wait): number {
  switch (wait) {
    case 'body':
      return settings.bodyTimeoutMs;
    case 'turn':
      return settings.queueTimeoutMs;
    case 'connection':
      return settings.connectTimeoutMs;
    case 'response':
      return settings.responseTimeoutMs;
    case 'client':
      return settings.sendTimeoutMs;
    case 'farewell':
      return farewellMs;
  }
}
