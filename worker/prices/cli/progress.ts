import { Presets, SingleBar } from 'cli-progress';

/** Shows how far something is. */
export interface Progress {
  start(total: number): void;
  update(done: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere, such as in a log, one plain line at the start. */
export function createProgress(title: string, stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    return {
      start: (total) => {
        stream.write(`${title}: ${total.toLocaleString('en-GB')} closes\n`);
      },
      update: () => undefined,
      stop: () => undefined,
    };
  }
  const format = `${title} {bar} {percentage}% | {value}/{total} closes`;
  const bar = new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic);
  return {
    start: (total) => bar.start(total, 0),
    update: (done) => bar.update(done),
    stop: () => bar.stop(),
  };
}
