/** What cannot be asserted because a document does not say it, and the question that would close the gap. */
import type { ImportNote } from '../../contract/import/published.ts';
import type { JsonSchema } from '../../contract/types.ts';

export interface Gap {
  /** The rule that found it: `no-request-body`. */
  readonly code: string;
  /** `<file>#<JSON pointer>`, at least one. */
  readonly at: readonly string[];
  /** What is missing or contradicts itself, one sentence. */
  readonly says: string;
  /** What to ask the vendor, one or two sentences. */
  readonly question: string;
  /** How many clauses an answer would add: exact where a schema is concerned, else what such a part usually has. */
  readonly adds: number;
}

/** A document that is looked through, without any overlay: only the vendor's own words count. */
export interface GapSource {
  /** Name in the report: `specs/books/v1.openapi.yaml`, or the page. */
  readonly file: string;
  /** OpenAPI 3. */
  readonly document: JsonSchema;
  /** What the importer saw in the page. */
  readonly notes: readonly ImportNote[];
  /** What the reader of contracts found wrong: pointer and sentence. */
  readonly problems: readonly { readonly pointer: string; readonly sentence: string }[];
  /** Statuses that runs have seen and that are not documented, by operation (`DELETE /notes/{noteId}`). */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  /** Number of clauses about the type of the schema at a pointer: how often a further keyword there would be a clause. */
  readonly weightOf: (pointer: string) => number;
}

/** One rule: looks through a document and gives what it finds. */
export type GapRule = (source: GapSource) => readonly Gap[];

/** `<file>#<pointer>`. */
export const placeIn = ({ file }: GapSource, ...pointers: readonly string[]): readonly string[] =>
  pointers.map((pointer) => `${file}#${pointer}`);
