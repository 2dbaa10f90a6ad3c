import { lastWords } from '../support/explained.ts';
import type { Differences } from './differences.ts';
import type { Edge, EdgeOptions, StartEdge } from './edge.ts';
import { type Origin, type Script, startOrigin } from './support/origin.ts';

/** One case of the contract. */
export interface ContractCase {
  readonly title: string;
  /** Its subject is a duration: it runs at the same time as the others of its kind. */
  readonly timed?: true;
  run(stage: Stage): Promise<void>;
}

/** An edge, and the origins that are its peers. */
export interface Group {
  readonly edge: Edge;
  readonly port: number;
  readonly origins: readonly Origin[];
  /** Which peer was asked, in order: `a` is the first, `b` the second … */
  readonly visits: string[];
}

/** An edge that all cases share, with one peer, which is therefore never ejected. */
export interface Single {
  readonly edge: Edge;
  readonly port: number;
  readonly origin: Origin;
}

/** Where a case finds its edges and origins, and what it may expect of them. */
export class Stage {
  readonly differences: Differences;
  readonly #start: StartEdge;
  readonly #single: () => Promise<Single>;
  readonly #ends: (() => Promise<unknown>)[] = [];
  readonly #edges = new Set<Edge>();
  #closed = false;

  constructor(start: StartEdge, differences: Differences, single: () => Promise<Single>) {
    this.#start = start;
    this.differences = differences;
    this.#single = single;
  }

  /** The shared edge, its peer now playing `script`. */
  async single(script: Script): Promise<Single> {
    const single = await this.#single();
    this.#edges.add(single.edge);
    single.origin.script = script;
    single.origin.received.length = 0;
    return single;
  }

  /** An edge of the case's own over one origin a script. */
  async group(scripts: readonly Script[], options: Partial<EdgeOptions> = {}): Promise<Group> {
    const visits: string[] = [];
    const origins: Origin[] = [];
    for (const script of scripts) origins.push(await this.origin(script));
    origins.forEach((origin, index) => {
      origin.onRequest = () => visits.push(String.fromCharCode(97 + index));
    });
    const edge = await this.edge({ peers: origins.map(({ port }) => ({ port })), ...options });
    return { edge, port: edge.port, origins, visits };
  }

  /** An origin of the case's own. */
  async origin(script: Script): Promise<Origin> {
    const origin = await startOrigin(script);
    await this.#endWithCase(() => origin.close());
    return origin;
  }

  /** An edge of the case's own. */
  async edge(options: EdgeOptions): Promise<Edge> {
    const edge = await this.#start(options);
    this.#edges.add(edge);
    await this.#endWithCase(() => edge.stop());
    return edge;
  }

  /** What the case's edges wrote into their logs. */
  async logs(): Promise<string> {
    const told = Array.from(this.#edges, async (edge) => [
      lastWords(`access log of ${edge.url}`, await edge.loggedLines()),
      lastWords(`error log of ${edge.url}`, await edge.events()),
    ]);
    return (await Promise.all(told)).flat().join('\n');
  }

  /** Ends what the case has started, and what it starts from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#ends.map((end) => end()));
  }

  /** A case that overran goes on unheeded: what it starts then must not stay. */
  async #endWithCase(end: () => Promise<unknown>): Promise<void> {
    if (this.#closed) await end();
    else this.#ends.push(end);
  }
}
