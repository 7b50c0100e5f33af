/** What is run, on what: versions and hashes that every report carries. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hashOfBytes } from '../../contract/hash.ts';
import { isObject } from '../../contract/pointer.ts';
import { text } from '../../contract/text.ts';
import type { Suite } from '../../profile/suite.ts';
import { projectRoot, specsFolder } from '../../run/worker.ts';
import type { Provenance } from '../../verdict/report.ts';

/** The provenance of a run of a suite whose documents lie below `specs`. */
export function provenanceOf({ contracts }: Suite, specs: string = specsFolder): Provenance {
  const commit = commitOf(projectRoot);
  const { version } = packageJson(path.join(projectRoot, 'package.json'));
  const playwright = createRequire(import.meta.url).resolve('@playwright/test/package.json');
  const vendors = [...new Set(contracts.map(({ vendor }) => vendor))];
  const isAdHoc = specs !== specsFolder;
  return {
    ...(isAdHoc && { adHoc: true as const }),
    suite: { version, ...(commit !== undefined && { commit }) },
    node: process.versions.node,
    playwright: packageJson(playwright).version,
    documents: contracts.map(({ id, vendor, file, document, reading }) => ({
      contract: id,
      vendor,
      file,
      version: isObject(document['info']) ? text(document['info']['version'] ?? '') : '',
      hash: reading.hash,
    })),
    // What the command line says of a vendor is no file that anybody has.
    files: isAdHoc ? [] : vendors.flatMap((vendor) => filesOf(path.join(specs, vendor), vendor)),
  };
}

/** What the project says of a vendor beside its documents. */
const filesOf = (folder: string, vendor: string): Provenance['files'] =>
  ['overlay.yaml', 'profile.yaml'].flatMap((name) => {
    const file = path.join(folder, name);
    return existsSync(file) ? [{ vendor, file: path.relative(projectRoot, file), hash: hashOfFile(file) }] : [];
  });

const packageJson = (file: string): { readonly version: string } =>
  JSON.parse(readFileSync(file, 'utf8')) as { version: string };

/** First 12 hex digits of the SHA-256 of a file; empty where it cannot be read. */
function hashOfFile(file: string): string {
  try {
    return hashOfBytes(readFileSync(file));
  } catch {
    return '';
  }
}

/** The commit of a checkout, read from its files; undefined where it is none. */
function commitOf(root: string): string | undefined {
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(path.join(root, '.git', name), 'utf8').trim();
    } catch {
      return undefined;
    }
  };
  const head = read('HEAD');
  const branch = /^ref: (\S+)$/.exec(head ?? '')?.[1];
  const found = branch === undefined ? head : (read(branch) ?? packed(read('packed-refs'), branch));
  return found !== undefined && /^[0-9a-f]{40,64}$/.test(found) ? found : undefined;
}

const packed = (refs: string | undefined, branch: string): string | undefined =>
  refs
    ?.split('\n')
    .map((line) => line.split(' '))
    .find(([, name]) => name === branch)?.[0];
