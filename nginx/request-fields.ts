import type { Way } from './client-address.ts';
import { type Lines, lines } from './lines.ts';

/** What the fields that peers get are made of. */
export function requestFieldMaps({ host }: Way): Lines {
  return lines`
    # The client's own identifier if it is harmless in a log, 32 random hex digits otherwise.
    map $http_x_request_id $exchange_id {
        default $request_id;
        "~^[A-Za-z0-9._-]{1,64}$" $http_x_request_id;
    }

    map $http_via $via {
        default "$http_via, 1.1 edgefolio";
        '' "1.1 edgefolio";
    }

    # An HTTP/1.0 client may leave Host out; what we send is HTTP/1.1, where it must stand.
    map $http_host $peer_host {
        default $http_host;
        '' localhost;
    }

    # RFC 7239 §6: an IPv6 address is bracketed and quoted, and a host is quoted for its colon. A
    # Host that could end the quotes is left out.
    map $remote_addr $forwarded_for {
        default "for=$remote_addr";
        ~: "for=\"[$remote_addr]\"";
    }
    map ${host} $forwarded_host {
        default '';
        "~^[A-Za-z0-9.:_\[\]-]+$" ";host=\"${host}\"";
    }
  `;
}

/**
 * What peers are told of the request's way.
 *
 * @param connection  what they are told of the connection itself
 */
export function requestFields(way: Way, connection: Lines): Lines {
  return lines`
    # Connections to peers are kept only in HTTP/1.1 and without Connection: close.
    proxy_http_version 1.1;
    ${connection}
    # nginx clears Keep-Alive, TE, Transfer-Encoding and Expect by itself.
    proxy_set_header Proxy-Connection '';

    # What a client says of its own way here is replaced, not believed.
    proxy_set_header Host $peer_host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For ${way.forwardedFor};
    proxy_set_header X-Forwarded-Proto ${way.scheme};
    proxy_set_header X-Forwarded-Host ${way.host};
    proxy_set_header X-Forwarded-Port ${way.port};
    proxy_set_header Forwarded "$forwarded_for$forwarded_host;proto=${way.scheme}${way.hop}";
    proxy_set_header Via $via;
    proxy_set_header X-Request-Id $exchange_id;
  `;
}
