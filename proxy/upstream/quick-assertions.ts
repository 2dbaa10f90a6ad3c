import assert from 'node:assert';
import Module from 'node:module';

/** As `assert`, which is asked only where something is wrong. */
export function assertQuickly(value: unknown, message?: string | Error): void {
  if (!value) assert(value, message);
}

/**
 * Loads packages of CommonJS so that all their modules assert by {@link assertQuickly}. Whatever is
 * loaded otherwise, before or after, is as ever. undici wants it on Deno, where one assertion takes a
 * tenth of a microsecond and undici makes dozens in an exchange, which was a fifth of what a request
 * took. Node has none of that.
 *
 * @param load  loads them before it returns
 * @returns     what it has loaded, and whether any of it asked for `node:assert`: not where it was
 *              loaded before
 */
export function withQuickAssertions<T>(load: () => T): {
  readonly loaded: T;
  readonly asked: boolean;
} {
  const asEver: unknown = Reflect.get(Module, '_load');
  if (typeof asEver !== 'function') return { loaded: load(), asked: false };
  const quick = Object.assign(assertQuickly.bind(undefined), assert);
  let asked = false;
  Reflect.set(Module, '_load', (request: string, ...rest: unknown[]): unknown => {
    if (request !== 'node:assert') return Reflect.apply(asEver, Module, [request, ...rest]);
    asked = true;
    return quick;
  });
  try {
    return { loaded: load(), asked };
  } finally {
    Reflect.set(Module, '_load', asEver);
  }
}
