import type { Matrix } from './matrix.ts';
import { type Code, unsigned, wasmModule } from './wasm-code.ts';

/** Rows of either side of a block. Nine sums and four operands are what a core's registers hold. */
export const blockSize = 3;

/** Columns that are multiplied at a time: those of several hundred rows stay in the cache. */
export const panelColumns = 256;

/** Bytes from one row to the next; not a power of two, or all rows would share a few cache lines. */
const stride = 8 * panelColumns + 64;

/** Bytes of the nine products, before all rows. */
const head = 128;

const pageBytes = 65536;

/** The compiled block, and the memory that it works in. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  run(left: number, right: number, end: number, out: number): void;
}

/** What of WebAssembly is used; the types of Node and ECMAScript leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: Kernel;
  };
};

/** The instructions used, by their names in the WebAssembly Core Specification 2.0, §5.4. */
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const loop = [0x03, 0x40];
const branchIf = [0x0d, 0];
const end = 0x0b;
const lessUnsigned = 0x49;
const addWhole = 0x6a;
const whole = (value: number): Code => [0x41, value];
const add = 0xa0;
const store = (offset: number): Code => [0x39, 3, unsigned(offset)];
const loadPair = (offset: number): Code => [0xfd, 0x00, 3, unsigned(offset)];
const lane = (index: number): Code => [0xfd, 0x21, index];
const addPairs = [0xfd, 0xf0, 0x01];
const multiplyPairs = [0xfd, 0xf2, 0x01];

/**
 * Three rows from `left` on times three from `right` on, up to `end` within the first: the even
 * columns in one lane and the odd ones in the other, which are added up last.
 */
function blockCode(): Code {
  const [left, right, leftEnd, out] = [0, 1, 2, 3];
  const sums = 4;
  const own = sums + blockSize ** 2;
  const other = own + blockSize;
  const three = (code: (k: number) => Code): Code =>
    Array.from({ length: blockSize }, (_, k) => code(k));
  const sum = (k: number, l: number): number => sums + blockSize * k + l;
  const step = (pointer: number): Code => [get(pointer), whole(16), addWhole, set(pointer)];
  return [
    loop,
    three((k) => [get(left), loadPair(k * stride), set(own + k)]),
    three((l) => [
      [get(right), loadPair(l * stride), set(other)],
      three((k) => [
        [get(sum(k, l)), get(own + k), get(other), multiplyPairs, addPairs],
        set(sum(k, l)),
      ]),
    ]),
    step(left),
    step(right),
    [get(left), get(leftEnd), lessUnsigned, branchIf, end],
    three((k) =>
      three((l) => [
        [get(out), get(sum(k, l)), lane(0), get(sum(k, l)), lane(1), add],
        store(8 * (blockSize * k + l)),
      ]),
    ),
  ];
}

function instantiated(pages: number): Kernel {
  const bytes = wasmModule({
    parameters: 4,
    vectors: blockSize ** 2 + blockSize + 1,
    body: blockCode(),
    pages,
  });
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}

let kernel = instantiated(8);

/** Some columns of a matrix, one row after the other, where the blocks are multiplied. */
export interface Panel {
  /** Where its first row is; and how long a row is, in bytes. */
  readonly start: number;
  readonly bytes: number;
}

/** Where the products of a block are put, row-major, each time anew: length 9. */
export function blockOut(): Float64Array {
  return new Float64Array(kernel.memory.buffer, 0, blockSize ** 2);
}

/**
 * Makes room for panels of so many rows together. Views of before are void.
 *
 * Where there is too little a larger memory takes its place: to grow it would detach its buffer, and
 * from the first detached buffer on V8 looks at each access of any typed array whether it still is.
 */
export function reserveRows(count: number): void {
  const needed = head + (count + 2 * blockSize) * stride;
  const present = kernel.memory.buffer.byteLength;
  if (needed > present) kernel = instantiated(Math.ceil(Math.max(needed, 2 * present) / pageBytes));
}

/**
 * Lays up to `panelColumns` columns out, with rows of 0 up to whole blocks, and a column of 0
 * up to whole pairs.
 *
 * @param after  the number of rows that lie before it, a multiple of the block's size
 */
export function layPanel({ rows, columns, values }: Matrix, from: number, after: number): Panel {
  const count = Math.min(panelColumns, columns - from);
  const pairs = count + (count % 2);
  const start = head + after * stride;
  const { buffer } = kernel.memory;
  for (let i = 0; i < wholeBlocks(rows); i++) {
    const row = new Float64Array(buffer, start + i * stride, pairs);
    if (i >= rows || pairs > count) row.fill(0);
    if (i < rows) row.set(values.subarray(i * columns + from, i * columns + from + count));
  }
  return { start, bytes: 8 * pairs };
}

/** The number of rows with those that fill the last block up. */
export function wholeBlocks(rows: number): number {
  return Math.ceil(rows / blockSize) * blockSize;
}

/** The products of three rows from i on of a panel and three from j on of another of its length. */
export function multiplyBlock(left: Panel, i: number, right: Panel, j: number): void {
  const first = left.start + i * stride;
  kernel.run(first, right.start + j * stride, first + left.bytes, 0);
}
