import { type Draw, type DrawsInput, expectedDrawMs } from './draws.ts';

/** About as long as one part may keep a thread from others, in ms. */
const partMs = 250;

/** The same work in parts that are each expected to be short, at least one draw in each. */
export function drawsInParts(input: DrawsInput): readonly DrawsInput[] {
  const parts: Draw[][] = [];
  let left = 0;
  for (const draw of input.draws) {
    const took = expectedDrawMs(input.optimisation, draw);
    const part = took <= left ? parts.at(-1) : undefined;
    if (part === undefined) {
      parts.push([draw]);
      left = partMs - took;
    } else {
      part.push(draw);
      left -= took;
    }
  }
  return parts.map((draws) => ({ ...input, draws }));
}
