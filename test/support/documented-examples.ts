/** A body that a document shows, with the path that it is sent to. */
export interface DocumentedQuestion {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The line that it ends in, from 1. */
  readonly line: number;
}

/** A question, and what the document says of its answer. */
export interface DocumentedExample extends DocumentedQuestion {
  /** Members of the answer, at whatever depth. */
  readonly excerpts: readonly unknown[];
  /** Numbers that stand somewhere in the answer, as they were rounded. */
  readonly numbers: readonly string[];
}

type Body = DocumentedQuestion['body'];

/** The symbols and dates of tables whose columns name them. */
const usual: Body = {
  symbols: ['AAPL', 'GOOG', 'FB'],
  start_date: '2012-01-01',
  end_date: '2016-03-20',
};
const usualColumns = 'AAPL, FB, GOOG';

/** What is meant by the same symbols and dates. */
const kept = ['symbols', 'weights', 'start_date', 'end_date'];

interface Block {
  readonly kind: 'code' | 'json' | 'table' | 'text';
  readonly text: string;
  /** Of its last line, from 1. */
  readonly line: number;
}

/** Where the reading of a document stands. */
interface Place {
  /** What was asked last. */
  readonly asked: DocumentedQuestion;
  /** The paragraph before. */
  readonly lead: string;
}

/**
 * Every example of a document: each curl with a body, each JSON below it, and each row of a table
 * whose first column holds bodies or fields. Fields are added to the symbols and dates of the curl
 * above; where the paragraph before has fields of its own, to these as well.
 */
export function documentedExamples(text: string): readonly DocumentedExample[] {
  const examples: DocumentedExample[] = [];
  let place: Place = { asked: { path: '/backend', body: usual, line: 0 }, lead: '' };
  for (const block of blocksOf(text)) {
    const found = examplesOf[block.kind](block, place);
    examples.push(...found);
    const asked = (block.kind === 'code' ? found.at(-1) : undefined) ?? place.asked;
    place = { asked, lead: block.kind === 'text' ? block.text : place.lead };
  }
  return examples;
}

/** Code between fences, tables, and paragraphs. */
const blocks = /^```(json)?\n(.*?)^```|((?:^\|[^\n]*\n?)+)|((?:^(?!\||```|#)[^\n]+\n?)+)/gms;

function blocksOf(text: string): readonly Block[] {
  return Array.from(text.matchAll(blocks), (match): Block => {
    const [all, json, fenced, table, words] = match;
    const line = text.slice(0, match.index + all.trimEnd().length).split('\n').length;
    if (table !== undefined) return { kind: 'table', text: table.trimEnd(), line };
    if (words !== undefined) return { kind: 'text', text: words.replaceAll('\n', ' '), line };
    return { kind: json === undefined ? 'code' : 'json', text: fenced ?? '', line };
  });
}

type Reader = (block: Block, place: Place) => readonly DocumentedExample[];

const nothing = { excerpts: [], numbers: [] };

const examplesOf: Readonly<Record<Block['kind'], Reader>> = {
  code: (block) => curlsOf(block).map((question) => ({ ...question, ...nothing })),
  json: ({ text, line }, { asked, lead }) => {
    const fields = fieldsOf(lead);
    const body = fields === undefined ? asked.body : { ...same(asked.body), ...fields };
    return [{ ...asked, ...nothing, body, line, excerpts: [JSON.parse(text)] }];
  },
  table: rowsOf,
  text: ({ text, line }, { asked }) => {
    // What is sent has a space there.
    const answered = spansOf(text).filter((span) => /^"\w+":[^ ]/.test(span));
    if (answered.length === 0) return [];
    const excerpts = answered.map((span): unknown => JSON.parse(`{${span}}`));
    return [{ ...asked, ...nothing, line, excerpts }];
  },
};

/** Those that wait for an answer: one that asks for a job has none to show. */
function curlsOf({ text, line }: Block): readonly DocumentedQuestion[] {
  return text.split('\n').flatMap((one) => {
    const [, body, path] = one.match(/^curl .*-d '(.*)' http:\/\/localhost:8000(\S*)$/) ?? [];
    if (body === undefined || path === undefined || one.includes('Prefer:')) return [];
    return [{ path, body: JSON.parse(body) as Body, line }];
  });
}

function rowsOf({ text, line }: Block, place: Place): readonly DocumentedExample[] {
  const [head = '', , ...rows] = text.split('\n');
  const [first, second = ''] = cellsOf(head);
  if (first !== 'fields' && first !== 'body') return [];
  return rows.map((row, i) => {
    const [question = '', ...answer] = cellsOf(row);
    const [span = ''] = spansOf(question);
    const body =
      first === 'body'
        ? (JSON.parse(span) as Body)
        : bodyOf(question, { ...place, named: second.includes(usualColumns) });
    const numbers = answer.join(' ').match(/[−-]?\d+\.\d+(?: %)?/g) ?? [];
    const { path } = place.asked;
    return { path, body, line: line - rows.length + i + 1, excerpts: [], numbers };
  });
}

/** @param of  `named`: whether the columns name the usual symbols */
function bodyOf(question: string, of: Place & { readonly named: boolean }): Body {
  const { asked, lead, named } = of;
  const fields = fieldsOf(question) ?? {};
  const without = question.match(/without `(\w+)`/)?.[1];
  if (lead.includes('The same body')) {
    // Market values are those of an equilibrium, and a prior of one's own is none.
    const { market_caps: caps, ...rest } = asked.body;
    return { ...rest, ...('prior' in fields ? {} : { market_caps: caps }), ...fields };
  }
  const base = named ? usual : { ...same(asked.body), ...fieldsOf(lead) };
  return Object.fromEntries(
    Object.entries({ ...base, ...fields }).filter(([name]) => name !== without),
  );
}

function same(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => kept.includes(name)));
}

/** The fields of the first code that holds some; undefined where none does. */
function fieldsOf(text: string): Body | undefined {
  const span = spansOf(text).find((one) => /^"\w+": /.test(one));
  return span === undefined ? undefined : (JSON.parse(`{${span}}`) as Body);
}

function spansOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/`([^`]+)`/g), ([, span = '']) => span);
}

function cellsOf(row: string): readonly string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}
