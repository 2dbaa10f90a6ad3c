import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask } from '../support/asking.ts';
import { type DocumentedExample, documentedExamples } from '../support/documented-examples.ts';
import { stockPrices } from '../support/stock-prices.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// Every example of docs/api.md is asked again.
const examples = suite('api-examples');

const documented = documentedExamples(readFileSync('docs/api.md', 'utf8'));

/** Absolute, and relative to what is above 1: what kernels of another build may differ by. */
const rounding = 1e-11;

/** Whether the answer holds the excerpt: members of objects, and entries of lists in their order. */
function holds(answer: unknown, excerpt: unknown): boolean {
  if (typeof excerpt === 'number') {
    const slack = rounding * Math.max(1, Math.abs(excerpt));
    return typeof answer === 'number' && Math.abs(answer - excerpt) <= slack;
  }
  if (typeof excerpt !== 'object' || excerpt === null) return answer === excerpt;
  if (typeof answer !== 'object' || answer === null) return false;
  if (Array.isArray(excerpt)) return Array.isArray(answer) && holdsInOrder(answer, excerpt);
  const members = new Map(Object.entries(answer));
  return Object.entries(excerpt).every(([name, one]) => holds(members.get(name), one));
}

function holdsInOrder(answer: readonly unknown[], excerpt: readonly unknown[]): boolean {
  let next = 0;
  for (const one of answer) if (next < excerpt.length && holds(one, excerpt[next])) next += 1;
  return next === excerpt.length;
}

/** The answer, or a part of it. */
function holdsSomewhere(answer: unknown, excerpt: unknown): boolean {
  if (holds(answer, excerpt)) return true;
  if (typeof answer !== 'object' || answer === null) return false;
  return Object.values(answer).some((part) => holdsSomewhere(part, excerpt));
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** Whether one of the numbers is the one that is written, as far as its digits go. */
function isAmong(numbers: readonly number[], written: string): boolean {
  const [digits = '', percent] = written.replace('−', '-').split(' ');
  const unit = percent === undefined ? 1 : 100;
  const half = 0.5000001 * 10 ** -(digits.split('.')[1] ?? '').length;
  return numbers.some((one) => Math.abs(one * unit - Number(digits)) <= half);
}

/** What is not as the document says, a sentence each. */
async function faultsOf(
  running: RunningApp,
  { path, body, line, excerpts, numbers }: DocumentedExample,
): Promise<readonly string[]> {
  const sent = JSON.stringify(body);
  const reply = await ask(running.url + path, { method: 'POST', body: sent });
  const answer: unknown = JSON.parse(reply.body);
  const found = numbersIn(answer);
  const expected = sent.includes('wieghts') ? 400 : 200;
  return [
    ...(reply.status === expected ? [] : [`${reply.status} ${reply.body}`]),
    ...excerpts
      .filter((one) => !holdsSomewhere(answer, one))
      .map((one) => `has no ${JSON.stringify(one)}`),
    ...numbers.filter((one) => !isAmong(found, one)).map((one) => `has no ${one}`),
  ].map((fault) => `line ${line}, ${path} ${sent}: ${fault}`);
}

examples('every example of the documentation is answered as it says', async () => {
  const prices = stockPrices();
  if (prices === undefined) return;
  const running = await startApp([...prices.stocks, ...prices.market]);
  const faults: string[] = [];
  for (const example of documented) faults.push(...(await faultsOf(running, example)));
  await running.stop();

  assert.ok(documented.length > 100, `${documented.length}`);
  assert.equal(faults, []);
});

examples.run();
