import type { EnvironmentReader } from '../../service/environment.ts';
import { type LogTemplate, parseLogTemplate } from '../log/log-template.ts';
import { type AccessLogFormat, accessLogFormats } from '../log/open-access-log.ts';

/** What is told of each exchange, and to whom. */
export interface LogSettings {
  readonly accessLog: AccessLogFormat;
  /** A line of the operator's own in place of `json` and `combined`. */
  readonly accessLogTemplate: LogTemplate | undefined;
  /** Whether clients are told in `Server-Timing` where the time went. */
  readonly serverTiming: boolean;
}

/** Reads {@link LogSettings}. */
export function readLogSettings(reader: EnvironmentReader): LogSettings {
  return {
    accessLog: reader.choice('PROXY_ACCESS_LOG', 'json', accessLogFormats),
    accessLogTemplate: reader.parsed('PROXY_ACCESS_LOG_FORMAT', 'none', parseLogTemplate),
    serverTiming: reader.choice('PROXY_SERVER_TIMING', 'off', ['off', 'on']) === 'on',
  };
}
