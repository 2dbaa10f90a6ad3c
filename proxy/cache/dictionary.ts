const key = '[a-z*][a-z0-9_.*-]*';
const bareItem = [
  '-?\\d{1,12}\\.\\d{1,3}',
  '-?\\d{1,15}(?![.\\d])',
  '"(?:[ !#-[\\]-~]|\\\\["\\\\])*"',
  "[A-Za-z*][!#$%&'*+.^_`|~\\w:/-]*",
  ':[A-Za-z0-9+/]*={0,2}:',
  '\\?[01]',
  '@-?\\d{1,15}(?![.\\d])',
].join('|');
const parameters = `(?:; *${key}(?:=(?:${bareItem}))?)*`;
const item = `(?:${bareItem})${parameters}`;
const innerList = `\\( *(?:${item}(?: +${item})* *)?\\)${parameters}`;

/** One member, and the comma that parts it from the next or the end. */
const member = new RegExp(
  `${key}(?:=(?:${innerList}|${item})|${parameters})[ \\t]*(?:,[ \\t]*(?!$)|$)`,
  'y',
);

/**
 * Whether the text is a dictionary of structured fields with at least one member.
 *
 * @param text  all lines of the field, joined by commas
 * @see RFC 9651 §3.2, §4.2.2
 */
export function isDictionary(text: string): boolean {
  const trimmed = text.trim();
  member.lastIndex = 0;
  let end = 0;
  while (end < trimmed.length && member.test(trimmed)) end = member.lastIndex;
  return trimmed !== '' && end === trimmed.length;
}
