/** Values by symbol, in the order of the symbols. */
export function bySymbol<Value>(
  symbols: readonly string[],
  value: (column: number) => Value,
): Record<string, Value> {
  return Object.fromEntries(symbols.map((symbol, column) => [symbol, value(column)]));
}
