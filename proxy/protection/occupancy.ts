/** Counts what each client has under way. Who has nothing takes no memory. */
export class Occupancy {
  readonly #counts = new Map<string, number>();

  /** How many clients have something under way. */
  get clients(): number {
    return this.#counts.size;
  }

  /** How much `client` has under way. */
  of(client: string): number {
    return this.#counts.get(client) ?? 0;
  }

  /** One more. */
  enter(client: string): void {
    this.#counts.set(client, this.of(client) + 1);
  }

  /** One less. */
  leave(client: string): void {
    const left = this.of(client) - 1;
    if (left > 0) this.#counts.set(client, left);
    else this.#counts.delete(client);
  }
}
