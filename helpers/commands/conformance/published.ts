/** Documents as their vendors published them, for what is quoted of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';
import type { Json } from '../../contract/types.ts';

/** Reads each document once, when it is asked for. `root`: the folder that names of files in reports count from. */
export function publishedReader(root: string): (file: string) => Json | undefined {
  const known = new Map<string, Json | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, read(path.resolve(root, file)));
    return known.get(file);
  };
}

function read(file: string): Json | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return (file.endsWith('.json') ? JSON.parse(text) : yaml.load(text)) as Json;
  } catch {
    return undefined;
  }
}
