/** Whose pages may ask. */
export interface OriginSettings {
  /** Origins in lower case, such as `https://app.example.org`, `self` or `null`; undefined = all. */
  readonly origins: readonly string[] | undefined;
  /** Whether requests that no browser vouches for are let in. */
  readonly withoutOrigin: 'allow' | 'deny';
}

/** What of a request tells where it comes from. */
export interface OriginatedRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** The host that the client asked. */
  readonly askedHost: string;
  /** A field's value. @param name  in lower case */
  field(name: string): string | undefined;
}

const originPattern =
  /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?$/;

/**
 * Reads `https://app.example.org, https://*.example.org, self`; `all` is undefined: no list.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseAllowedOrigins(text: string): Pick<OriginSettings, 'origins'> {
  if (text.trim() === 'all') return { origins: undefined };
  const origins = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((origin) => origin !== '');
  const wrong = origins.find(
    (origin) => origin !== 'self' && origin !== 'null' && !originPattern.test(origin),
  );
  if (wrong !== undefined) {
    throw new Error(`has "${wrong}", which is no origin such as https://app.example.org`);
  }
  return { origins };
}

/**
 * Lets in what the frontend's own pages send. A browser says where a request comes from by `Origin`
 * or, where it sends none, by `Sec-Fetch-Site`; other clients may claim what they like.
 */
export class AllowedOrigins {
  readonly #exact: ReadonlySet<string>;
  readonly #below: readonly { readonly scheme: string; readonly suffix: string }[];
  readonly #withoutOrigin: boolean;

  constructor({ origins = [], withoutOrigin }: OriginSettings) {
    this.#exact = new Set(origins.filter((origin) => !origin.includes('//*.')));
    this.#below = origins
      .filter((origin) => origin.includes('//*.'))
      .map((origin) => {
        const [scheme = '', suffix = ''] = origin.split('*');
        return { scheme, suffix };
      });
    this.#withoutOrigin = withoutOrigin === 'allow';
  }

  /** Whether a request may come in. */
  allows(request: OriginatedRequest): boolean {
    const origin = request.field('origin')?.toLowerCase();
    if (origin !== undefined) return this.#lists(origin, request);
    switch (request.field('sec-fetch-site')) {
      case undefined:
        return this.#withoutOrigin;
      case 'same-origin':
      case 'none':
        return true;
      default:
        // Following a link from elsewhere to a page of ours; nothing of it can be read there.
        return isVisit(request);
    }
  }

  /**
   * What lets a listed page read an answer that no peer has made: name, value… (Fetch Standard, CORS
   * protocol). A page of the same origin needs none of it.
   */
  sharing(request: OriginatedRequest): readonly string[] {
    const origin = request.field('origin');
    if (origin === undefined || !this.#lists(origin.toLowerCase(), request))
      return ['Vary', 'Origin'];
    return [
      ...['Access-Control-Allow-Origin', origin, 'Vary', 'Origin'],
      ...['Access-Control-Expose-Headers', exposed],
    ];
  }

  #lists(origin: string, { scheme, askedHost }: OriginatedRequest): boolean {
    if (this.#exact.has(origin)) return true;
    if (this.#exact.has('self') && origin === `${scheme}://${askedHost.toLowerCase()}`) return true;
    return this.#below.some(
      (one) =>
        origin.startsWith(one.scheme) && origin.slice(one.scheme.length).endsWith(one.suffix),
    );
  }
}

const exposed = 'Proxy-Status, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

function isVisit(request: OriginatedRequest): boolean {
  const { method } = request;
  return (
    (method === 'GET' || method === 'HEAD') &&
    request.field('sec-fetch-mode') === 'navigate' &&
    request.field('sec-fetch-dest') === 'document'
  );
}
