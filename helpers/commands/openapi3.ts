/** Swagger 2 as OpenAPI 3, where a comparison needs one form of both documents. */
import { UserError } from '../contract/types.ts';
import type { ToOpenApi3 } from '../verdict/drift/published.ts';

/** The conversion that the reader of contracts uses. */
export const asOpenApi3 = (): Promise<ToOpenApi3> =>
  Promise.resolve((document) => {
    if (typeof document['openapi'] === 'string') return document;
    throw new UserError('Swagger 2 documents cannot be compared yet: convert them to OpenAPI 3');
  });
