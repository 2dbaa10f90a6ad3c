/** How a {@link createLine line} is kept. */
export interface LineOptions {
  /** How many are served at once. */
  readonly width: number;
  /** How many may wait; whoever comes later is turned away. */
  readonly maxWaiting: number;
}

/** Serves tasks in the order they came, a few at a time. */
export interface Line {
  /** @returns what `task` returns; undefined, and at once, where the line is full */
  stand<Result>(task: () => Promise<Result>): Promise<Result> | undefined;
}

/** A line in front of something slow. */
export function createLine({ width, maxWaiting }: LineOptions): Line {
  const waiting: (() => void)[] = [];
  let served = 0;
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) served -= 1;
    else next();
  };
  const turn = (): Promise<void> => {
    if (served < width) {
      served += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  return {
    stand: (task) => {
      if (served >= width && waiting.length >= maxWaiting) return undefined;
      return turn().then(task).finally(leave);
    },
  };
}
