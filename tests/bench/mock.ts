/** A server of a generated document (`helpers/commands/bench/document.ts`): prints where it is, ends with its input. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const server = http.createServer((request, response) => {
  request.resume();
  const isKnown = request.method === 'GET' && /^\/things-\d+\/[\w-]+$/.test(request.url ?? '');
  response.writeHead(isKnown ? 200 : request.method === 'GET' ? 404 : 405, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isKnown ? { id: 'a', name: 'thing', count: 1 } : { message: 'no such thing' }));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
