import * as zlib from 'node:zlib';
import type { Coding, CodingChoice } from './coding.ts';

/** A stream that takes a body and gives it coded; each piece comes out before the next goes in. */
export type CodingStream = zlib.Gzip | zlib.BrotliCompress;

/** How a coding is done. */
interface Coder {
  open(level: number): CodingStream;
  /** All at once, holding the event loop. */
  whole(body: Buffer, level: number): Buffer;
}

/**
 * Memory of brotli's window: 2^18 bytes. The default of 2^22 takes megabytes for each body, for
 * repetitions that are too far apart to matter in an answer of an API.
 */
const windowBits = 18;

const { constants } = zlib;

const gzip: Coder = {
  open: (level) => zlib.createGzip({ level, flush: constants.Z_SYNC_FLUSH }),
  whole: (body, level) => zlib.gzipSync(body, { level }),
};

const brotliOptions = (level: number, sizeHint: number): zlib.BrotliOptions => ({
  flush: constants.BROTLI_OPERATION_FLUSH,
  params: {
    [constants.BROTLI_PARAM_QUALITY]: level,
    [constants.BROTLI_PARAM_LGWIN]: windowBits,
    [constants.BROTLI_PARAM_SIZE_HINT]: sizeHint,
  },
});

const brotli: Coder = {
  open: (level) => zlib.createBrotliCompress(brotliOptions(level, 0)),
  whole: (body, level) => zlib.brotliCompressSync(body, brotliOptions(level, body.length)),
};

/** What runtimes with zstd have beside: Deno, and Node from 22.15. */
interface Zstd {
  readonly createZstdCompress: (options: zlib.BrotliOptions) => CodingStream;
  readonly zstdCompressSync: (body: Buffer, options: zlib.BrotliOptions) => Buffer;
  readonly constants: { readonly ZSTD_c_compressionLevel: number; readonly ZSTD_e_flush: number };
}

function hasZstd(module: object): module is Zstd {
  return 'createZstdCompress' in module && 'zstdCompressSync' in module;
}

function zstdOf(module: Zstd): Coder {
  const { ZSTD_c_compressionLevel: levelName, ZSTD_e_flush: flush } = module.constants;
  const optionsOf = (level: number) => ({ flush, params: { [levelName]: level } });
  return {
    open: (level) => module.createZstdCompress(optionsOf(level)),
    whole: (body, level) => module.zstdCompressSync(body, optionsOf(level)),
  };
}

const module: object = zlib;
const coders: ReadonlyMap<Coding, Coder> = new Map<Coding, Coder>([
  ['gzip', gzip],
  ['br', brotli],
  ...(hasZstd(module) ? [['zstd', zstdOf(module)] as const] : []),
]);

/** Those of `choices` that this runtime can do. */
export function supportedCodings(choices: readonly CodingChoice[]): readonly CodingChoice[] {
  return choices.filter(({ coding }) => coders.has(coding));
}

/** @throws {RangeError} when the runtime can't do it */
export function openCoder({ coding, level }: CodingChoice): CodingStream {
  return coderOf(coding).open(level);
}

/**
 * Codes a body at once. For small ones: it holds the event loop.
 *
 * @throws {RangeError} when the runtime can't do it
 */
export function codeWhole({ coding, level }: CodingChoice, body: Buffer): Buffer {
  return coderOf(coding).whole(body, level);
}

function coderOf(coding: Coding): Coder {
  const coder = coders.get(coding);
  if (coder === undefined) throw new RangeError(`Cannot code as 'coding' is not here: ${coding}`);
  return coder;
}
