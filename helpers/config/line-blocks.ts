/** A file some whole lines at a time: large ones are never in memory as a whole. */
import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The bytes of a file in order, in blocks that end with a line feed (the last one where the file does); a block is larger than
 * `size` bytes only where a line is. Throws what `fs.openSync` throws where the file cannot be read.
 */
export function* lineBlocks(file: string, size = 4 * 1_048_576): Generator<Buffer> {
  const handle = openSync(file, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const next = Buffer.allocUnsafe(size);
      const read = readSync(handle, next, 0, size, null);
      if (read === 0) break;
      const block = rest.length === 0 ? next.subarray(0, read) : Buffer.concat([rest, next.subarray(0, read)]);
      const end = block.lastIndexOf('\n') + 1;
      rest = block.subarray(end);
      if (end > 0) yield block.subarray(0, end);
    }
    if (rest.length > 0) yield rest;
  } finally {
    closeSync(handle);
  }
}
