import { block, type Lines, lines } from './lines.ts';
import { fieldVariable } from './request-key.ts';

/** Which hops may speak for their clients. */
export interface TrustedHops {
  readonly hops: readonly { readonly network: string; readonly prefix: number }[];
  /** The field that names the client, in lower case. */
  readonly header: string;
}

/** The variables that hold a request's way. */
export interface Way {
  readonly forwardedFor: string;
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  /** What `Forwarded` says of the hop that is connected, where it is not the client. */
  readonly hop: string;
}

/** Where nobody is trusted, the connection tells all. */
const direct: Way = {
  forwardedFor: '$remote_addr',
  scheme: '$scheme',
  host: '$http_host',
  port: '$server_port',
  hop: '',
};

const told: Way = {
  forwardedFor: '$forwarded_for_chain',
  scheme: '$asked_scheme',
  host: '$asked_host',
  port: '$asked_port',
  hop: '$forwarded_hop',
};

/** What is known of the way of a request. */
export function way({ hops }: TrustedHops): Way {
  return hops.length === 0 ? direct : told;
}

/** Finds the client behind trusted hops; what any other says of a client is dropped. */
export function clientAddress(trust: TrustedHops): Lines {
  const { hops, header } = trust;
  if (hops.length === 0) return [];
  const ranges = hops.map(({ network, prefix }) => `${network}/${prefix}`);
  return lines`
    # Hops that may speak for their clients. What any other says of a client is dropped.
    ${ranges.map((range) => `set_real_ip_from ${range};`)}
    real_ip_header ${realIpHeader(header)};
    real_ip_recursive on;
    ${block('geo $realip_remote_addr $hop_trusted', ['default 0;', ...ranges.map((range) => `${range} 1;`)])}
    ${chain(header)}
    map "$hop_trusted $http_x_forwarded_proto" $asked_scheme {
        default $scheme;
        "~^1 (?<told_scheme>https?)$" $told_scheme;
    }
    map "$hop_trusted $http_x_forwarded_host" $asked_host {
        default $http_host;
        "~^1 (?<told_host>[A-Za-z0-9.:_\[\]~-]+)$" $told_host;
    }
    map "$hop_trusted $http_x_forwarded_port $http_x_forwarded_proto" $asked_port {
        default $server_port;
        "~^1 (?<told_port>[0-9]+) " $told_port;
        "1  https" 443;
        "1  http" 80;
    }
    map "$realip_remote_addr $remote_addr" $forwarded_hop {
        "~^(?<hop>[^ ]+) \k<hop>$" '';
        "~^(?<hop6>[^ ]*:[^ ]*) " ", for=\"[$hop6]\";proto=$scheme";
        default ", for=$realip_remote_addr;proto=$scheme";
    }
  `;
}

/** nginx knows its own two by these very letters alone; of others it reads the first line only. */
function realIpHeader(header: string): string {
  const known = ['X-Forwarded-For', 'X-Real-IP'];
  return known.find((name) => name.toLowerCase() === header) ?? header;
}

function chain(header: string): Lines {
  if (header === 'x-forwarded-for') {
    return block(
      `map "$hop_trusted ${fieldVariable(header)}" $forwarded_for_chain`,
      lines`
        default $realip_remote_addr;
        "~^1 (?<told_chain>.+)$" "$told_chain, $realip_remote_addr";
      `,
    );
  }
  return lines`
    map "$realip_remote_addr $remote_addr" $forwarded_for_chain {
        "~^(?<near>[^ ]+) \k<near>$" $realip_remote_addr;
        default "$remote_addr, $realip_remote_addr";
    }
  `;
}
