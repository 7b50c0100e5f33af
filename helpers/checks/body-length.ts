import { clauseIdAt, ofResponse } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { header } from './read.ts';

export const bodyLength: Check = {
  id: 'body-length',
  title: 'MUST have a Content-Length that is the length of the body (RFC 9110, 8.6)',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    const declared = header(answer, 'content-length');
    if (!response) return notApplicable('the status is not documented');
    if (declared === undefined) return notApplicable('no Content-Length');
    if (answer.method === 'HEAD' || answer.status === 204 || answer.status === 304)
      return notApplicable('the length is of another answer');
    if ((header(answer, 'content-encoding') ?? 'identity') !== 'identity')
      return notApplicable('the length is of the encoded body');
    const clause = clauseIdAt(operation, ofResponse(response.key, 'length'));
    if (Number(declared) === answer.body.length) return pass(clause);
    return fail({
      code: 'CONTENT_LENGTH',
      clause,
      at: 'header:content-length',
      expected: `${answer.body.length}, the length of the body`,
      actual: declared.slice(0, 40),
    });
  },
};
