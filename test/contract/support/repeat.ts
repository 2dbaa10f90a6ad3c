import { ask, type Question, type RawResponse } from './raw-client.ts';

/** Asks the same `count` times, one after the other. */
export async function askTimes(count: number, question: Question): Promise<readonly RawResponse[]> {
  const answers: RawResponse[] = [];
  for (let turn = 0; turn < count; turn += 1) answers.push(await ask(question));
  return answers;
}

/** The statuses of `count` equal questions, asked one after the other, as `502 200 …`. */
export async function statuses(count: number, question: Question): Promise<string> {
  return (await askTimes(count, question)).map(({ status }) => status).join(' ');
}
