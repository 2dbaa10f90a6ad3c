import process from 'node:process';
import httpProxy from '@fastify/http-proxy';
import { fastify } from 'fastify';

// As its own documentation has it, with the limit of bodies out of the way; it logs nothing.
const [port, peer] = process.argv.slice(2);
const server = fastify({ bodyLimit: 1_073_741_824 });
await server.register(httpProxy, { upstream: `http://127.0.0.1:${peer}` });
await server.listen({ port: Number(port), host: '127.0.0.1' });
