/** What a vendor's evidence is made of: the list of its files with their hashes. */
import { createHash } from 'node:crypto';
import { UserError, type Level } from '../../contract/types.ts';
import type { Provenance, Target } from '../../verdict/report.ts';

export interface Manifest {
  readonly version: 2;
  readonly vendor: string;
  readonly run: {
    readonly startedAt: string;
    readonly targets: readonly Target[];
    readonly provenance?: Provenance;
  };
  /** One for each cause. */
  readonly deviations: readonly {
    readonly folder: string;
    readonly cause: string;
    readonly title: string;
    readonly level: Level;
    readonly clauses: readonly string[];
    readonly findings: readonly string[];
  }[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Reads a manifest, also of version 1, whose deviations were one a clause. Throws UserError where it is none. */
export function readManifest(
  text: string,
): Pick<Manifest, 'vendor' | 'run' | 'files'> & { readonly deviations: readonly unknown[] } {
  try {
    const value = JSON.parse(text) as Omit<Manifest, 'version'> & { readonly version: unknown };
    const isKnown = value.version === 1 || value.version === 2;
    if (isKnown && Array.isArray(value.deviations) && value.files.every((file) => typeof file.path === 'string'))
      return value;
  } catch {
    // Said below.
  }
  throw new UserError('its manifest.json cannot be read');
}
