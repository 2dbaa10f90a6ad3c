/** One setting that a file makes. */
export interface FileEntry {
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a file of settings says. */
export interface EnvironmentFile {
  /** As its faults and the origins of settings name it. */
  readonly name: string;
  readonly entries: ReadonlyMap<string, FileEntry>;
  /** Lines that can't be understood, each as `name:line: reason`. */
  readonly faults: readonly string[];
}

const assignment = /^(?:export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*=(?<value>.*)$/;
const singleQuoted = /^'(?<inner>[^']*)'$/;
const doubleQuoted = /^"(?<inner>(?:[^"\\]|\\.)*)"$/;

/**
 * Reads lines of `NAME=value`, as systemd's EnvironmentFile and dotenv have them: blank lines and
 * lines that begin with `#` or `;` say nothing, a value may stand in single quotes (as it is) or
 * double quotes (`\"` and `\\` for those characters). No variable is expanded, and nothing goes on
 * in the next line.
 */
export function parseEnvironmentFile(name: string, text: string): EnvironmentFile {
  const entries = new Map<string, FileEntry>();
  const faults: string[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    try {
      const found = parseLine(raw.trim());
      if (found === undefined) continue;
      const earlier = entries.get(found.name);
      if (earlier !== undefined) {
        throw new Error(`${found.name} is set in line ${earlier.line} already`);
      }
      entries.set(found.name, { value: found.value, line });
    } catch (error) {
      faults.push(`${name}:${line}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { name, entries, faults };
}

function parseLine(line: string): { readonly name: string; readonly value: string } | undefined {
  if (line === '' || line.startsWith('#') || line.startsWith(';')) return undefined;
  const { name, value } = assignment.exec(line)?.groups ?? {};
  if (name === undefined || value === undefined) throw new Error('must be NAME=value or a comment');
  return { name, value: parseValue(name, value.trim()) };
}

function parseValue(name: string, text: string): string {
  const single = singleQuoted.exec(text)?.groups?.['inner'];
  if (single !== undefined) return single;
  const double = doubleQuoted.exec(text)?.groups?.['inner'];
  if (double !== undefined) return double.replace(/\\(["\\])/g, '$1');
  if (/^['"]/.test(text)) throw new Error(`${name} has a quote that does not end its value`);
  // systemd would take it into the value, dotenv would drop it: whoever wrote it means one of both.
  if (/\s#/.test(text)) throw new Error(`${name} needs quotes, or its comment a line of its own`);
  if (text.endsWith('\\')) throw new Error(`${name} can not go on in the next line`);
  return text;
}
