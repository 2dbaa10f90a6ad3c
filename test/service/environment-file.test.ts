import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseEnvironmentFile } from '../../service/environment-file.ts';

const file = suite('environment file');

function valuesOf(text: string): Readonly<Record<string, string>> {
  const { entries, faults } = parseEnvironmentFile('f', text);
  assert.equal(faults, []);
  return Object.fromEntries([...entries].map(([name, { value }]) => [name, value]));
}

file('values stand as systemd and dotenv have them', () => {
  const text = [
    '\ufeff# a comment',
    '; another',
    '',
    'PLAIN=a b',
    '  SPACED = x ',
    'export EXPORTED=1',
    'SINGLE=\'$a \\ "q" # no comment\'',
    'DOUBLE="a \\"q\\" \\\\ $b"',
    'HASH=a#b',
    'EMPTY=',
    'EQUALS=a=b=c',
    "INNER=it's",
  ].join('\r\n');

  assert.equal(valuesOf(text), {
    PLAIN: 'a b',
    SPACED: 'x',
    EXPORTED: '1',
    SINGLE: '$a \\ "q" # no comment',
    DOUBLE: 'a "q" \\ $b',
    HASH: 'a#b',
    EMPTY: '',
    EQUALS: 'a=b=c',
    INNER: "it's",
  });
});

file('every line that can not be understood is told with its number', () => {
  const text = [
    'GOOD=1',
    'no assignment',
    '1ST=x',
    'GOOD=2',
    'OPEN="a',
    'NOTE=a # b',
    'LONG=a \\',
  ].join('\n');

  assert.equal(parseEnvironmentFile('proxy.env', text).faults, [
    'proxy.env:2: must be NAME=value or a comment',
    'proxy.env:3: must be NAME=value or a comment',
    'proxy.env:4: GOOD is set in line 1 already',
    'proxy.env:5: OPEN has a quote that does not end its value',
    'proxy.env:6: NOTE needs quotes, or its comment a line of its own',
    'proxy.env:7: LONG can not go on in the next line',
  ]);
});

file.run();
