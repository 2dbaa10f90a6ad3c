/** The fields of a request that tell who asks. */
export interface AskerFields {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
  readonly [operatorField]?: string | string[] | undefined;
}

/**
 * The field that every change must carry, with any value. A page of another site can't send it: a
 * browser would first ask this server, which allows nothing.
 */
export const operatorField = 'x-edgefolio-operator';

/** Host fields that a local reader sends: any other means that a page's name was bent to us. */
const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/** Whether a request names this host itself, and no name that resolves to it. */
export function namesThisHost({ host = '' }: AskerFields): boolean {
  return localHost.test(host);
}

/** Whether a request may change something: it comes from a program or from our own page. */
export function mayChange(fields: AskerFields): boolean {
  const { host, origin, 'sec-fetch-site': site = 'none' } = fields;
  if (!fields[operatorField]) return false;
  if (site !== 'none' && site !== 'same-origin') return false;
  return origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase();
}
