/** A limit for what a stream gives: Playwright keeps all of it. */
import type { Readable } from 'node:stream';

/** Counts the bytes that a stream pushes, before anything keeps them; beyond `limit()` bytes they are dropped and `stop` is called. */
export function boundStream(stream: Readable, limit: () => number, stop: () => void): void {
  let bytes = 0;
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array) bytes += chunk.length;
    if (bytes <= limit()) return push(chunk, encoding);
    stop();
    return false;
  };
}
