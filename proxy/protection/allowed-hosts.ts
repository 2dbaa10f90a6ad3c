const hostPattern = /^(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(:\d{1,5})?$/;

/**
 * Reads `example.org, *.example.org, localhost:8000`; `all` is undefined: no list.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseAllowedHosts(text: string): { readonly hosts: readonly string[] | undefined } {
  if (text.trim() === 'all') return { hosts: undefined };
  const hosts = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((host) => host !== '');
  const wrong = hosts.find((host) => !hostPattern.test(host));
  if (wrong !== undefined) {
    throw new Error(`has "${wrong}", which is no host such as example.org or *.example.org`);
  }
  return { hosts };
}

/** The names under which the proxy serves. One without a port is served on every port. */
export class AllowedHosts {
  readonly #exact: ReadonlySet<string>;
  /** What a name below a wildcard ends with, and the port, if any. */
  readonly #below: readonly { readonly suffix: string; readonly port: string }[];

  /** @param hosts  by {@link parseAllowedHosts} */
  constructor(hosts: readonly string[]) {
    this.#exact = new Set(hosts.filter((host) => !host.startsWith('*.')));
    this.#below = hosts
      .filter((host) => host.startsWith('*.'))
      .map((host) => ({ suffix: divided(host).name.slice(1), port: divided(host).port }));
  }

  /** @param host  with or without a port, as a Host field has it */
  allows(host: string): boolean {
    const { name, port } = divided(host.toLowerCase());
    if (this.#exact.has(name) || this.#exact.has(`${name}:${port}`)) return true;
    return this.#below.some(
      (one) => (one.port === '' || one.port === port) && name.endsWith(one.suffix),
    );
  }
}

function divided(host: string): { readonly name: string; readonly port: string } {
  const at = host.indexOf(':', host.lastIndexOf(']') + 1);
  const name = at < 0 ? host : host.slice(0, at);
  // The dot of the root is part of no name in the list.
  return { name: name.replace(/\.$/, ''), port: at < 0 ? '' : host.slice(at + 1) };
}
