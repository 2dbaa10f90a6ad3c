import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { apart, block, lines } from '../../nginx/lines.ts';

const layout = suite('lines of nginx.conf');

layout('the common indentation goes, what is deeper stays', () => {
  const made = lines`
    map $a $b {
        default ${7};
    }
  `;
  assert.equal(made, ['map $a $b {', '    default 7;', '}']);
});

layout('backslashes stay as they are written', () => {
  assert.equal(lines`"~^\d+\.$" 1;`, [String.raw`"~^\d+\.$" 1;`]);
});

layout('a list is set in with the indentation of its line, and an empty one takes it along', () => {
  const made = lines`
    upstream u {
        ${['server a;', '', 'server b;']}
        ${[]}
    }
  `;
  assert.equal(made, ['upstream u {', '    server a;', '', '    server b;', '}']);
});

layout('a block indents all of its parts', () => {
  assert.equal(block('http', ['a;', ''], block('server', ['b;'])), [
    ...['http {', '    a;', '', '    server {', '        b;', '    }', '}'],
  ]);
});

layout('parts that are empty leave no empty line', () => {
  assert.equal(apart([], ['a;'], [], ['b;'], []), ['a;', '', 'b;']);
});

layout.run();
