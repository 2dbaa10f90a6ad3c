import type { ReceivedHead } from '../client-stream.ts';

/** Bytes of a request that tell who asked for what: longer targets are cut. */
export const toldLimitBytes = 300;

/** A request line as far as it makes sense; a target that is cut off has nothing behind it. */
const beginning =
  /^(?<method>[A-Z][A-Z_-]*) (?<target>[^\s]+)(?: HTTP\/(?<version>\d\.\d)(?:\r|$))?/;

/**
 * What can be told of a request that is refused before it was understood: for the log, and because a
 * HEAD has no body in its answer whatever else is wrong.
 *
 * @param text  as much of it as there is, as latin1
 */
export function refusedHead(text: string): ReceivedHead {
  const {
    method = '',
    target = '',
    version = '1.1',
  } = beginning.exec(text.slice(0, toldLimitBytes))?.groups ?? {};
  return { method, target, version, fields: [] };
}
