import type { Log } from '../../service/log.ts';
import { accessText, type LoggedOutcome, type LoggedRequest } from './access-log.ts';
import { combinedLine, combinedTime } from './combined-line.ts';
import { compileLogTemplate, type LogTemplate } from './log-template.ts';

/** Writes down one finished exchange. */
export type AccessLog = (request: LoggedRequest, outcome: LoggedOutcome) => void;

/** What `PROXY_ACCESS_LOG` can be, the default first. */
export const accessLogFormats = ['json', 'combined', 'off'] as const;

/** One of {@link accessLogFormats}. */
export type AccessLogFormat = (typeof accessLogFormats)[number];

/** Where an access log is written to, and how. */
export interface AccessLogOptions {
  readonly format: AccessLogFormat;
  /** A line of the operator's own, in place of the format unless that is `off`. */
  readonly template?: LogTemplate | undefined;
  readonly log: Log;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
}

/** @returns undefined when nothing is to be written */
export function openAccessLog(options: AccessLogOptions): AccessLog | undefined {
  const { format, template, log, wallClock } = options;
  if (format === 'off') return undefined;
  if (template !== undefined) {
    const line = compileLogTemplate(template);
    return (request, outcome) => log.accessLine(line({ request, outcome, atMs: wallClock() }));
  }
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
