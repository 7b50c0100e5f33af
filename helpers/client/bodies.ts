/** A limit for the bodies that Node.js's HTTP client receives: Playwright has none, and reads each to its end. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

let limit = Infinity;
let cut = 0;
let isInstalled = false;

/**
 * From now on a body of more than `maxBytes` ends its connection, in this process. Returns how many were cut so far. The
 * channel is published when the header section of a response was read, before anything listens to its body.
 */
export function boundBodies(maxBytes: number): () => number {
  limit = maxBytes;
  if (!isInstalled) {
    subscribe('http.client.response.finish', (message) => bound((message as { response: IncomingMessage }).response));
    isInstalled = true;
  }
  return () => cut;
}

/** Counts what comes in, before anybody keeps it. */
function bound(response: IncomingMessage): void {
  let bytes = 0;
  const push = response.push.bind(response);
  response.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array) bytes += chunk.length;
    if (bytes <= limit) return push(chunk, encoding);
    cut += 1;
    response.destroy();
    return false;
  };
}
