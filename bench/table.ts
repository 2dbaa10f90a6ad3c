/** Prints a table under a title: the first column to the left, the others to the right. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) => line(row, widths));
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  console.log(`\n${title}\n\n${lines.join('\n')}`);
}

function line(row: readonly string[], widths: readonly number[]): string {
  const cells = widths.map((width, column) => {
    const cell = row[column] ?? '';
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return cells.join('  ').trimEnd();
}

/** A figure with as many decimals as its size deserves; a dash where there is none. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

/** A figure beside the most that it may be. */
export function judged(value: number, target: number, unit: string): string {
  const verdict = value < target ? 'reached' : 'NOT reached';
  return `target < ${target} ${unit}: ${verdict}`;
}

/** A figure beside the least that it should be. */
export function reached(value: number, target: number): string {
  if (!Number.isFinite(value)) return '';
  return `target ≥ ${target}: ${value >= target ? 'reached' : 'NOT reached'}`;
}
