/** Who has something to write that waits for more to go out with. */
export interface Flushed {
  flush(): void;
}

/** Who is flushed at the end of this turn of the event loop. */
const waiting: Flushed[] = [];

let turns = 0;

/**
 * Flushes when all reads of this turn of the event loop were dealt with: what comes in several reads
 * goes out in one write, and who is woken by the first of many messages is awake for the others.
 */
export function flushAtTurnEnd(flushed: Flushed): void {
  if (waiting.length === 0) setImmediate(endTurn);
  waiting.push(flushed);
}

/** How many turns there were at whose end somebody was flushed: there may have been more. */
export function turnsEnded(): number {
  return turns;
}

function endTurn(): void {
  turns += 1;
  for (const flushed of waiting.splice(0)) flushed.flush();
}
