/**
 * Some requests, told by method and path. A path is compared as a server may read it in the end:
 * without regard to case, escapes of plain characters, doubled slashes, dots, or a slash at the
 * end. Who writes it differently would otherwise be counted by no rule.
 */
export class RoutePattern {
  /** undefined = all of them. */
  readonly methods: ReadonlySet<string> | undefined;
  /** By {@link plainPath}; undefined = every path. */
  readonly path: string | undefined;
  /** Whether paths below it are meant too. */
  readonly deep: boolean;

  /**
   * @param methods  `*`, or names divided by `|`
   * @param path     `*`, `/path`, or `/path/*`
   */
  constructor(methods: string, path: string) {
    this.methods = methods === '*' ? undefined : new Set(methods.split('|'));
    this.deep = path.endsWith('/*');
    this.path = path === '*' ? undefined : plainPath(this.deep ? path.slice(0, -1) : path);
  }

  /** Whether every request is meant. */
  get total(): boolean {
    return this.methods === undefined && this.path === undefined;
  }

  /** @param path  by {@link plainPath} */
  fits(method: string, path: string): boolean {
    if (this.methods !== undefined && !this.methods.has(method)) return false;
    if (this.path === undefined || path === this.path) return true;
    if (!this.deep) return false;
    return path.startsWith(this.path === '/' ? '/' : `${this.path}/`);
  }
}

const peculiar = /[%A-Z\\]|\/\/|\/\.|.\/$/;

/**
 * A request's path as it is compared.
 *
 * @param target  path and query
 */
export function plainPath(target: string): string {
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  return peculiar.test(path) ? normalised(path) : path;
}

function normalised(path: string): string {
  const decoded = path
    .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .toLowerCase();
  const kept: string[] = [];
  for (const segment of decoded.split(/[/\\]/)) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
