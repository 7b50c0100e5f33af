/** Reads the spec files without running them: what `npm run plan`, the catalogue and the proof work on. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A test as a spec file declares it. */
export interface Declared {
  readonly file: string;
  readonly title: string;
  readonly annotations: readonly { type: string; description?: string }[];
  readonly body: unknown;
}

const slot = Symbol.for('conformance.declared');
type Holder = { [slot]?: { file: string; tests: Declared[] } };

/** The stand-in for Playwright's `test` while files are collected; undefined otherwise. */
export function collecting(): unknown {
  const holder = (globalThis as Holder)[slot];
  if (!holder) return undefined;
  const test = (title: string, details: { annotation?: Declared['annotations'] }, run: { body?: unknown }) =>
    void holder.tests.push({ file: holder.file, title, annotations: details.annotation ?? [], body: run.body });
  const describe = Object.assign((_title: string, declare: () => void) => declare(), { configure: () => undefined });
  return Object.assign(test, { describe });
}

/** Every conformance test, in the order of the files. Modules are read once a process. */
export async function collect(folder: string): Promise<readonly Declared[]> {
  const holder = ((globalThis as Holder)[slot] ??= { file: '', tests: [] });
  if (holder.tests.length > 0) return holder.tests;
  for (const file of specFiles(folder)) {
    holder.file = path.relative(folder, file);
    await import(pathToFileURL(file).href);
  }
  return holder.tests;
}

/** The spec files of the suite, without those that test the suite itself. */
function specFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts') && !/^(unit|e2e|browser|soak)[\\/]/.test(file))
    .toSorted()
    .map((file) => path.join(folder, file));
}
