/** A limit for the bodies that Node.js's HTTP client receives: Playwright has none, and reads each to its end. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { boundStream } from './bound-stream.ts';

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

const bound = (response: IncomingMessage): void =>
  boundStream(
    response,
    () => limit,
    () => {
      cut += 1;
      response.destroy();
    },
  );
