import { clauseIdAt, ofResponse } from '../contract/clause.ts';
import { documentedFor, essenceOf } from '../contract/media-type.ts';
import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { header, mayHaveBody, mediaType } from './read.ts';

export const contentType: Check = {
  id: 'content-type',
  title: 'MUST declare the documented Content-Type',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (!response || response.content.length === 0) return notApplicable('no content is documented');
    if (!mayHaveBody(answer)) return notApplicable('an answer to HEAD, 204 and 304 have no content');
    const clause = clauseIdAt(operation, ofResponse(response.key, 'content-type'));
    const type = mediaType(answer);
    if (type !== undefined && documentedFor(response.content, type)) return pass(clause);
    return fail({
      code: 'CONTENT_TYPE',
      clause,
      at: 'header:content-type',
      expected: response.content.map((documented) => documented.type).join(' | '),
      actual: type ?? (header(answer, 'content-type') === undefined ? 'none' : 'not a media type'),
      values: {
        expected: { kind: 'media-type', oneOf: response.content.map(({ type: range }) => essenceOf(range) ?? range) },
      },
    });
  },
};
