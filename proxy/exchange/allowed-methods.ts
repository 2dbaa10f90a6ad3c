/** The methods that are passed on, as `Allow` lists them (RFC 9110 §10.2.1). */
export const allowedMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
