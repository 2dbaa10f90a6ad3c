import type { StoredResponse } from './stored-response.ts';
import { sameSelection, selects } from './vary.ts';

/** What a store holds at most. */
export interface CacheStoreOptions {
  /** All entries together, heads and bookkeeping included. */
  readonly maxBytes: number;
  /** Called when an entry goes to make room. */
  readonly onEvicted: () => void;
}

/** A stored response in its place: in the order of use, and among those of its key. */
interface Entry {
  response: StoredResponse;
  newer: Entry | undefined;
  older: Entry | undefined;
}

/** So many responses to one URI are kept: a field with many values must not make look-ups slow. */
const variantsPerKey = 32;

/**
 * Stored responses within a budget of bytes; the least recently used go first. Entries are links of
 * a list of our own, because the variants of a key come and go one by one, and a use allocates
 * nothing.
 */
export class CacheStore {
  readonly #maxBytes: number;
  readonly #onEvicted: () => void;
  /** The variants of a key, the latest first. */
  readonly #byKey = new Map<string, Entry[]>();
  #newest: Entry | undefined;
  #oldest: Entry | undefined;
  #bytes = 0;
  #count = 0;

  constructor({ maxBytes, onEvicted }: CacheStoreOptions) {
    this.#maxBytes = maxBytes;
    this.#onEvicted = onEvicted;
  }

  /** What all entries take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Whether there is any response of the key. */
  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** The names of the fields, in lower case, by which responses of the key differ: the latest says. */
  variedBy(key: string): readonly string[] {
    return this.#byKey.get(key)?.[0]?.response.selection.names ?? [];
  }

  /**
   * The response of the key that a request selects, which counts as a use.
   *
   * @param asker  its fields (name, value…) are read only where answers differ by some
   */
  find(key: string, asker: { readonly fields: readonly string[] }): StoredResponse | undefined {
    const variants = this.#byKey.get(key);
    if (variants === undefined) return undefined;
    for (const entry of variants) {
      const { selection } = entry.response;
      if (selection.names.length > 0 && !selects(selection, asker.fields)) continue;
      if (entry !== this.#newest) this.#promote(entry);
      return entry.response;
    }
    return undefined;
  }

  /**
   * Keeps a response in place of those that it replaces.
   *
   * @returns false when there is no room for it, or a newer one has its place
   */
  put(response: StoredResponse): boolean {
    if (this.#rivals(response).some(({ givenAt }) => givenAt > response.givenAt)) return false;
    const variants = this.#byKey.get(response.key) ?? [];
    const { selection } = response;
    for (const entry of [...variants]) {
      if (sameSelection(entry.response.selection, selection)) this.#remove(entry);
    }
    if (response.sizeBytes > this.#maxBytes) return false;
    const last = variants[variantsPerKey - 1];
    if (last !== undefined) this.#evict(last);
    // The removals may have taken the key out of the map.
    const kept = this.#byKey.get(response.key) ?? [];
    const entry: Entry = { response, newer: undefined, older: undefined };
    kept.unshift(entry);
    this.#byKey.set(response.key, kept);
    this.#link(entry);
    this.#bytes += response.sizeBytes;
    this.#count += 1;
    while (this.#bytes > this.#maxBytes && this.#oldest !== undefined) this.#evict(this.#oldest);
    return true;
  }

  /** Whether another response has its place that is as new or newer. */
  superseded(response: StoredResponse): boolean {
    return this.#rivals(response).some(({ givenAt }) => givenAt >= response.givenAt);
  }

  /** Forgets this very response, if it is still there. */
  drop(response: StoredResponse): void {
    const entry = this.#byKey.get(response.key)?.find((one) => one.response === response);
    if (entry !== undefined) this.#remove(entry);
  }

  /** Forgets all responses of the key. @returns how many there were */
  delete(key: string): number {
    const entries = [...(this.#byKey.get(key) ?? [])];
    for (const entry of entries) this.#remove(entry);
    return entries.length;
  }

  /** Forgets all responses whose key begins so: looks at every key. @returns how many there were */
  deletePrefix(prefix: string): number {
    let count = 0;
    for (const key of [...this.#byKey.keys()])
      if (key.startsWith(prefix)) count += this.delete(key);
    return count;
  }

  /** Other responses of the same place. */
  #rivals(response: StoredResponse): readonly StoredResponse[] {
    const all = (this.#byKey.get(response.key) ?? []).map((entry) => entry.response);
    return all.filter(
      (one) => one !== response && sameSelection(one.selection, response.selection),
    );
  }

  #evict(entry: Entry): void {
    this.#remove(entry);
    this.#onEvicted();
  }

  #remove(entry: Entry): void {
    const { key, sizeBytes } = entry.response;
    const variants = this.#byKey.get(key) ?? [];
    const index = variants.indexOf(entry);
    if (index < 0) return;
    variants.splice(index, 1);
    if (variants.length === 0) this.#byKey.delete(key);
    this.#unlink(entry);
    this.#bytes -= sizeBytes;
    this.#count -= 1;
  }

  #promote(entry: Entry): void {
    this.#unlink(entry);
    this.#link(entry);
  }

  #link(entry: Entry): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest !== undefined) this.#newest.newer = entry;
    this.#newest = entry;
    this.#oldest ??= entry;
  }

  #unlink(entry: Entry): void {
    if (entry.newer === undefined) this.#newest = entry.older;
    else entry.newer.older = entry.older;
    if (entry.older === undefined) this.#oldest = entry.newer;
    else entry.older.newer = entry.newer;
  }
}
