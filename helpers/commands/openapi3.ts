/** Swagger 2 as OpenAPI 3, where a comparison needs one form of both documents. */
import { convertSwagger2 } from '../contract/read/swagger2.ts';
import type { ToOpenApi3 } from '../verdict/drift/published.ts';

/** The conversion that the reader of contracts uses. */
export const asOpenApi3: ToOpenApi3 = (document) =>
  document['swagger'] === undefined ? document : convertSwagger2(structuredClone(document)).document;
