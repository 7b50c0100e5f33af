/** What a vendor has pinned in `specs/` set beside what it publishes now, document by document. */
import type { Collected } from '../../contract/import/collect.ts';
import type { ImportedDocument } from '../../contract/import/published.ts';
import { readDocument } from '../../contract/import/read-document.ts';
import { importParts, pinnedFor } from '../../contract/import/versions.ts';
import { UserError, type JsonSchema } from '../../contract/types.ts';
import type { Change } from './change.ts';
import { compareDocuments } from './compare.ts';
import { withoutExplained, type Explained } from './explained.ts';

/** A document of `specs/<vendor>/`. */
export interface PinnedDocument {
  /** `v2.openapi.yaml`. */
  readonly file: string;
  /** `v2`. */
  readonly version: string;
  readonly text: string;
  readonly document: JsonSchema;
}

/** A pinned document beside the published one. */
export interface Comparison {
  readonly pinned: PinnedDocument;
  readonly published: ImportedDocument;
  /** True where the published document is whole: what it lacks is gone. */
  readonly complete: boolean;
  /** Changes that are new, the gravest first. */
  readonly news: readonly Change[];
  /** Changes that were there when it was pinned. */
  readonly known: readonly Change[];
}

export interface Beside {
  readonly compared: readonly Comparison[];
  /** Published versions that nothing pinned belongs to. */
  readonly fresh: readonly ImportedDocument[];
  /** Pinned documents for which nothing was published. */
  readonly alone: readonly PinnedDocument[];
}

/** Turns a Swagger 2 document into OpenAPI 3; others come back as they are. */
export type ToOpenApi3 = (document: JsonSchema) => JsonSchema;

const documentName = /^(.+)\.openapi\.(?:ya?ml|json)$/;

/** The documents among a vendor's files. Throws UserError for one that cannot be read. */
export function pinnedDocuments(vendor: string, files: ReadonlyMap<string, string>): PinnedDocument[] {
  return [...files].flatMap(([file, text]) => {
    const version = documentName.exec(file)?.[1];
    if (version === undefined) return [];
    const { document, because = 'it has no openapi field' } = readDocument(text);
    if (!document) throw new UserError(`specs/${vendor}/${file}: ${because}`);
    return [{ file, version, text, document }];
  });
}

/** Sets what was collected beside what is pinned. A document that was never explained has all its wording explained. */
export function besidePinned(
  pinned: readonly PinnedDocument[],
  collected: Collected,
  explained: readonly Explained[],
  toOpenApi3: ToOpenApi3,
): Beside {
  const published = importParts(collected.parts);
  const compared: Comparison[] = [];
  const fresh: ImportedDocument[] = [];
  for (const each of published) {
    const known = pinnedFor(each, pinned, published.length === 1);
    if (!known) {
      fresh.push(each);
      continue;
    }
    const whole = each.parts.some(({ kind }) => kind === 'document');
    const complete = whole || collected.complete;
    const all = compareDocuments(toOpenApi3(known.document), toOpenApi3(each.document)).filter(
      (change) => complete || !isRemoval(change),
    );
    const own = explained.filter(({ file }) => file === known.file);
    compared.push({ pinned: known, published: each, complete, ...withoutExplained(all, own) });
  }
  const used = new Set(compared.map(({ pinned: each }) => each.file));
  return { compared, fresh, alone: pinned.filter(({ file }) => !used.has(file)) };
}

/** An operation that single pages do not show is not gone. */
export const isRemoval = ({ rule }: Change): boolean => rule.startsWith('api-removed');
