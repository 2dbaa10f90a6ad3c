import type { Drawdown } from '../paths/path-statistics.ts';

/** A fall from a high until that high is reached again. Days are indices of the path. */
export interface DrawdownEpisode extends Drawdown {
  /** The day on which the high was reached again; undefined while it was not. */
  readonly recovery: number | undefined;
}

/**
 * Every fall of a path in the order of time: none for a path that never falls.
 *
 * @param path  values above 0
 */
export function drawdownEpisodes(path: Float64Array): readonly DrawdownEpisode[] {
  const episodes: DrawdownEpisode[] = [];
  let peak = 0;
  for (let t = 1; t < path.length; t++) {
    if (path[t] < path[peak]) {
      const episode = episodeFrom(path, peak, t);
      episodes.push(episode);
      if (episode.recovery === undefined) break;
      peak = episode.recovery;
      t = peak;
    } else if (path[t] > path[peak]) {
      // A path that rests at its high keeps the day on which it got there.
      peak = t;
    }
  }
  return episodes;
}

/** The fall from `peak` that begins on day `first`. */
function episodeFrom(path: Float64Array, peak: number, first: number): DrawdownEpisode {
  let trough = first;
  let end = first;
  while (end < path.length && path[end] < path[peak]) {
    if (path[end] < path[trough]) trough = end;
    end += 1;
  }
  const recovery = end < path.length ? end : undefined;
  return { depth: 1 - path[trough] / path[peak], peak, trough, recovery };
}

/** The deepest of them, the earliest of equals; undefined of none. */
export function deepestEpisode(episodes: readonly DrawdownEpisode[]): DrawdownEpisode | undefined {
  let deepest: DrawdownEpisode | undefined;
  for (const episode of episodes) {
    if (deepest === undefined || episode.depth > deepest.depth) deepest = episode;
  }
  return deepest;
}

/** The mean of the episodes' depths; 0 of none. */
export function averageDrawdown(episodes: readonly DrawdownEpisode[]): number {
  let sum = 0;
  for (const { depth } of episodes) sum += depth;
  return episodes.length === 0 ? 0 : sum / episodes.length;
}

/**
 * The ulcer index: the root mean square, over all days, of the fall from the high so far, as a share.
 *
 * @param path  values above 0, at least one
 * @see Martin & McCann (1989), The Investor's Guide to Fidelity Funds
 */
export function ulcerIndex(path: Float64Array): number {
  let high = 0;
  let squares = 0;
  for (let t = 0; t < path.length; t++) {
    if (path[t] > high) high = path[t];
    squares += (1 - path[t] / high) ** 2;
  }
  return Math.sqrt(squares / path.length);
}
