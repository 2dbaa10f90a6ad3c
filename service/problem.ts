import { STATUS_CODES } from 'node:http';

/** Names a problem type; docs/api.md has a paragraph under each name. */
const typePrefix = 'tag:edgefolio,2026:problem/';

/** What a {@link Problem} is made of. */
export interface ProblemOptions {
  /** HTTP status, 400–599; 3xx where the client is sent elsewhere. */
  readonly status: number;
  /** Name of the problem type in docs/api.md; absent when the status says it all. */
  readonly name?: string;
  /** One line that never varies for the type. Default: the status phrase (RFC 9457 §4.2.1). */
  readonly title?: string;
  /** What went wrong this time and what to change. */
  readonly detail?: string;
  /** Further members of the body. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Header fields that belong to the answer, such as `Retry-After` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What caused it: logged, never shown. */
  readonly cause?: unknown;
}

/**
 * A failure that a client may see. Its JSON is the body of an `application/problem+json` answer.
 *
 * @see RFC 9457
 */
export class Problem extends Error {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What an equal problem is made of where classes can't go; without the cause. */
  readonly options: Omit<ProblemOptions, 'cause'>;

  constructor(options: ProblemOptions) {
    const { status, name, detail, extensions = {}, headers = {}, cause } = options;
    const { title = STATUS_CODES[status] ?? 'Error' } = options;
    super(detail ?? title, { cause });
    this.name = new.target.name;
    this.type = name === undefined ? 'about:blank' : `${typePrefix}${name}`;
    this.title = title;
    this.status = status;
    this.detail = detail;
    this.extensions = extensions;
    this.headers = headers;
    const { cause: _, ...told } = options;
    this.options = told;
  }

  /** The members of the problem details object. */
  toJSON(): Record<string, unknown> {
    const { type, title, status, detail, extensions } = this;
    return { type, title, status, ...(detail === undefined ? {} : { detail }), ...extensions };
  }
}

/** The media type of a {@link Problem}'s body. */
export const problemMediaType = 'application/problem+json';
