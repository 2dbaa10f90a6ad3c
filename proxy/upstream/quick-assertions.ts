import assert from 'node:assert';
import Module, { createRequire } from 'node:module';
import { onDeno } from '../on-deno.ts';

/** The types that Deno checks by do not know of it. */
const here = String(Reflect.get(import.meta, 'url'));

/** As `assert`, which is asked only where something is wrong. */
export function assertQuickly(value: unknown, message?: string | Error): void {
  if (!value) assert(value, message);
}

/**
 * Loads a package of CommonJS so that all its modules assert by {@link assertQuickly}. Whatever is
 * loaded otherwise, before or after, is as ever.
 *
 * @returns whether any of it asked for `node:assert`: not where it was loaded before
 */
export function loadAssertingQuickly(name: string): boolean {
  const load: unknown = Reflect.get(Module, '_load');
  if (typeof load !== 'function') return false;
  const quick = Object.assign(assertQuickly.bind(undefined), assert);
  let asked = false;
  Reflect.set(Module, '_load', (request: string, ...rest: unknown[]): unknown => {
    if (request !== 'node:assert') return Reflect.apply(load, Module, [request, ...rest]);
    asked = true;
    return quick;
  });
  try {
    createRequire(here)(name);
  } finally {
    Reflect.set(Module, '_load', load);
  }
  return asked;
}

/**
 * Whether undici asserts quickly: on Deno, where one assertion takes a tenth of a microsecond and
 * undici makes dozens in an exchange, which was a fifth of what a request took. Node has none of that.
 * Who imports undici imports this before.
 */
export const undiciAssertsQuickly = onDeno && loadAssertingQuickly('undici');
