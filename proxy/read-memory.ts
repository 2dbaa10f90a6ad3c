/** The most that a first or a small read brings. */
const commonBytes = 16_384;

/** The most that one of several large reads brings. */
const blockBytes = 65_536;

/** Blocks that wait for the next large body; more are left to the collector. */
const spareLimit = 32;

/** Where the reads of all connections go, to be copied out of it at once. */
const common: Buffer = Buffer.allocUnsafeSlow(commonBytes);

const spare: Buffer[] = [];

/**
 * Where one connection's reads go. Node makes a block of memory for every read, which for a body of
 * megabytes costs more than all else together: the kernel has to fill fresh pages again and again,
 * and the collector to find them. Here large reads that follow one another use one block, as long as
 * whoever was given its bytes is done with them when the next comes; small ones are copied out of a
 * block that all connections share.
 */
export class ReadMemory {
  #block: Buffer = common;
  /** Bytes of the last read that somebody still needs. */
  #unspentBytes = 0;
  #large = false;

  /**
   * The block for the next read.
   *
   * @param more  whether the next belongs to a body that is being read
   */
  next(more: boolean): Buffer {
    const free = this.#unspentBytes === 0;
    if (more && this.#large) {
      if (this.#block === common || !free) this.#block = spare.pop() ?? newBlock();
    } else if (this.#block !== common) {
      if (free && spare.length < spareLimit) spare.push(this.#block);
      this.#block = common;
    }
    return this.#block;
  }

  /** What a read has brought into the block; good until {@link next}, and longer if unspent. */
  read(sizeBytes: number): Buffer {
    this.#large = sizeBytes >= commonBytes;
    this.#unspentBytes = sizeBytes;
    const bytes = this.#block.subarray(0, sizeBytes);
    return this.#block === common ? Buffer.from(bytes) : bytes;
  }

  /** Nobody needs so many bytes of the last read any more. */
  spend(sizeBytes: number): void {
    this.#unspentBytes -= sizeBytes;
  }
}

function newBlock(): Buffer {
  return Buffer.allocUnsafeSlow(blockBytes);
}
