import { createServer } from 'node:http';
import process from 'node:process';
import fastProxy from 'fast-proxy';

// As its own documentation has it: a plain server before one peer, over kept connections of
// undici, which is its faster client.
const [port, peer] = process.argv.slice(2);
const { proxy } = fastProxy({ base: `http://127.0.0.1:${peer}`, undici: true });
const server = createServer((request, response) =>
  proxy(request, response, request.url ?? '/', {}),
);
server.listen(Number(port), '127.0.0.1');
