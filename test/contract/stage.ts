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

  constructor(start: StartEdge, differences: Differences, single: () => Promise<Single>) {
    this.#start = start;
    this.differences = differences;
    this.#single = single;
  }

  /** The shared edge, its peer now playing `script`. */
  async single(script: Script): Promise<Single> {
    const single = await this.#single();
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
    this.#ends.push(() => origin.close());
    return origin;
  }

  /** An edge of the case's own. */
  async edge(options: EdgeOptions): Promise<Edge> {
    const edge = await this.#start(options);
    this.#ends.push(() => edge.stop());
    return edge;
  }

  /** Ends what the case has started. */
  async close(): Promise<void> {
    await Promise.all(this.#ends.map((end) => end()));
  }
}
