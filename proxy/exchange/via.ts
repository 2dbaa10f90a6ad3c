/** How this proxy calls itself in Via (RFC 9110 §7.6.3). */
export const viaEntry = '1.1 edgefolio';

/** The same for what came by HTTP/2. */
export const viaEntryOfHttp2 = '2 edgefolio';
