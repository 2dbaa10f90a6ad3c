import type { LogTemplate } from '../proxy/log/log-template.ts';
import type { Settings } from '../proxy/settings.ts';
import { type Lines, lines } from './lines.ts';
import { runFolder } from './target.ts';
import { quoted } from './text.ts';

/** Which lines the log is written in. */
export function accessLog({ accessLog: format, accessLogTemplate }: Settings): Lines {
  if (format === 'off') return ['access_log off;'];
  if (accessLogTemplate !== undefined) return ownLines(accessLogTemplate);
  if (format === 'combined') return [`access_log ${runFolder}/access.log combined;`];
  return lines`
    # One line an exchange. Of the upstream_ variables each lists one entry a try, in the same order.
    log_format exchange escape=json
        '{"time":"$time_iso8601","requestId":"$exchange_id","client":"$remote_addr",'
        '"method":"$request_method","target":"$request_uri","status":$json_status,'
        '"bytes":$body_bytes_sent,"durationS":$request_time,'
        '"peers":"$upstream_addr","peerStatuses":"$upstream_status",'
        '"peerDurationsS":"$upstream_response_time"}';
    access_log ${runFolder}/access.log exchange;

    # Without a status nginx writes 000 or 009, which JSON does not take for numbers.
    map $status $json_status {
        default $status;
        ~^0 0;
    }
  `;
}

function ownLines(template: LogTemplate): Lines {
  const line = template.texts.map((text, index) => text + ownVariable(template.names[index]));
  return [
    `log_format own escape=${template.escape} ${quoted(line.join(''))};`,
    `access_log ${runFolder}/access.log own;`,
  ];
}

/** The proxy's variables are nginx's, but for some. */
function ownVariable(name: string | undefined): string {
  if (name === undefined) return '';
  return otherVariables.get(name) ?? inBraces(name);
}

const otherVariables: ReadonlyMap<string, string> = new Map([
  ['request_id', inBraces('exchange_id')],
  ['proxy_status', inBraces('sent_http_proxy_status')],
  // nginx has no word for why a try failed.
  ['upstream_error', '-'],
]);

function inBraces(name: string): string {
  return `\${${name}}`;
}
