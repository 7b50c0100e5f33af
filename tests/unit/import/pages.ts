/** The vendors' pages as they are published, in our own words where wording matters. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { collectParts, type Collected } from '../../../helpers/contract/import/collect.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Files of a folder by name. */
export const filesIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .toSorted()
      .map((name) => [name, readFileSync(path.join(root, folder, name), 'utf8')]),
  );

export const maxAiPages = filesIn('tests/max-ai/pages');
export const invoxPages = filesIn('tests/invox-medical/pages');

/** Reads texts out of a map, as an import reads files and addresses. */
export const collected = (
  texts: ReadonlyMap<string, string>,
  names: readonly string[] = [...texts.keys()],
): Promise<Collected> =>
  collectParts(names, (name) => {
    const text = texts.get(name);
    return text === undefined ? Promise.reject(new Error(`${name}: does not exist`)) : Promise.resolve(text);
  });

/** Pages with changes made to one of them; each `from` has to be there. */
export function changedPages(
  name: string,
  ...changes: readonly (readonly [string | RegExp, string])[]
): ReadonlyMap<string, string> {
  let text = maxAiPages.get(name) ?? '';
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${String(from)} is not in ${name}`);
    text = changed;
  }
  return new Map([...maxAiPages, [name, text]]);
}
