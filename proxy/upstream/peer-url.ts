/**
 * A peer's origin as undici asks for it. It reads the scheme and the origin for every request, and other
 * URLs put them together anew each time.
 */
export class PeerUrl extends URL {
  override readonly origin: string;
  override readonly protocol: string;

  /** @param origin  such as `http://127.0.0.1:8001` */
  constructor(origin: string) {
    super(origin);
    const { origin: written, protocol } = new URL(origin);
    this.origin = written;
    this.protocol = protocol;
  }
}
