/** Holds whoever waits at it until it is opened. */
export class Gate {
  readonly #opened: Promise<void>;
  #open: () => void = () => undefined;

  constructor() {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** Lets everybody through, from now on. */
  open(): void {
    this.#open();
  }

  /** Resolves once the gate is open. */
  opened(): Promise<void> {
    return this.#opened;
  }
}
