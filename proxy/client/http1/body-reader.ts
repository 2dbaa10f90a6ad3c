/** Takes a body's framing off, piece by piece. */
export interface BodyReader {
  /** Whether all of the body has come. */
  readonly ended: boolean;
  /**
   * Reads on.
   *
   * @param input  bytes of the connection
   * @param from   where the unread ones begin
   * @param sink   is given each piece of the body
   * @returns      where the unread ones begin now: short of the end only when the body ended
   * @throws {RequestRejected} 400 when the framing makes no sense
   */
  read(input: Buffer, from: number, sink: (chunk: Buffer) => void): number;
}
