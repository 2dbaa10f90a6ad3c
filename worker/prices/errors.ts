/** The source answered, and has no such symbol. */
export class UnknownSymbol extends Error {
  readonly symbol: string;

  constructor(symbol: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'UnknownSymbol';
    this.symbol = symbol;
  }
}

/** What a {@link SourceUnavailable} is told beside its reason. */
export interface SourceFailureOptions extends ErrorOptions {
  /** Set when only this symbol's answer was at fault, so that others may be asked all the same. */
  readonly symbol?: string;
}

/** The source could not be reached, refused, or answered what makes no sense. */
export class SourceUnavailable extends Error {
  readonly source: string;
  readonly symbol: string | undefined;

  constructor(source: string, reason: string, options: SourceFailureOptions = {}) {
    super(reason, options);
    this.name = 'SourceUnavailable';
    this.source = source;
    this.symbol = options.symbol;
  }
}

/** The store could not be opened, read or written: a lock that lasts, a full disk, damage. */
export class StoreUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'StoreUnavailable';
  }
}

/** A file of prices is missing, or is no table. */
export class SheetUnreadable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'SheetUnreadable';
  }
}
