import process from 'node:process';

/** One figure as `pm2 monit` and `pm2 show` print it. */
export interface MonitorFigure {
  readonly value: number | string;
  readonly unit?: string;
}

/** Figures by their names. */
export type MonitorFigures = Readonly<Record<string, MonitorFigure>>;

/**
 * Sends figures to PM2 every `everyMs`; does nothing without PM2. The message is what PM2 calls
 * `axm:monitor`: sent as such, it works on Node and Deno and needs no library of PM2's.
 *
 * @param read  makes the figures; it must not fail
 * @returns     a function that ends it
 */
export function publishFigures(
  read: () => MonitorFigures | Promise<MonitorFigures>,
  everyMs: number,
): () => void {
  const send = process.send?.bind(process);
  if (send === undefined) return () => undefined;
  const publish = async (): Promise<void> => {
    const data: Record<string, unknown> = {};
    for (const [name, { value, unit = '' }] of Object.entries(await read())) {
      data[name] = { value, unit, type: 'raw', historic: true, agg_type: 'avg' };
    }
    // A daemon that is gone makes `send` fail: the lifecycle notices that by itself.
    send({ type: 'axm:monitor', data }, undefined, undefined, () => undefined);
  };
  void publish();
  const timer = setInterval(() => void publish(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
