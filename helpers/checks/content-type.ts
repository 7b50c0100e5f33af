import { clauseIdAt, ofResponse } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { header, mediaType } from './read.ts';

export const contentType: Check = {
  id: 'content-type',
  title: 'MUST declare the documented Content-Type',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (!response || response.content.length === 0) return notApplicable('no content is documented');
    if (answer.method === 'HEAD') return notApplicable('an answer to HEAD has no content');
    const clause = clauseIdAt(operation, ofResponse(response.key, 'content-type'));
    const type = mediaType(answer);
    if (type !== undefined && response.content.some((documented) => matches(documented.type, type)))
      return pass(clause);
    return fail({
      code: 'CONTENT_TYPE',
      clause,
      at: 'header:content-type',
      expected: response.content.map((documented) => documented.type).join(' | '),
      actual: type ?? (header(answer, 'content-type') === undefined ? 'none' : 'not a media type'),
      values: {
        expected: { kind: 'media-type', oneOf: response.content.map((documented) => essenceOf(documented.type)) },
      },
    });
  },
};

/** Parameters and letter case do not matter; `application/*` covers its subtypes. */
function matches(documented: string, type: string): boolean {
  const essence = essenceOf(documented);
  return essence === '*/*' || essence === type || (essence.endsWith('/*') && type.startsWith(essence.slice(0, -1)));
}

const essenceOf = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();
