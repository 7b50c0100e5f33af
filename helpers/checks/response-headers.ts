import { clauseIdAt, ofHeader } from '../contract/clause.ts';
import { delimiterOf } from '../contract/delimiters.ts';
import { isJson } from '../contract/media-type.ts';
import { responseFor } from '../contract/operations.ts';
import { text } from '../contract/text.ts';
import type { Check, Json, Operation, ResponseHeader } from '../contract/types.ts';
import { fail, notApplicable, pass, recorded } from './outcome.ts';
import { header } from './read.ts';
import { headerCandidates } from './simple-value.ts';

export const responseHeaders: Check = {
  id: 'response-headers',
  title: 'MUST have the documented headers with documented values',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (!response || response.headers.length === 0) return notApplicable('no headers are documented');
    return response.headers.flatMap((documented) => {
      const { name, level, valueRule, schema } = documented;
      const clause = clauseIdAt(operation, ofHeader(response.key, name.toLowerCase()));
      const valueClause = clauseIdAt(operation, ofHeader(response.key, name.toLowerCase(), valueRule));
      const value = header(answer, name);
      const at = `header:${name.toLowerCase()}`;
      if (value === undefined && level === 'INFO') return recorded(clause, 'absent');
      if (value === undefined)
        return fail({
          code: 'HEADER_ABSENT',
          clause,
          at,
          expected: `${name} present`,
          actual: 'absent',
          values: { expected: { kind: 'present', anyOf: [name] } },
        });
      const isThere = valueClause === clause ? [] : [pass(clause)];
      if (isValid(operation, documented, value)) return [...isThere, pass(valueClause)];
      const finding = fail({
        code: 'HEADER_VALUE',
        clause: valueClause,
        at,
        expected: `${text(schema['type'] ?? 'a documented value')}${schema['minimum'] === undefined ? '' : `, at least ${text(schema['minimum'])}`}`,
        actual: /^[\w.: -]{1,40}$/.test(value) ? value : `${value.length} characters`,
      });
      return [...isThere, finding];
    });
  },
};

/** Headers whose value HTTP makes a date of its own form, whatever a document calls it (RFC 9110, 5.6.7). */
const dated = new Set(['date', 'expires', 'last-modified', 'retry-after', 'sunset']);
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

function isValid(
  { contract }: Operation,
  { name, schemaPointer, mediaType, style }: ResponseHeader,
  value: string,
): boolean {
  if (schemaPointer === undefined || (dated.has(name.toLowerCase()) && httpDate.test(value))) return true;
  const candidates =
    mediaType === undefined ? headerCandidates(value, delimiterOf(style)) : contentCandidates(mediaType, value);
  return candidates.some((candidate) => contract.schemas.accepts(schemaPointer, candidate));
}

/** A header with `content` is written in its media type. */
function contentCandidates(mediaType: string, value: string): Json[] {
  if (!isJson(mediaType)) return [value];
  try {
    return [JSON.parse(value) as Json];
  } catch {
    return [];
  }
}
