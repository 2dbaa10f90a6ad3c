import { LRUCache } from 'lru-cache';

/** Values kept by key within a budget of bytes: the least recently used go first. */
export interface RecentlyUsed<Value> {
  get(key: string): Value | undefined;
  /** Keeps a value; one that is larger than the whole budget is not kept. */
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/**
 * Makes an empty cache.
 *
 * @param maxBytes   of all values together; 0 keeps none
 * @param sizeBytes  of one value
 */
export function recentlyUsed<Value extends object>(
  maxBytes: number,
  sizeBytes: (value: Value) => number,
): RecentlyUsed<Value> {
  if (maxBytes === 0) return { get: () => undefined, set: nothing, delete: nothing };
  const kept = new LRUCache<string, Value>({
    maxSize: maxBytes,
    // The cache asks for whole numbers above 0.
    sizeCalculation: (value) => Math.max(1, Math.ceil(sizeBytes(value))),
  });
  return {
    get: (key) => kept.get(key),
    set: (key, value) => {
      kept.set(key, value);
    },
    delete: (key) => {
      kept.delete(key);
    },
  };
}

function nothing(): void {}
