/** A request that every front passes through. */
export interface PassThrough {
  readonly title: string;
  readonly path: string;
  /** Of a POST; a GET has none. */
  readonly body?: string;
}

/** A GET of 200 bytes of JSON. */
export const small: PassThrough = { title: 'GET, 200 bytes of JSON', path: '/small' };

/** A POST of 1 KB that is answered with 4 KB. */
export const answer: PassThrough = {
  title: 'POST, 1 KB → 4 KB of JSON',
  path: '/answer',
  body: JSON.stringify({ symbols: ['AAPL'], rest: 'x'.repeat(994) }),
};

/** A GET of 1 MB. */
export const large: PassThrough = { title: 'GET, 1 MB', path: '/large' };
