/** The most that one read brings. */
const readBytes = 65_536;

/** From here on a read is large: to copy it costs more than to have memory for it alone. */
const largeBytes = 32_768;

/** Where the reads of all connections go, to be copied out of it at once. */
const common = Buffer.allocUnsafeSlow(readBytes);

/**
 * Where one connection's reads go. Node makes a block of memory for every read, which for a body of
 * megabytes costs more than all else together: the kernel has to fill fresh pages again and again,
 * and the collector to find them. Here large reads that follow one another use one block, as long as
 * whoever was given its bytes is done with them when the next comes; small ones are copied out of a
 * block that all connections share.
 */
export class ReadMemory {
  #block = common;
  /** Bytes of the last read that somebody still needs. */
  #unspentBytes = 0;
  #large = false;

  /**
   * The block for the next read.
   *
   * @param more  whether the next belongs to a body that is being read
   */
  next(more: boolean): Buffer {
    if (!more || !this.#large) this.#block = common;
    else if (this.#block === common || this.#unspentBytes > 0) {
      this.#block = Buffer.allocUnsafeSlow(readBytes);
    }
    return this.#block;
  }

  /** What a read has brought into the block; good until {@link next}, and longer if unspent. */
  read(sizeBytes: number): Buffer {
    this.#large = sizeBytes >= largeBytes;
    this.#unspentBytes = sizeBytes;
    const bytes = this.#block.subarray(0, sizeBytes);
    return this.#block === common ? Buffer.from(bytes) : bytes;
  }

  /** Nobody needs so many bytes of the last read any more. */
  spend(sizeBytes: number): void {
    this.#unspentBytes -= sizeBytes;
  }
}
