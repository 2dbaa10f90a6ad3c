import { escapers, type LogEscape, logEscapes } from './log-escapes.ts';
import { findLogVariable, type LogMoment, type LogVariable } from './log-variables.ts';

/** A line of the operator's own: texts and the names of variables, in turn. */
export interface LogTemplate {
  readonly escape: LogEscape;
  /** One more than {@link names}: the first stands before the first variable. */
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

const escapeOption = /^escape=(?<escape>\S*)\s*/;
const variable = /\$(?:\{(?<braced>\w+)\}|(?<bare>\w+))/g;

/**
 * Reads a template such as `escape=json {"path":"$request_uri"}`, as nginx's `log_format` has it.
 *
 * @returns undefined for `none`
 * @throws {Error} whose message completes a sentence that begins with the setting's name
 */
export function parseLogTemplate(text: string): LogTemplate | undefined {
  if (text === 'none') return undefined;
  const option = escapeOption.exec(text);
  const wanted = option?.groups?.['escape'] ?? 'default';
  const found = logEscapes.find((name) => name === wanted);
  if (found === undefined) throw new Error(`must have escape= one of ${logEscapes.join(', ')}`);
  const line = text.slice(option?.[0].length ?? 0);
  if (line === '' || /[\r\n]/.test(line)) throw new Error('must be none or one line');
  const texts: string[] = [];
  const names: string[] = [];
  let end = 0;
  for (const match of line.matchAll(variable)) {
    texts.push(line.slice(end, match.index));
    names.push(match.groups?.['braced'] ?? match.groups?.['bare'] ?? '');
    end = match.index + match[0].length;
  }
  texts.push(line.slice(end));
  const unknown = names.filter((name) => findLogVariable(name) === undefined);
  if (unknown.length > 0) {
    throw new Error(`names unknown variables: ${unknown.map((name) => `$${name}`).join(', ')}`);
  }
  if (texts.some((part) => part.includes('$'))) throw new Error('has a $ that names no variable');
  return { escape: found, texts, names };
}

/** Makes the function that writes a template's line. */
export function compileLogTemplate(template: LogTemplate): (moment: LogMoment) => string {
  const escaper = escapers[template.escape];
  const { texts, names } = template;
  const variables = names.map((name): LogVariable => findLogVariable(name) ?? (() => ''));
  return (moment) => {
    let line = texts[0] ?? '';
    for (let i = 0; i < variables.length; i += 1) {
      line += escaper(variables[i]?.(moment) ?? '') + (texts[i + 1] ?? '');
    }
    return line;
  };
}
