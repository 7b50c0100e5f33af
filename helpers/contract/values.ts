/** Words that everything here is made of. */

/** MUST fails a run, SHOULD warns, INFO is recorded and never judged. */
export type Level = 'MUST' | 'SHOULD' | 'INFO';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema object as the document holds it (after the overlay), `$ref`s resolved one level by the reader. */
export type JsonSchema = { readonly [key: string]: Json };

/** The user's mistake (document, environment, arguments): one clear line, exit 2, never a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
