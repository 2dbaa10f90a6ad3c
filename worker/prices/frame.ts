import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import process from 'node:process';
import { SheetUnreadable } from './errors.ts';
import type { Cell, Sheet, SheetRow } from './import/sheet.ts';
import { asArray } from './narrow.ts';

/** A table by columns, such as the performance of an answer. */
export interface Table {
  readonly columns: readonly string[];
  /** Each as long as `columns`; null is an empty cell. */
  readonly rows: readonly (readonly Cell[])[];
}

type Danfo = typeof import('danfojs-node');

/** Loaded when first needed: it takes more than a second and 120 MB. */
let danfo: Promise<Danfo> | undefined;

function load(): Promise<Danfo> {
  danfo ??= import('danfojs-node').then((loaded) => {
    // Otherwise its first tensor prints an advertisement.
    loaded.tensorflow.env().set('IS_TEST', true);
    return loaded;
  });
  return danfo;
}

/**
 * Reads a CSV file or the first sheet of a workbook (`.xlsx`, `.xls`, `.ods`) as it stands.
 *
 * Lines are those of the CSV file, whatever its cells hold. In a workbook blank rows are lost, so
 * that the rows below one are counted too low.
 *
 * @throws {SheetUnreadable} there is no such file, or it is neither
 */
export async function readSheet(path: string): Promise<Sheet> {
  const workbook = ['.xlsx', '.xls', '.ods'].includes(extname(path).toLowerCase());
  const name = basename(path);
  try {
    return { name, rows: workbook ? await workbookRows(path) : await csvRows(path) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SheetUnreadable(`${path} can't be read: ${reason}`, { cause: error });
  }
}

/** A table as CSV. Cells are written as they are: they must hold no comma, quote or line break. */
export async function tableCsv({ columns, rows }: Table): Promise<string> {
  if (rows.length === 0) return `${columns.join(',')}\n`;
  const { DataFrame, toCSV } = await load();
  const frame = new DataFrame(
    rows.map((row) => [...row]),
    { columns: [...columns] },
  );
  return String(toCSV(frame));
}

async function csvRows(path: string): Promise<SheetRow[]> {
  // An empty file is not an error yet: the reader of the sheet names it.
  if ((await stat(path)).size === 0) return [];
  const { readCSV } = await load();
  // Without a header of its own making, danfo.js keeps every row, ragged and blank ones too, and
  // without typing it keeps every cell as text.
  const options = { frameConfig: {}, header: false, dynamicTyping: false, skipEmptyLines: false };
  const frame = await readCSV(path, options);
  let line = 1;
  return cellRows(frame.values).map((cells, i) => {
    const row = { line, cells: i === 0 ? cells.map(withoutMark) : cells };
    line += 1;
    // A quoted cell may hold line breaks.
    for (const cell of cells) line += textBreaks(cell);
    return row;
  });
}

async function workbookRows(path: string): Promise<SheetRow[]> {
  await stat(path);
  const { readExcel } = await load();
  // It throws from a callback of its own, out of reach of any promise.
  const frame = await new Promise<unknown>((resolve, reject) => {
    process.setUncaughtExceptionCaptureCallback(reject);
    readExcel(path).then(resolve, reject);
  }).finally(() => process.setUncaughtExceptionCaptureCallback(null));
  const { columns, values } = asMembers(frame);
  return [...cellRows([columns]), ...cellRows(values)].map((cells, i) => ({ line: i + 1, cells }));
}

function asMembers(frame: unknown): { readonly columns?: unknown; readonly values?: unknown } {
  return typeof frame === 'object' && frame !== null ? frame : {};
}

function cellRows(values: unknown): Cell[][] {
  const rows = asArray(values) ?? [];
  return rows.map((row) => (asArray(row) ?? [row]).map(cellOf));
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return value;
  return value === null || value === undefined ? null : String(value);
}

/** Spreadsheet programs start a CSV file with a byte order mark. */
function withoutMark(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.replace(/^\uFEFF/, '') : cell;
}

function textBreaks(cell: Cell): number {
  return typeof cell === 'string' ? cell.split('\n').length - 1 : 0;
}
