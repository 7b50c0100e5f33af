/** Loads what the vendors promise: the documents in the folder of each vendor, with its overlay. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readContract, type OverlayUse } from './contract.ts';
import { readOverlay } from './overlay.ts';
import { firstLine } from './text.ts';
import { UserError, type Contract } from './types.ts';

const documentName = /^(.+)\.openapi\.(?:ya?ml|json)$/;

/** What a folder of one vendor gave: the documents that could be read, and for each other file one line saying why not. */
export interface VendorContracts {
  readonly vendor: string;
  readonly contracts: readonly Contract[];
  readonly errors: readonly UserError[];
}

/** The name of a file in messages and reports, by its absolute path. */
export type FileNames = (absolute: string) => string;

/** Names files relative to the folder that `specs` lies in: `specs/books/v1.openapi.yaml`. */
export const namesFrom =
  (specs: string): FileNames =>
  (absolute) =>
    path.relative(path.dirname(specs), absolute);

/**
 * Loads every contract below a folder laid out as `<vendor>/<version>.openapi.yaml` with at most one `overlay.yaml` a vendor.
 * A file that cannot be read is an error of its vendor (file, pointer, reason) and leaves the other documents and vendors as
 * they are.
 */
export async function loadContracts(folder: string, names: FileNames = namesFrom(folder)): Promise<VendorContracts[]> {
  const vendors = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const loaded: VendorContracts[] = [];
  for (const vendor of vendors.toSorted()) loaded.push(await loadVendor(path.join(folder, vendor), vendor, names));
  return loaded;
}

/** Of several vendors: what could be read, and one error for each file that could not. */
export const selectVendors = (loaded: readonly VendorContracts[], vendors: readonly string[]) => {
  const wanted = loaded.filter(({ vendor }) => vendors.includes(vendor));
  return { contracts: wanted.flatMap((each) => each.contracts), errors: wanted.flatMap((each) => each.errors) };
};

/** The contracts of the given vendors (of all where none are given). Throws the first of their errors, so that none is overlooked. */
export function contractsOf(loaded: readonly VendorContracts[], vendors?: readonly string[]): Contract[] {
  const { contracts, errors } = selectVendors(loaded, vendors ?? loaded.map(({ vendor }) => vendor));
  if (errors[0]) throw errors[0];
  return contracts;
}

async function loadVendor(folder: string, vendor: string, nameOf: FileNames): Promise<VendorContracts> {
  const read: { readonly name: string; readonly contract: Contract }[] = [];
  const failed: { readonly name: string; readonly error: UserError }[] = [];
  const others = new Set<string>();
  const attempt = async (name: string, load: () => Promise<void>): Promise<void> => {
    try {
      await load();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed.push({ name, error });
    }
  };
  await attempt('', async () => {
    const names = (await readdir(folder)).toSorted();
    const overlay = names.includes('overlay.yaml')
      ? await openOverlay(path.join(folder, 'overlay.yaml'), nameOf)
      : undefined;
    for (const name of names) {
      const version = documentName.exec(name)?.[1];
      if (version === undefined) continue;
      const absolute = path.join(folder, name);
      const source = { absolute, file: nameOf(absolute), vendor, version, others };
      await attempt(name, async () => void read.push({ name, contract: await readContract(source, overlay) }));
    }
    const idle = overlay?.overlay.actions.findIndex((_, index) => !overlay.used.has(index)) ?? -1;
    if (overlay && idle >= 0 && failed.length === 0)
      throw new UserError(`${overlay.file}#/actions/${idle}/target: matches nothing in any document of ${vendor}`);
  });
  // A file that a document refers to is a part of it, whatever its name is.
  const isWhole = ({ name }: { readonly name: string }) => !others.has(name);
  return {
    vendor,
    contracts: read.filter(isWhole).map(({ contract }) => contract),
    errors: failed.filter(isWhole).map(({ error }) => error),
  };
}

async function openOverlay(absolute: string, nameOf: FileNames): Promise<OverlayUse> {
  const file = nameOf(absolute);
  const text = await readFile(absolute, 'utf8').catch((error: unknown) => {
    throw new UserError(`${file}: cannot be read: ${firstLine(error)}`);
  });
  return { overlay: readOverlay(text, file), file, used: new Set() };
}
