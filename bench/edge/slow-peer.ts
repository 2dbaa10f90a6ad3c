import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

/** How long `/heavy` holds the processor, in ms. */
const heavyMs = 200;

// A worker of one thread: whoever comes while it computes, waits.
const [port] = process.argv.slice(2);
const server = createServer((request, response) => {
  if (request.url === '/heavy') {
    const endMs = performance.now() + heavyMs;
    while (performance.now() < endMs);
  }
  response.setHeader('Content-Length', 8);
  response.end('Success!');
});
server.keepAliveTimeout = 600_000;
server.listen(Number(port), '127.0.0.1');
