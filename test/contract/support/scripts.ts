import type { OriginExchange, Script } from './origin.ts';

/** Answers every request with `text` and status 200, and keeps the connection. */
export function says(text: string): Script {
  return status(200, text);
}

/** Answers every request with `code` and `text`, and keeps the connection. */
export function status(code: number, text = `status ${code}`): Script {
  return async (exchange) => {
    await exchange.body();
    const body = exchange.method === 'HEAD' ? '' : text;
    exchange.write(`HTTP/1.1 ${code} Status\r\nContent-Length: ${text.length}\r\n\r\n${body}`);
  };
}

/** Writes exactly `bytes` once the request has been read, and keeps the connection. */
export function writes(bytes: string): Script {
  return async (exchange) => {
    await exchange.body();
    exchange.write(bytes);
  };
}

/** Writes exactly `bytes` once the request has been read, then closes in order. */
export function writesAndCloses(bytes: string): Script {
  return async (exchange) => {
    await exchange.body();
    exchange.socket.end(Buffer.from(bytes, 'latin1'));
    await exchange.closed();
  };
}

/** Answers as {@link says} does, on a connection that serves no other request. */
export function saysLast(text: string): Script {
  return writesAndCloses(
    `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  );
}

/** Closes the connection without a byte of an answer. */
export async function closes(exchange: OriginExchange): Promise<void> {
  await exchange.body();
  exchange.socket.end();
  await exchange.closed();
}

/** Resets the connection in the middle of the response's head. */
export async function resetsMidHead(exchange: OriginExchange): Promise<void> {
  await exchange.body();
  exchange.socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => exchange.socket.resetAndDestroy());
  await exchange.closed();
}

/** Reads the request and never answers. */
export async function hangs(exchange: OriginExchange): Promise<void> {
  await exchange.body();
  await exchange.closed();
}

/** Plays `scripts` one after the other, the last of them for ever. */
export function inTurn(...scripts: readonly Script[]): Script {
  let turn = 0;
  return (exchange) => {
    const script = scripts[Math.min(turn, scripts.length - 1)];
    turn += 1;
    return script?.(exchange);
  };
}
