import { Problem } from '../service/problem.ts';

/** One thing that is wrong with a request. */
export interface Fault {
  /** The field as the client wrote it, or the documented name where it is missing. */
  readonly field: string;
  /** What is wrong and what to change; a full sentence without its stop. */
  readonly reason: string;
  /** The symbols it is about, where it is about symbols. */
  readonly symbols?: readonly string[];
}

/** The query can't be understood or contradicts itself; `faults` lists everything at once. */
export class InvalidQuery extends Problem {
  constructor(faults: readonly Fault[]) {
    super({
      status: 400,
      name: 'invalid-query',
      title: 'The query is not valid',
      detail: sentence(faults),
      extensions: { faults },
    });
  }
}

/** The body is not JSON at all. */
export class MalformedJson extends Problem {
  constructor(reason: string) {
    super({
      status: 400,
      name: 'malformed-json',
      title: 'The body is not JSON',
      detail: `${reason}. Send one JSON object, such as {"symbols": ["AAPL"], …}.`,
    });
  }
}

/** The body is larger than the worker reads. */
export class BodyTooLarge extends Problem {
  constructor(limitBytes: number) {
    super({
      status: 413,
      detail: `The body is larger than ${limitBytes} bytes. Send fewer symbols, days or prices.`,
      headers: { Connection: 'close' },
    });
  }
}

/** The body is encoded in a way that the worker does not read. */
export class UnreadableEncoding extends Problem {
  constructor(encoding: string) {
    super({
      status: 415,
      detail: `The body's Content-Encoding is "${encoding}". Send it without one.`,
      headers: { 'Accept-Encoding': 'identity' },
    });
  }
}

/** Some symbols are known to no source. */
export class UnknownSymbols extends Problem {
  constructor(faults: readonly Fault[]) {
    super({
      status: 422,
      name: 'unknown-symbol',
      title: 'A symbol is unknown',
      detail: reasons(faults),
      extensions: { faults, symbols: faults.flatMap((fault) => fault.symbols ?? []) },
    });
  }
}

/** The window holds too few common days to say anything. */
export class TooFewPrices extends Problem {
  constructor(faults: readonly Fault[]) {
    super({
      status: 422,
      name: 'too-few-prices',
      title: 'There are too few prices in the window',
      detail: reasons(faults),
      extensions: { faults, symbols: faults.flatMap((fault) => fault.symbols ?? []) },
    });
  }
}

/** Prices are needed that neither the store nor a source can give now. */
export class PricesUnavailable extends Problem {
  constructor(faults: readonly Fault[], cause?: unknown) {
    super({
      status: 503,
      cause,
      name: 'prices-unavailable',
      title: 'Prices can not be had right now',
      detail: `${reasons(faults)} Try again, import the prices, or send them in "prices".`,
      extensions: { faults, symbols: faults.flatMap((fault) => fault.symbols ?? []) },
      headers: { 'Retry-After': '10' },
    });
  }
}

/** The question has no answer, such as a ratio whose denominator is always zero. */
export class IllPosed extends Problem {
  constructor(detail: string) {
    super({ status: 422, name: 'ill-posed', title: 'The question has no answer', detail });
  }
}

/** The request did not come through the proxy, and whoever sent it does not know its token. */
export class ProxyRequired extends Problem {
  constructor() {
    super({ status: 403, detail: 'Only the proxy in front of this server is answered: ask that.' });
  }
}

/** More tasks are waiting for a thread than the worker will queue. */
export class Overloaded extends Problem {
  constructor() {
    super({
      status: 503,
      detail: 'Too many long optimisations are waiting. Try again in a moment.',
      headers: { 'Retry-After': '1' },
    });
  }
}

function sentence(faults: readonly Fault[]): string {
  return faults.map(({ field, reason }) => `${field}: ${reason}.`).join(' ');
}

/** Faults of symbols name these themselves; what many share is said once. */
function reasons(faults: readonly Fault[]): string {
  return [...new Set(faults.map(({ reason }) => `${reason}.`))].join(' ');
}
