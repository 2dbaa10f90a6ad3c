import { createServer } from 'node:http';
import process from 'node:process';

// Takes whole uploads before it answers, which nginx does only for a peer of its own. Beside it
// an upload that was answered early would be measured, and the end of its connection.
const [port] = process.argv.slice(2);
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.setHeader('Content-Length', 8);
    response.end('Success!');
  });
});
server.keepAliveTimeout = 600_000;
server.requestTimeout = 0;
server.listen(Number(port), '127.0.0.1');
