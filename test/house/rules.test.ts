import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../support/folder.ts';

// Plants a violation of every rule of the house in a tree of its own, and has Biome find each.
const rules = suite<{ found: ReadonlySet<string> }>('rules of the house');

interface Planted {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

const restricted = 'style/noRestrictedImports';
const used = 'export const used = 1;\n';

const planted: readonly Planted[] = [
  imports('service/environment.ts', '../worker/errors.ts'),
  imports('service/problem.ts', 'pino'),
  imports('proxy/exchange/forward.ts', '../../worker/errors.ts'),
  imports('proxy/forward-2.ts', 'undici'),
  imports('proxy/forward-3.ts', 'koa'),
  imports('proxy/balancers/round-robin.ts', '../peer.ts'),
  imports('proxy/health/ejection.ts', 'node:timers'),
  imports('proxy/exchange/headers.ts', 'node:http'),
  imports('proxy/exchange/retry.ts', 'undici'),
  imports('proxy/exchange/retry-budget.ts', 'node:timers'),
  imports('proxy/compression/encoder.ts', 'node:zlib'),
  imports('proxy/client/http1/http1-stream.ts', 'node:http2'),
  imports('proxy/client/http2/http2-stream.ts', '../../../worker/errors.ts'),
  imports('proxy/processes/crew.ts', 'node:cluster'),
  imports('proxy/processes/fork-member.ts', 'node:child_process'),
  imports('proxy/cache/storing.ts', 'node:fs'),
  imports('nginx/main.ts', '../worker/errors.ts'),
  imports('nginx/upstream.ts', 'undici'),
  imports('proxy/admin/server.ts', '../../worker/errors.ts'),
  imports('proxy/admin/exposition.ts', '../peer.ts'),
  imports('proxy/admin/screening.ts', 'node:http'),
  imports('worker/app.ts', '../proxy/exchange/forward.ts'),
  imports('worker/main.ts', 'koa'),
  imports('worker/answers.ts', 'lru-cache'),
  imports('worker/routes/backend.ts', 'raw-body'),
  imports('worker/middleware/cors.ts', 'zod'),
  imports('worker/portfolio/report/report.ts', 'koa'),
  imports('worker/portfolio/hold/optimise.ts', '../../routes/backend.ts'),
  imports('worker/portfolio/query/query.ts', 'zod'),
  imports('worker/prices/prices.ts', 'danfojs-node'),
  imports('worker/prices/store.ts', 'libsql'),
  imports('worker/prices/source.ts', 'undici'),
  imports('worker/threads-2.ts', 'piscina'),
  imports('worker/thread.ts', 'highs'),
  imports('worker/kernels/covariances/moments.ts', '../../prices/day.ts'),
  imports('worker/kernels/algebra/dot.ts', 'node:os'),
  imports('deploy/start.ts', 'pm2'),
  plant('suspicious/noImportCycles', 'proxy/cycle-a.ts', [
    "import { b } from './cycle-b.ts';",
    'export const a = (): number => b();',
  ]),
  plant('none', 'proxy/cycle-b.ts', [
    "import { a } from './cycle-a.ts';",
    'export const b = (): number => a();',
  ]),
  plant('style/noProcessEnv', 'worker/settings.ts', [
    "import process from 'node:process';",
    "export const port = process.env['PORT'];",
  ]),
  plant('correctness/noProcessGlobal', 'service/log.ts', ['export const pid = process.pid;']),
  plant('correctness/useImportExtensions', 'worker/errors-2.ts', [
    "import { used } from './errors';",
    'export const again = used;',
  ]),
  plant('correctness/noUndeclaredDependencies', 'worker/errors-3.ts', [
    "import { chunk } from 'lodash';",
    'export const cut = chunk;',
  ]),
  plant('style/noDefaultExport', 'worker/errors-4.ts', ['export default 1;']),
  plant('performance/noBarrelFile', 'worker/errors-5.ts', ["export { used } from './errors.ts';"]),
  plant('performance/noReExportAll', 'worker/errors-6.ts', ["export * from './errors.ts';"]),
  plant('style/useFilenamingConvention', 'worker/errorsSeven.ts', [used]),
  plant('suspicious/noConsole', 'worker/errors-8.ts', ["console.log('here');", used]),
  plant('style/useThrowOnlyError', 'worker/errors-9.ts', [
    'export function fail(): never {',
    "  throw 'text';",
    '}',
  ]),
  plant('suspicious/noExplicitAny', 'worker/errors-10.ts', [
    'export function take(value: any): void {',
    '  value();',
    '}',
  ]),
  plant('nursery/noFloatingPromises', 'worker/errors-11.ts', [
    'async function work(): Promise<void> {}',
    'export function start(): void {',
    '  work();',
    '}',
  ]),
  plant('complexity/noExcessiveLinesPerFunction', 'worker/errors-12.ts', [
    'export function long(): number {',
    '  let sum = 0;',
    ...Array.from({ length: 60 }, (_, i) => `  sum += ${i};`),
    '  return sum;',
    '}',
  ]),
  plant('complexity/noExcessiveCognitiveComplexity', 'worker/errors-13.ts', [
    'export function tangled(a: number): number {',
    ...Array.from({ length: 6 }, (_, i) => `${'  '.repeat(i + 1)}if (a > ${i}) {`),
    `${'  '.repeat(7)}return 1;`,
    ...Array.from({ length: 6 }, (_, i) => `${'  '.repeat(6 - i)}}`),
    '  return 0;',
    '}',
  ]),
  plant('format', 'worker/errors-14.ts', ['export   const   ragged = 1']),
];

rules.before(async (context) => {
  const folder = temporaryFolder();
  try {
    grow(folder.path);
    context.found = await lint(folder.path);
  } finally {
    folder.remove();
  }
});

for (const { rule, path } of planted) {
  if (rule === 'none') continue;
  rules(`${rule} is enforced in ${path}`, ({ found }) => {
    assert.ok(found.has(`${rule} ${path}`), [...found].filter((one) => one.endsWith(path)).join());
  });
}

rules.run();

function imports(path: string, from: string): Planted {
  return plant(restricted, path, [
    `import * as outside from '${from}';`,
    'export const taken = outside;',
  ]);
}

function plant(rule: string, path: string, lines: readonly string[]): Planted {
  return { rule, path, text: `${lines.join('\n')}\n` };
}

function grow(root: string): void {
  for (const name of ['biome.json', 'package.json', '.gitignore']) cpSync(name, join(root, name));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  const existing = [
    'worker/errors.ts',
    'proxy/upstream/peer.ts',
    'worker/prices/day.ts',
    'worker/routes/x.ts',
  ];
  for (const { path, text } of [...existing.map((path) => ({ path, text: used })), ...planted]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function lint(root: string): Promise<ReadonlySet<string>> {
  const options = { cwd: root, maxBuffer: 1 << 26 };
  const args = ['check', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=500', '.'];
  const program = resolve('node_modules', '.bin', 'biome');
  const output = await promisify(execFile)(program, args, options).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(output);
  return new Set(diagnostics.map(found));
}

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

function found({ category, severity, location }: Diagnostic): string {
  const path = typeof location.path === 'string' ? location.path : location.path.file;
  return severity === 'error' ? `${category.replace('lint/', '')} ${path}` : `${severity} ${path}`;
}
