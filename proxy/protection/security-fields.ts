/** What browsers are told to refrain from, for services that set nothing of their own. */
const fields: readonly (readonly [name: string, value: string])[] = [
  // What is called a picture is not run as a script.
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

/** Who may show a page in a frame, in the older and the newer word. The newer one goes first. */
const framing: typeof fields = [
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['Content-Security-Policy', "frame-ancestors 'self'"],
];

/**
 * Adds to a response's fields those that it lacks.
 *
 * @param response  name, value, name, value…: extended
 */
export function addSecurityFields(response: string[]): void {
  const present = new Set<string>();
  for (let i = 0; i < response.length; i += 2) present.add((response[i] ?? '').toLowerCase());
  const lacks = ([name]: (typeof fields)[number]): boolean => !present.has(name.toLowerCase());
  // Either of the two beside one of the service's own would override that.
  const wanted = framing.every(lacks) ? [...fields, ...framing] : fields;
  for (const field of wanted) if (lacks(field)) response.push(...field);
}
