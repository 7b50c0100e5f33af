/** A folder as it stands: every entry with its kind, mode and content, so that two moments can be compared. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

export type Tree = Readonly<Record<string, string>>;

/** Reads everything below a folder; `left` names entries (relative, `/` between) that are left out with what is in them. */
export function treeOf(folder: string, left: (name: string) => boolean = () => false): Tree {
  const found: Record<string, string> = {};
  const visit = (at: string) => {
    const name = path.relative(folder, at).split(path.sep).join('/');
    if (name !== '' && left(name)) return;
    const stat = lstatSync(at);
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isSymbolicLink()) found[name] = `link ${readlinkSync(at)}`;
    else if (stat.isDirectory()) {
      found[name] = `folder ${mode}`;
      for (const entry of readdirSync(at)) visit(path.join(at, entry));
    } else found[name] = `file ${mode} ${createHash('sha256').update(readFileSync(at)).digest('hex')}`;
  };
  visit(folder);
  return found;
}

/** What differs between two moments, one line each. */
export const changes = (before: Tree, after: Tree): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name] ?? 'missing'} -> ${after[name] ?? 'gone'}`);
