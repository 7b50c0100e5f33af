/** What stands between the items of a list in a parameter or a header, by style (OpenAPI 3.0.3, "Style Values"; Swagger 2.0, collectionFormat). */
import { ownOf } from './pointer.ts';

const delimiters: Readonly<Record<string, string>> = { spaceDelimited: ' ', tabDelimited: '\t', pipeDelimited: '|' };

/** The text between two items as it is written, not percent-encoded: a comma unless the style has one of its own. */
export const delimiterOf = (style: string): string => ownOf(delimiters, style) ?? ',';

/** The same in an address: percent-encoded, but for the comma. */
export const encodedDelimiterOf = (style: string): string => {
  const own = ownOf(delimiters, style);
  return own === undefined ? ',' : encodeURIComponent(own);
};
