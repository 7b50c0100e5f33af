/** Lists of values that may grow. */
import { isObject } from './pointer.ts';
import type { JsonSchema } from './values.ts';

/**
 * Whether the `enum` of a schema is marked as one that may get further values: `x-extensible-enum` (Zalando RESTful API
 * Guidelines, rule 112; as a mark or with the values), `x-ms-enum` with `modelAsString` (AutoRest).
 */
export function isOpenEnum({ 'x-extensible-enum': mark, 'x-ms-enum': microsoft }: JsonSchema): boolean {
  return (mark !== undefined && mark !== false) || (isObject(microsoft) && microsoft['modelAsString'] === true);
}
