/** The query of the original service's documentation, as it stands there. */
export const seedQuery =
  '{"symbols": ["AAPL", "GOOG", "FB"], "start_date": "01-01-12", "end_date": "03-20-16", "principle": 1000.00}';

/** The arguments of the documented curl, its odd Content-Type included. */
export function seedCurl(url: string): readonly string[] {
  const type = 'Content-Type: application /json';
  return ['--silent', '--show-error', '-H', type, '-X', 'POST', '-d', seedQuery, `${url}/backend`];
}

/**
 * The same question, told apart by its amount so that no cache can answer it. One in ten asks for
 * the global bound too, which costs ten times the solve.
 */
export function seedQueryNumber(index: number): string {
  const bound = index % 10 === 0 ? '' : ', "global_bound": false';
  return seedQuery.replace('1000.00}', `${1000 + index}.00${bound}}`);
}
