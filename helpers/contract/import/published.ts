/** What vendors publish, and what an import finds in it. Nothing here reads a file or a network. */
import type { Json, JsonSchema } from '../types.ts';

/** One text as a vendor publishes it. */
export interface PublishedText {
  /** File name or address, as SOURCE.md and every message name it. */
  readonly name: string;
  readonly text: string;
}

/** Something an importer saw that a person has to know: it is no error, and no verdict depends on it. */
export interface ImportNote {
  readonly code:
    | 'undeclared-type'
    | 'type-declared-twice'
    | 'enum-syntax'
    | 'no-server'
    | 'no-schema'
    | 'unread-block'
    | 'template-text';
  /** JSON pointer into the imported document, '' where it is about the page as a whole. */
  readonly pointer: string;
  /** Names as published, for example the enum that is used and the one that is declared. */
  readonly names: readonly string[];
  readonly sentence: string;
}

/** A document, or the part of one that a page shows. */
export interface FoundPart {
  /** Name of the text it was found in. */
  readonly from: string;
  readonly kind: 'document' | 'page' | 'prose';
  readonly document: JsonSchema;
  /** The file the page says it is a part of: `openapi-v2.json`. */
  readonly file?: string;
  readonly notes: readonly ImportNote[];
}

/** What a text turned out to be. */
export type Found =
  | { readonly kind: 'parts'; readonly parts: readonly FoundPart[] }
  | { readonly kind: 'index'; readonly links: readonly IndexLink[] }
  | { readonly kind: 'nothing'; readonly because: string };

/** A page that an `llms.txt` names. */
export interface IndexLink {
  readonly url: string;
  readonly title: string;
}

/** Two texts that say different things about one place of one document. The first one is kept. */
export interface Conflict {
  readonly pointer: string;
  readonly kept: { readonly from: string; readonly value: Json };
  readonly dropped: { readonly from: string; readonly value: Json };
  /** True where only wording differs: descriptions, summaries, titles, examples. */
  readonly wording: boolean;
}

/** One API version, put together from everything that was found of it. */
export interface ImportedDocument {
  /** As in `<version>.openapi.yaml`: `v2`, `2026-03-01`. */
  readonly version: string;
  readonly document: JsonSchema;
  readonly parts: readonly FoundPart[];
  readonly conflicts: readonly Conflict[];
  /** True where prose was read: a skeleton that a person has to complete. */
  readonly needsPerson: boolean;
}

/** The methods of an OpenAPI path item. */
export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** Keys whose values are wording: changing them changes nothing for a program. */
export const wordingKeys: ReadonlySet<string> = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
]);

/** Objects whose keys are names that the vendor chose: there `title` is a property and no wording. */
export const namedKeys: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'schemas',
  'parameters',
  'headers',
  'responses',
  'requestBodies',
  'securitySchemes',
  'definitions',
  '$defs',
]);
