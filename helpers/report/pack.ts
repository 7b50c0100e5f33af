/** Evidence as one file to send, and the proof that such a file is whole. */
import path from 'node:path';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { UserError } from '../contract/types.ts';
import { readManifest, sha256 } from './evidence/manifest.ts';

/** No file that a run writes is nearly as large; a file of another origin may be. */
const mostBytes = 64 * 1_048_576;
/** One moment for every file, so that the same evidence gives the same bytes. */
const time = new Date(1980, 0, 1);

/** Files of a vendor's evidence by their path, `/` between folders. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What of the files is not as their manifest says, one line each. */
export function problemsIn(files: Files): string[] {
  const manifest = manifestIn(files);
  const named = new Map(manifest.files.map((file) => [file.path, file]));
  return [
    ...manifest.files.flatMap(({ path: name, sha256: wanted }) => {
      const bytes = files.get(name);
      if (!bytes) return [`${name} is missing`];
      return sha256(bytes) === wanted ? [] : [`${name} was changed`];
    }),
    ...[...files.keys()]
      .filter((name) => name !== 'manifest.json' && !named.has(name))
      .map((name) => `${name} is not in the manifest`),
  ];
}

/** The manifest of a vendor's evidence. Throws UserError where there is none. */
export function manifestIn(files: Files): ReturnType<typeof readManifest> {
  const bytes = files.get('manifest.json');
  if (!bytes) throw new UserError('it has no manifest.json: it is no evidence of this suite');
  return readManifest(Buffer.from(bytes).toString('utf8'));
}

/** Packs evidence that is whole. */
export function pack(files: Files): Uint8Array {
  const [problem] = problemsIn(files);
  if (problem !== undefined) throw new UserError(`it is not packed: ${problem}. Run npm run conformance again`);
  const entries: Zippable = {};
  for (const [name, bytes] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    // 0755 for scripts, 0644 for the rest, as Unix has it.
    entries[name] = [bytes, { os: 3, attrs: (name.endsWith('.sh') ? 0o755 : 0o644) << 16, mtime: time, level: 9 }];
  return zipSync(entries);
}

/** Reads a pack. Throws UserError where it is none, or where unpacking it could do harm (its size, paths outside its folder). */
export function unpack(bytes: Uint8Array): Files {
  let size = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter({ originalSize }) {
        size += originalSize;
        if (size > mostBytes) throw new UserError(`it holds more than ${mostBytes} bytes`);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof UserError ? error : new UserError('it is no ZIP file that can be read');
  }
  for (const name of Object.keys(entries))
    if (path.posix.isAbsolute(name) || name.split(/[/\\]/).includes('..') || /^[A-Za-z]:/.test(name))
      throw new UserError(`it contains a path outside its folder: ${JSON.stringify(name.slice(0, 80))}`);
  return new Map(Object.entries(entries).filter(([name]) => !name.endsWith('/')));
}
