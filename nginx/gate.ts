import type { Way } from './client-address.ts';
import { block, type Lines } from './lines.ts';
import { fitting, literally, quoted } from './text.ts';

/** Who is let in. */
export interface Gate {
  readonly addressRules: readonly AddressRule[];
  /** Names that are served; undefined = all. */
  readonly allowedHosts: readonly string[] | undefined;
  readonly origins: {
    readonly origins: readonly string[] | undefined;
    readonly withoutOrigin: 'allow' | 'deny';
  };
  /** Where there are any, requests need a key. */
  readonly keyDigests: readonly string[];
}

interface AddressRule {
  readonly allow: boolean;
  readonly ranges: readonly { readonly network: string; readonly prefix: number }[];
}

/** The file of the keys, beside the configuration. */
export const keysFile = 'keys.map';

/** Decides of a request whether it is let in. */
export function gateMaps(gate: Gate, way: Way): Lines {
  return [
    ...(gate.allowedHosts === undefined ? [] : foreignHost(gate.allowedHosts, way)),
    ...foreignOrigin(gate, way),
    ...(gate.keyDigests.length === 0 ? [] : knownKey),
  ];
}

/** What each place that asks peers does first. */
export function gateChecks(gate: Gate): Lines {
  return [
    ...gate.addressRules.flatMap(addressLines),
    ...(gate.allowedHosts === undefined ? [] : refusal('$foreign_host', 421)),
    ...(gate.origins.origins === undefined ? [] : refusal('$foreign_origin', 403)),
    ...(gate.keyDigests.length === 0 ? [] : refusal('$key_missing', 401)),
  ];
}

function addressLines({ allow, ranges }: AddressRule): Lines {
  const verb = allow ? 'allow' : 'deny';
  return ranges.map(({ network, prefix }) => `${verb} ${network}/${prefix};`);
}

function refusal(variable: string, status: number): Lines {
  return block(`if (${variable})`, [`return ${status};`]);
}

// A trusted hop may pass on what the client made up: both must be names of ours.
function foreignHost(hosts: readonly string[], way: Way): Lines {
  const served = hosts.map((host) => fitting(`^${hostPattern(host)}$`, '0', '*'));
  if (way.host === '$http_host')
    return block('map $http_host $foreign_host', ['default 1;', ...served]);
  return [
    ...block('map $http_host $foreign_passed_host', ['default 1;', ...served]),
    ...block(`map ${way.host} $foreign_asked_host`, ['default 1;', ...served]),
    ...block('map $foreign_passed_host$foreign_asked_host $foreign_host', ['default 1;', '00 0;']),
  ];
}

/** A host without a port is served on every port, `*.` stands for any names before it. */
function hostPattern(host: string): string {
  const [, below, name = '', port] = /^(\*\.)?(.*?)(:\d+)?$/.exec(host) ?? [];
  const labels = `${below === undefined ? '' : '.*\\.'}${literally(name)}\\.?`;
  return `${labels}${port ?? '(:\\d+)?'}`;
}

function foreignOrigin({ origins: { origins, withoutOrigin } }: Gate, way: Way): Lines {
  if (origins === undefined) return [];
  const absent = '$http_sec_fetch_site $request_method $http_sec_fetch_mode $http_sec_fetch_dest';
  return [
    // Following a link from elsewhere to a page of ours is no harm.
    ...block(`map "${absent}" $foreign_without_origin`, [
      'default 1;',
      fitting('^ ', withoutOrigin === 'allow' ? '0' : '1'),
      fitting('^(same-origin|none) ', '0'),
      fitting('^[^ ]+ (GET|HEAD) navigate document$', '0'),
    ]),
    ...block(`map "$http_origin ${way.scheme}://${way.host}" $foreign_origin`, [
      'default 1;',
      fitting('^ ', '$foreign_without_origin'),
      ...origins.map((origin) => fitting(originPattern(origin), '0', '*')),
    ]),
  ];
}

function originPattern(origin: string): string {
  if (origin === 'self') return '^(?<asking>[^ ]+) \\k<asking>$';
  return `^${literally(origin).replace('\\*', '.*')} `;
}

const preflight = '$request_method $http_origin $http_access_control_request_method';

// nginx can't hash: it needs the keys themselves, and does not start without their file.
const knownKey: Lines = [
  ...block('map $http_authorization $key_unknown', ['default 1;', `include ${quoted(keysFile)};`]),
  // Browsers send a preflight without credentials (Fetch Standard, CORS-preflight fetch).
  ...block(`map "${preflight}" $key_missing`, [
    'default $key_unknown;',
    fitting('^OPTIONS [^ ]+ [^ ]+$', '0'),
  ]),
];

/** A key has done its work here. */
export function consumedFields({ keyDigests }: Gate): Lines {
  return keyDigests.length === 0 ? [] : ["proxy_set_header Authorization '';"];
}
