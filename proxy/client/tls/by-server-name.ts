/** Something that belongs to certain server names. */
export interface Named {
  /** In lower case; a wildcard stands for the whole first label and nothing else. */
  readonly names: readonly string[];
}

/** Finds what belongs to a server name: the exact name first, then its wildcard. */
export class ByServerName<Entry extends Named> {
  readonly #byName = new Map<string, Entry>();

  /** @param entries  of two for the same name the first is taken */
  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      for (const name of entry.names) if (!this.#byName.has(name)) this.#byName.set(name, entry);
    }
  }

  /** @param serverName  in any case, with or without the dot of the root */
  find(serverName: string): Entry | undefined {
    const name = serverName.toLowerCase().replace(/\.$/, '');
    const dot = name.indexOf('.');
    return (
      this.#byName.get(name) ?? (dot > 0 ? this.#byName.get(`*${name.slice(dot)}`) : undefined)
    );
  }
}
