import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bytesOf, unsigned, wasmModule } from '../../../../worker/kernels/algebra/wasm-code.ts';

const code = suite('wasm-code');

code('whole numbers are told seven bits at a time, the lowest first', () => {
  assert.equal(bytesOf(unsigned(0)), [0]);
  assert.equal(bytesOf(unsigned(127)), [127]);
  assert.equal(bytesOf(unsigned(128)), [0x80, 1]);
  assert.equal(bytesOf(unsigned(624485)), [0xe5, 0x8e, 0x26]);
});

code('a module has a function, a memory and their names', () => {
  const bytes = wasmModule({ parameters: 1, vectors: 1, body: [], pages: 2 });

  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const type = [1, 5, 1, 0x60, 1, 0x7f, 0];
  const run = [3, 2, 1, 0];
  const memory = [5, 4, 1, 1, 2, 2];
  const names = [7, 16, 2, 6, ...Buffer.from('memory'), 2, 0, 3, ...Buffer.from('run'), 0, 0];
  const body = [10, 6, 1, 4, 1, 1, 0x7b, 0x0b];
  assert.equal([...bytes], [...head, ...type, ...run, ...memory, ...names, ...body]);
});

code.run();
