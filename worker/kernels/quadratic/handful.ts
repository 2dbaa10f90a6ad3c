/** Of the largest gain: what promises less doesn't come in together with it. */
const nearlyLargest = 0.25;

/** Where the largest gain above 0 is; −1 where none is. */
export function largestGain(gains: Float64Array): number {
  let index = -1;
  let largest = 0;
  for (let i = 0; i < gains.length; i++) {
    if (gains[i] <= largest) continue;
    index = i;
    largest = gains[i];
  }
  return index;
}

/**
 * The few of the largest gains, which an active set may take in together: its minimum is then found
 * in some dozens of rounds where hundreds are held. What should have stayed out leaves in the descent
 * that follows, so that each round leads down all the same.
 *
 * @param gains  0 or less for what can't come in
 * @param least  no gain at or below it is among them
 * @param count  how many at most
 * @returns      indices, the largest gain first
 */
export function handful(gains: Float64Array, least: number, count: number): number[] {
  const first = largestGain(gains);
  const enough = Math.max(least, first < 0 ? 0 : nearlyLargest * gains[first]);
  const indices: number[] = [];
  for (let i = 0; i < gains.length; i++) if (gains[i] > enough) indices.push(i);
  return indices.sort((i, j) => gains[j] - gains[i] || i - j).slice(0, count);
}

/** How many may come in next: twice as many while all stay, fewer as soon as some don't. */
export function nextCount(entered: number, stayed: number): number {
  return stayed === entered ? 2 * entered : Math.max(1, Math.min(stayed, entered >> 1));
}
