import { type EventEmitter, once } from 'node:events';

/** All that a stream gives until its end, byte for byte (latin1). */
export async function allText(stream: EventEmitter & { resume(): void }): Promise<string> {
  let text = '';
  stream.on('data', (piece: Buffer) => {
    text += piece.toString('latin1');
  });
  stream.resume();
  await once(stream, 'end');
  return text;
}
