/** What a profile cannot express: code for one vendor. Every part is optional. */
import type { Body, Operation } from '../contract/types.ts';

export interface Plugin {
  /** The name of the vendor's folder in `specs/`. */
  readonly vendor: string;
  /** An id in the spelling that an operation expects, where versions of an API spell the same id differently. */
  readonly spell?: (id: string, parameter: string, operation: Operation) => string;
  /** The same text for all spellings of an id; without it an id has one spelling. */
  readonly canonicalId?: (id: string) => string;
  /** Headers that the store behind a signed URL needs. */
  readonly uploadHeaders?: (url: string) => Readonly<Record<string, string>>;
  /** Another body for a creation that was rejected as invalid, with the reason why it is sent; `field` is the name of its file part. */
  readonly alternativeBody?: (field: string) => { readonly body: Body; readonly because: string };
}
