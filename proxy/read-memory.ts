import { newBlock, PlacedBytes } from './placed-bytes.ts';

/** The most that a first or a small read brings. */
const commonBytes = 16_384;

/** The most that a large read brings where somebody may keep it for a while. */
const cautiousBytes = 65_536;

/** The most where all are taken at once: the more in one go, the fewer wake-ups. */
const boldBytes = 262_144;

/** So many large reads in a row must have been taken at once; four times as many after a loss. */
const boldAfter = { first: 8, factor: 4, most: 2048 } as const;

/** Blocks of a size that wait for the next large read; more are left to the collector. */
const spareLimit = 16;

/** Where the reads of all connections go, to be copied out of it at once or not at all. */
const common: Buffer = newBlock(commonBytes);

const spares: ReadonlyMap<number, Buffer[]> = new Map([
  [cautiousBytes, []],
  [boldBytes, []],
]);

/** Where copies of reads lie side by side: to make memory for each would take longer. */
const shelfBytes = 16_384;

/** Larger ones have their own: who keeps one keeps the whole shelf alive. */
const shelvedMostBytes = 8192;

let shelf: PlacedBytes = newBlock(shelfBytes);

let shelvedBytes = 0;

/**
 * Where one connection's reads go. Node makes a block of memory for every read, which for a body of
 * megabytes costs more than all else together: the kernel has to fill fresh pages again and again,
 * and the collector to find them. Here large reads that follow one another use one block, as long as
 * whoever was given its bytes is done with them when the next comes; a block whose bytes are needed
 * a little longer is used again later. Small reads are copied; where one is expected it comes into a
 * block that all connections share.
 */
export class ReadMemory {
  #block: Buffer = common;
  /**
   * Bytes of the last read's block that somebody still needs. Less than 0 where some of them were copied
   * together with earlier ones, and spent with these.
   */
  #unspentBytes = 0;
  /** The block of the last read, where it could not be the next one's. */
  #parked: Buffer | undefined;
  #large = false;
  /** How many large reads in a row were done with before the next. */
  #takenAtOnce = 0;
  /** How many it takes. */
  #boldAfter: number = boldAfter.first;
  /** Whether something was read since {@link change}. */
  #wasRead = false;

  /**
   * The block for the next read.
   *
   * @param more  whether the next belongs to a body that is being read
   */
  next(more: boolean): Buffer {
    // Nothing was read since.
    if (this.#parked !== undefined) return this.#block;
    const block = this.#block;
    const free = this.#unspentBytes <= 0;
    if (block !== common) this.#takenAtOnce = free ? this.#takenAtOnce + 1 : 0;
    const wanted = more && this.#large ? this.#largeBytes : commonBytes;
    if (free && block.length === wanted) return block;
    if (!free) this.#parked = block;
    else if (block !== common) spare(block);
    this.#block = wanted === commonBytes ? common : blockOf(wanted);
    return this.#block;
  }

  /**
   * As {@link next}, for runtimes that read on into the block they have unless they are given another,
   * and take a while to be given one.
   *
   * @returns undefined where the last read's block is the next one's
   */
  change(more: boolean): Buffer | undefined {
    const wasRead = this.#wasRead;
    const last = this.#block;
    this.#wasRead = false;
    const next = this.next(more);
    return wasRead && next === last ? undefined : next;
  }

  /**
   * What a read has brought into the block; good until {@link next}, and longer if unspent.
   *
   * @param briefly  whether it is enough for now: until the next read, of whatever connection
   */
  read(sizeBytes: number, briefly = false): Buffer {
    this.#wasRead = true;
    if (this.#parked !== undefined) this.#lose(this.#parked);
    const bytes = this.#block.subarray(0, sizeBytes);
    this.#large = sizeBytes >= commonBytes;
    const lent = this.#large && this.#block !== common;
    this.#unspentBytes = lent ? sizeBytes : 0;
    return lent || briefly ? bytes : ownCopy(bytes);
  }

  /** Nobody needs so many bytes of the last read any more. */
  spend(sizeBytes: number): void {
    this.#unspentBytes -= sizeBytes;
    if (this.#unspentBytes > 0 || this.#parked === undefined) return;
    spare(this.#parked);
    this.#parked = undefined;
  }

  get #largeBytes(): number {
    return this.#takenAtOnce < this.#boldAfter ? cautiousBytes : boldBytes;
  }

  /** More is read though a block is still in use: nobody will know when it no longer is. */
  #lose(block: Buffer): void {
    this.#parked = undefined;
    // At the end of a body that says nothing of how its pieces are taken.
    if (block.length < boldBytes || this.#block === common) return;
    this.#boldAfter = Math.min(boldAfter.most, boldAfter.factor * this.#boldAfter);
  }
}

function blockOf(sizeBytes: number): Buffer {
  return spares.get(sizeBytes)?.pop() ?? newBlock(sizeBytes);
}

function spare(block: Buffer): void {
  const list = spares.get(block.length);
  if (list !== undefined && list.length < spareLimit) list.push(block);
}

/** The same bytes in memory of their own. */
export function ownCopy(bytes: Buffer): Buffer {
  const { length } = bytes;
  if (length > shelvedMostBytes) return Buffer.from(bytes);
  if (shelvedBytes + length > shelfBytes) {
    shelf = newBlock(shelfBytes);
    shelvedBytes = 0;
  }
  const copy = new PlacedBytes(shelf.buffer, shelvedBytes, length);
  shelvedBytes += length;
  copy.set(bytes);
  return copy;
}
