/** The files of `specs/<vendor>/` as `import`, `drift` and `gaps` read and write them. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadContracts, type VendorContracts } from '../contract/load.ts';
import { UserError } from '../contract/types.ts';

const documentName = /\.openapi\.(?:ya?ml|json)$/;

/** Vendors with at least one document below a folder. */
export const vendorsIn = (specs: string): string[] =>
  readdirSync(specs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((vendor) => readdirSync(path.join(specs, vendor)).some((name) => documentName.test(name)))
    .toSorted();

/** The named vendors, or all. Throws UserError for one without documents. */
export function selectedVendors(specs: string, names: readonly string[]): readonly string[] {
  const known = vendorsIn(specs);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(`unknown vendor ${JSON.stringify(unknown.slice(0, 40))}: ${specs} has ${known.join(', ')}`);
  return names.length === 0 ? known : names;
}

/** Every file of a vendor by name; empty for a vendor that is new. */
export function readVendorFiles(specs: string, vendor: string): ReadonlyMap<string, string> {
  const folder = path.join(specs, vendor);
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  } catch {
    return new Map();
  }
  return new Map(names.toSorted().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

/** Writes files of a vendor. */
export function writeVendorFiles(specs: string, vendor: string, files: ReadonlyMap<string, string>): void {
  const folder = path.join(specs, vendor);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
}

/** Reads files that are not in `specs/` as the suite would read them there: documents with the vendor's overlay. */
export async function contractsFrom(vendor: string, files: ReadonlyMap<string, string>): Promise<VendorContracts> {
  const root = mkdtempSync(path.join(tmpdir(), 'specs-'));
  try {
    writeVendorFiles(path.join(root, 'specs'), vendor, files);
    const [loaded] = await loadContracts(path.join(root, 'specs'));
    return loaded ?? { vendor, contracts: [], errors: [] };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
