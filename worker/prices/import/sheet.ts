/** One cell: text from a CSV file, text or a number from a workbook, null where it is empty. */
export type Cell = string | number | null;

/** One row and where it stands in its file. */
export interface SheetRow {
  /** Line of a CSV file, row of a workbook; the first is 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** A file's rows as they stand, the header among them, nothing interpreted. */
export interface Sheet {
  /** The file's name, without its folder. */
  readonly name: string;
  readonly rows: readonly SheetRow[];
}
