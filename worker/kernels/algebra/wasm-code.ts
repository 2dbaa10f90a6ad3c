/** Bytes of WebAssembly, nested as the text is for the reader's sake. */
export type Code = number | readonly Code[];

/** A function of whole numbers that returns nothing, and keeps vectors in its local variables. */
export interface WasmFunction {
  /** How many i32 it takes: locals 0, 1, … */
  readonly parameters: number;
  /** How many v128 follow them; 0 at the start. */
  readonly vectors: number;
  readonly body: Code;
  /** How large the memory is, in pages of 64 KiB. */
  readonly pages: number;
}

const i32 = 0x7f;
const v128 = 0x7b;

/**
 * A whole number without sign, as LEB128.
 *
 * @param value  from 0 to 2³¹ − 1
 */
export function unsigned(value: number): Code {
  return value < 0x80 ? value : [0x80 | (value & 0x7f), unsigned(value >> 7)];
}

/** The number of items, then the items. */
function list(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

/** The number of bytes, then the bytes. */
function sized(code: Code): Code {
  return list(bytesOf(code));
}

function text(name: string): Code {
  return list(Array.from(name, (letter) => letter.charCodeAt(0)));
}

/** All bytes in their order. */
export function bytesOf(code: Code): readonly number[] {
  return typeof code === 'number' ? [code] : code.flatMap(bytesOf);
}

/**
 * A module of one function, exported as `run`, and a memory that never grows, exported as `memory`.
 *
 * @see WebAssembly Core Specification 2.0, §5.5
 */
export function wasmModule({ parameters, vectors, body, pages }: WasmFunction): Uint8Array {
  const end = 0x0b;
  const type = [0x60, list(Array.from({ length: parameters }, () => i32)), list([])];
  const run = sized([list([[unsigned(vectors), v128]]), body, end]);
  const exports = [
    [text('memory'), 2, 0],
    [text('run'), 0, 0],
  ];
  return Uint8Array.from(
    bytesOf([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      [1, sized(list([type]))],
      [3, sized(list([0]))],
      [5, sized(list([[1, unsigned(pages), unsigned(pages)]]))],
      [7, sized(list(exports))],
      [10, sized(list([run]))],
    ]),
  );
}
