/**
 * Playwright inflates compressed answers without limit (809 bytes of brotli can become 1 GiB), and has no option against it.
 * It takes its decompressors from node:zlib by name, so each is given here with a limit of its own.
 */
import { createRequire } from 'node:module';
import type { Transform } from 'node:stream';
import type zlib from 'node:zlib';
import { boundStream } from './bound-stream.ts';

/** Beyond this nothing is inflated; the error says so in these words. */
export const inflatedTooMuch = 'it inflates beyond MAX_BODY_BYTES';

const makers = ['createGunzip', 'createBrotliDecompress', 'createInflate'] as const;

let limit = Infinity;
let installed = false;

/** From now on no answer inflates to more than so many bytes in this process. */
export function limitInflation(maxBytes: number): void {
  limit = maxBytes;
  if (installed) return;
  installed = true;
  const module = createRequire(import.meta.url)('node:zlib') as typeof zlib;
  for (const name of makers) {
    const make = module[name] as (options?: object) => Transform;
    Object.defineProperty(module, name, {
      configurable: true,
      enumerable: true,
      value: (options?: object) => bounded(make(options)),
    });
  }
}

function bounded(inflater: Transform): Transform {
  boundStream(
    inflater,
    () => limit,
    () => void inflater.destroy(new Error(inflatedTooMuch)),
  );
  return inflater;
}
