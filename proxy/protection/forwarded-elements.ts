/** What one hop said of the one before it; names in lower case (RFC 7239 §4). */
export type ForwardedElement = ReadonlyMap<string, string>;

const token = "[!#$%&'*+.^`|~\\w-]+";
const quotedText =
  '(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t \\x21-\\x7e\\x80-\\xff])*';
const pair = `(${token})=(?:(${token})|"(${quotedText})")`;
const pairs = new RegExp(pair, 'g');
const wholeElement = new RegExp(`(?:${pair})?(?:;(?:${pair})?)*`, 'y');
const comma = /[\t ]*,[\t ]*/y;

/**
 * Reads a `Forwarded` field to the letter: no blanks within an element, no parameter twice, and
 * what is no token in quotes. A field that is read differently by two hops is worse than none.
 *
 * @returns the elements, the client's first; undefined when the field is malformed
 */
export function forwardedElements(value: string): readonly ForwardedElement[] | undefined {
  const elements: ForwardedElement[] = [];
  let at = 0;
  for (;;) {
    const element = readElement(matchAt(wholeElement, value, at));
    if (element === undefined) return undefined;
    // RFC 9110 §5.6.1.2: empty elements of a list don't count.
    if (element.size > 0) elements.push(element);
    at = wholeElement.lastIndex;
    if (at === value.length) return elements;
    if (matchAt(comma, value, at) === '') return undefined;
    at = comma.lastIndex;
  }
}

/** What a sticky pattern finds at a place; empty = nothing. */
function matchAt(pattern: RegExp, value: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(value)?.[0] ?? '';
}

/** @returns undefined where a parameter stands twice */
function readElement(text: string): ForwardedElement | undefined {
  const element = new Map<string, string>();
  for (const [, name = '', plain, quoted = ''] of text.matchAll(pairs)) {
    const key = name.toLowerCase();
    if (element.has(key)) return undefined;
    element.set(key, plain ?? quoted.replace(/\\(.)/g, '$1'));
  }
  return element;
}
