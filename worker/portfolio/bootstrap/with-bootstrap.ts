import { asObject } from '../../prices/narrow.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { Report } from '../report/report.ts';
import { joinMaterial, type Material } from '../window/material.ts';
import { asksForBootstrap, bootstrap } from './bootstrap.ts';
import { bootstrapWarnings } from './bootstrap-report.ts';
import type { SolveDraws } from './draws.ts';

/**
 * An answer with its `bootstrap` and the warnings of that, where the query asks for one.
 *
 * @param answer  the query's own, with `optimal_allocations` and `warnings`
 * @throws {InvalidQuery} when that would take too long
 */
export async function withBootstrap(
  query: PortfolioQuery,
  { material, answer }: { readonly material: Material; readonly answer: Report },
  solveDraws: SolveDraws,
): Promise<Report> {
  if (!asksForBootstrap(query)) return answer;
  const { warnings, ...rest } = answer;
  const allocations = asObject(answer['optimal_allocations']);
  const weights = Float64Array.from(query.symbols, (symbol) => Number(allocations?.[symbol]));
  const told = await bootstrap(query, { material: joinMaterial(material), weights }, solveDraws);
  const before = Array.isArray(warnings) ? warnings : [];
  return { ...rest, bootstrap: told, warnings: [...before, ...bootstrapWarnings(told)] };
}
