/** One sample as it was read. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric as it was read. */
export interface ReadFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ReadSample[];
}

interface OpenFamily extends ReadFamily {
  readonly samples: ReadSample[];
}

const nameForm = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const labelForm = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const valueForm = '[+-]?(?:Inf|\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)|NaN';
const sampleLine = new RegExp(
  `^(?<name>${nameForm})(?:\\{(?<labels>${labelForm}(?:,${labelForm})*)\\})? (?<value>${valueForm})$`,
);
const helpLine = new RegExp(`^# HELP (?<name>${nameForm}) (?<help>(?:[^\\\\]|\\\\[\\\\n])*)$`);
const typeLine = new RegExp(`^# TYPE (?<name>${nameForm}) (?<type>counter|gauge|histogram)$`);

/**
 * Reads Prometheus' text format 0.0.4 by its grammar, and holds the metrics to its conventions.
 *
 * @throws {Error} naming the line or the metric that breaks a rule
 */
export function readExposition(text: string): ReadonlyMap<string, ReadFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, OpenFamily>();
  for (const [first = '', ...lines] of blocks(text.slice(0, -1).split('\n'))) {
    const current = readHead(first, lines.shift() ?? '');
    if (families.has(current.name)) throw new Error(`${current.name} stands there twice`);
    families.set(current.name, current);
    for (const line of lines) current.samples.push(readSample(line, current));
    check(current);
  }
  return families;
}

/** The lines of each metric: every one begins with its help. */
function blocks(lines: readonly string[]): readonly string[][] {
  const found: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('# HELP') || found.length === 0) found.push([line]);
    else found.at(-1)?.push(line);
  }
  return found;
}

function readHead(first: string, second: string): OpenFamily {
  const help = helpLine.exec(first)?.groups;
  const type = typeLine.exec(second)?.groups;
  const name = help?.['name'];
  if (name === undefined) throw new Error(`not a help: ${first}`);
  if (type?.['name'] !== name) throw new Error(`no type of ${name}: ${second}`);
  return { name, type: type['type'] ?? '', help: help?.['help'] ?? '', samples: [] };
}

function readSample(line: string, family: ReadFamily): ReadSample {
  const found = sampleLine.exec(line)?.groups;
  if (found === undefined) throw new Error(`not a sample: ${line}`);
  const { name = '', labels = '', value = '' } = found;
  const suffixes = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  if (!suffixes.some((suffix) => name === `${family.name}${suffix}`)) {
    throw new Error(`not a sample of ${family.name}: ${line}`);
  }
  const pairs = [...labels.matchAll(/([^=,]+)="((?:[^"\\]|\\.)*)"/g)];
  const names = pairs.map(([, label = '']) => label);
  if (new Set(names).size < names.length) throw new Error(`a label stands twice: ${line}`);
  const read = pairs.map(([, label = '', raw = '']) => [label, unescaped(raw)]);
  return {
    name,
    labels: Object.fromEntries(read),
    value: Number(value.replace('Inf', 'Infinity')),
  };
}

function unescaped(raw: string): string {
  return raw.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

function check(family: ReadFamily): void {
  const { name, type, samples } = family;
  const keys = samples.map((sample) => JSON.stringify([sample.name, sample.labels]));
  if (new Set(keys).size < keys.length) throw new Error(`${name} has a sample twice`);
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is a ${type}`);
  if (type !== 'gauge' && samples.some(({ value }) => !(value >= 0))) {
    throw new Error(`${name} is negative`);
  }
  if (type === 'histogram') checkHistogram(family);
}

function checkHistogram({ name, samples }: ReadFamily): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => Number(labels['le']?.replace('Inf', 'Infinity')));
  const values = buckets.map(({ value }) => value);
  const total = samples.find((sample) => sample.name === `${name}_count`)?.value;
  if (bounds.at(-1) !== Number.POSITIVE_INFINITY) throw new Error(`${name} has no +Inf`);
  if (values.at(-1) !== total) throw new Error(`${name} counts ${total}, not ${values.at(-1)}`);
  if (!ascends(bounds) || !ascends(values)) throw new Error(`${name} is not cumulative`);
  if (!samples.some((sample) => sample.name === `${name}_sum`)) throw new Error(`${name}: no sum`);
}

function ascends(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
}
