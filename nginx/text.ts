/** A text as one word of a configuration, in double quotes. Names of variables in it still count. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A pattern that fits `text` alone, to be set into others. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A line of a map: a pattern, and what it leads to. @param options  `*` = regardless of case */
export function fitting(pattern: string, value: string, options: '' | '*' = ''): string {
  return `${quoted(`~${options}${pattern}`)} ${value};`;
}
