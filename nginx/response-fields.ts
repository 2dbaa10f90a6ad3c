import { type Lines, lines } from './lines.ts';

/** Fields by which a peer steers nginx, and nothing else: to a client they are like any other. */
export const steeringFields = ['Redirect', 'Expires', 'Limit-Rate', 'Buffering', 'Charset'].map(
  (name) => `X-Accel-${name}`,
);

/**
 * How a peer's answer goes on to the client.
 *
 * @param ownFields  what is added to every answer
 */
export function responseFields(ownFields: Lines): Lines {
  return lines`
    # A response goes on as it comes, and waits with the peer when the client is slow.
    proxy_buffering off;
    # The longest response head; nginx checks the other two against it, though they are unused.
    proxy_buffer_size 16k;
    proxy_buffers 4 16k;
    proxy_busy_buffers_size 16k;

    # The peer's answer stays the peer's.
    proxy_redirect off;
    proxy_pass_header Date;
    proxy_pass_header Server;
    proxy_ignore_headers ${steeringFields.join(' ')};
    ${steeringFields.map((name) => `proxy_pass_header ${name};`)}
    proxy_hide_header Proxy-Connection;
    proxy_hide_header Upgrade;
    proxy_hide_header X-Request-Id;
    ${addedFields(ownFields)}
  `;
}

/** What stands beside a peer's fields. @param ownFields  what is added to every answer */
export function addedFields(ownFields: Lines): Lines {
  const told = ['add_header Via "1.1 edgefolio" always;'];
  return [...told, 'add_header X-Request-Id $exchange_id always;', ...ownFields];
}
