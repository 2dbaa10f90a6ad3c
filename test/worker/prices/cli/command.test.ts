import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Command, readCommand } from '../../../../worker/prices/cli/command.ts';

const command = suite('command');

const cases: { args: string[]; expected: Command }[] = [
  { args: ['import', 'a.csv'], expected: { name: 'import', file: 'a.csv' } },
  { args: ['list'], expected: { name: 'list' } },
  { args: ['remove', 'aapl', 'B'], expected: { name: 'remove', symbols: ['AAPL', 'B'] } },
  { args: ['-h'], expected: { name: 'help' } },
  { args: [], expected: { name: 'wrong', reason: 'a command is missing' } },
  { args: ['import'], expected: { name: 'wrong', reason: 'import takes one file' } },
  { args: ['lsit'], expected: { name: 'wrong', reason: 'there is no command "lsit"' } },
];
for (const { args, expected } of cases) {
  command(`"${args.join(' ')}" is read as ${expected.name}`, () => {
    assert.equal(readCommand(args), expected);
  });
}

command.run();
