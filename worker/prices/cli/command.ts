/** What the command line asks for. */
export type Command =
  | { readonly name: 'import'; readonly file: string }
  | { readonly name: 'list' }
  | { readonly name: 'remove'; readonly symbols: readonly string[] }
  | { readonly name: 'help' }
  | { readonly name: 'wrong'; readonly reason: string };

/** What can be asked for. */
export const usage = `Usage:
  npm run prices -- import FILE     put the prices of a CSV file or workbook into the store
  npm run prices -- list            symbols, rows, first and last day, source
  npm run prices -- remove SYMBOL…  take symbols out of the store

FILE has a header and is wide   date,AAPL,GOOG       an empty cell is no price
                       or long  date,symbol,close    adjclose goes before close
Dates are YYYY-MM-DD or MM/DD/YYYY. A fault anywhere, and nothing is imported.

The store is the file of WORKER_STORE (default data/prices.db).
`;

/** Reads the arguments after the program's name. */
export function readCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) return wrong('a command is missing');
  if (['help', '--help', '-h'].includes(name)) return { name: 'help' };
  if (name === 'list') return rest.length === 0 ? { name } : wrong('list takes no arguments');
  if (name === 'import') {
    const [file, ...more] = rest;
    return file === undefined || more.length > 0 ? wrong('import takes one file') : { name, file };
  }
  if (name === 'remove') {
    const symbols = rest.map((symbol) => symbol.toUpperCase());
    return symbols.length === 0 ? wrong('remove takes symbols') : { name, symbols };
  }
  return wrong(`there is no command "${name}"`);
}

function wrong(reason: string): Command {
  return { name: 'wrong', reason };
}
