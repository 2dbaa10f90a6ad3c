import { wholeSeconds } from './duration.ts';
import { type Lines, lines } from './lines.ts';
import { groupName } from './target.ts';

/** What is said of the errors that nginx makes itself, in the words of RFC 9209 §2.3. */
export function problemMaps(failTimeoutMs: number): Lines {
  return lines`
    # A try that has sent no byte never had a connection.
    map $upstream_bytes_sent $never_sent {
        default 0;
        "~(^|, )[0-]$" 1;
    }
    map "$status $never_sent" $proxy_error {
        default http_request_error;
        "~^(401|403|421|429) " http_request_denied;
        ~^500 proxy_internal_error;
        "502 0" connection_terminated;
        "502 1" connection_refused;
        "504 0" http_response_timeout;
        "504 1" connection_timeout;
    }
    map $status $problem_title {
        default "Internal Server Error";
        400 "Bad Request";
        401 "Unauthorized";
        403 "Forbidden";
        404 "Not Found";
        405 "Method Not Allowed";
        413 "Payload Too Large";
        414 "URI Too Long";
        421 "Misdirected Request";
        429 "Too Many Requests";
        431 "Request Header Fields Too Large";
        501 "Not Implemented";
        502 "Bad Gateway";
        504 "Gateway Timeout";
        505 "HTTP Version Not Supported";
    }
    # RFC 9110 §15.5.6: a 405 must name what is allowed.
    map $status $allow {
        default '';
        405 "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    }

    # RFC 9110 §15.5.2: a 401 must say how to come in.
    map $status $challenge {
        default '';
        401 "Bearer realm=\"edgefolio\"";
    }
    # nginx knows when a client may come again, but no variable holds it.
    map $status $come_again {
        default '';
        429 1;
    }

    # Where nginx would have tried a peer and found none live, the group's name stands for the peer's.
    map $upstream_addr $nobody_live {
        default '';
        ${groupName} 1;
    }
    map $nobody_live $retry_after {
        default '';
        1 ${wholeSeconds(Math.max(1, failTimeoutMs))};
    }
    map "$nobody_live $never_sent" $bad_gateway_error {
        default connection_terminated;
        ~^1 destination_unavailable;
        " 1" connection_refused;
    }
  `;
}

/**
 * Where nginx's own errors are answered; those of a peer pass.
 *
 * @param ownFields  what is added to every answer
 */
export function problemPages(ownFields: Lines): Lines {
  return lines`
    # 494 and 497 are nginx's own numbers for header fields too large, and for plain HTTP where TLS is.
    error_page 400 401 403 404 405 413 414 421 429 500 501 504 505 /-/problem;
    error_page 494 =431 /-/problem;
    error_page 497 =400 /-/problem;
    error_page 502 = @bad_gateway;

    # Not a named location: nginx has no URI to redirect from after a request line it can't read.
    location = /-/problem {
        internal;
        default_type application/problem+json;
        add_header Proxy-Status "edgefolio; error=$proxy_error" always;
        add_header X-Request-Id $exchange_id always;
        add_header Allow $allow always;
        add_header Retry-After $come_again always;
        add_header WWW-Authenticate $challenge always;
        ${ownFields}
        # The status is that of the error, not 200: error_page has no = there.
        return 200 '{"type":"about:blank","title":"$problem_title","status":$status}';
    }

    location @bad_gateway {
        default_type application/problem+json;
        add_header Proxy-Status "edgefolio; error=$bad_gateway_error" always;
        add_header X-Request-Id $exchange_id always;
        add_header Retry-After $retry_after always;
        ${ownFields}
        if ($nobody_live) {
            return 503 '{"type":"about:blank","title":"Service Unavailable","status":503}';
        }
        return 502 '{"type":"about:blank","title":"Bad Gateway","status":502}';
    }
  `;
}
