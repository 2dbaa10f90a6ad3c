import type { Log } from '../../service/log.ts';
import { accessText, type LoggedOutcome, type LoggedRequest } from './access-log.ts';
import { combinedLine, combinedTime } from './combined-line.ts';

/** Writes down one finished exchange. */
export type AccessLog = (request: LoggedRequest, outcome: LoggedOutcome) => void;

/** What `PROXY_ACCESS_LOG` can be, the default first. */
export const accessLogFormats = ['json', 'combined', 'off'] as const;

/** One of {@link accessLogFormats}. */
export type AccessLogFormat = (typeof accessLogFormats)[number];

/** Where an access log is written to, and how. */
export interface AccessLogOptions {
  readonly format: AccessLogFormat;
  readonly log: Log;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
}

/** @returns undefined when nothing is to be written */
export function openAccessLog(options: AccessLogOptions): AccessLog | undefined {
  const { format, log } = options;
  if (format === 'off') return undefined;
  if (format === 'combined') return openCombinedLog(options);
  return (request, outcome) => log.accessText(accessText(request, outcome));
}

function openCombinedLog({ log, wallClock }: AccessLogOptions): AccessLog {
  let second = Number.NaN;
  let time = '';
  return (request, outcome) => {
    const now = wallClock();
    // Formatting a time takes longer than all the rest, and changes once a second.
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000);
      time = combinedTime(now);
    }
    log.accessLine(combinedLine(request, outcome, time));
  };
}
