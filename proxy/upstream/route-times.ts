/** Routes that are remembered; the one that was answered longest ago goes first. */
const routesLimit = 1000;

/** A longer path is no route but data. */
const pathLimit = 200;

/** The say of the newest answer. */
const newest = 1 / 8;

/** What tells a route. */
export interface Routed {
  readonly method: string;
  /** Path and query for the peer. */
  readonly path: string;
}

/**
 * How long the answers of each route take: an exponentially weighted mean by method and path. Who
 * waits in line is placed by it, as HAProxy places requests by a priority that is written down.
 */
export class RouteTimes {
  readonly #meansMs = new Map<string, number>();

  /** The mean of a route, in ms; 0 where nothing is known of it. */
  expectedMs(request: Routed): number {
    const route = routeOf(request);
    return route === undefined ? 0 : (this.#meansMs.get(route) ?? 0);
  }

  /** Notes how long the head of an answer took, in ms. */
  note(request: Routed, ms: number): void {
    const route = routeOf(request);
    if (route === undefined) return;
    const meanMs = this.#meansMs.get(route);
    // Moved to the end, where the youngest are.
    if (meanMs !== undefined) this.#meansMs.delete(route);
    else if (this.#meansMs.size === routesLimit) this.#forgetOldest();
    this.#meansMs.set(route, meanMs === undefined ? ms : meanMs + newest * (ms - meanMs));
  }

  #forgetOldest(): void {
    for (const route of this.#meansMs.keys()) {
      this.#meansMs.delete(route);
      return;
    }
  }
}

function routeOf({ method, path }: Routed): string | undefined {
  const query = path.indexOf('?');
  const end = query < 0 ? path.length : query;
  return end > pathLimit ? undefined : `${method} ${path.slice(0, end)}`;
}
