import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { holds, moot, violated } from './outcome.ts';
import { header } from './read.ts';

export const bodyLength: Check = {
  id: 'body-length',
  title: 'MUST have a Content-Length that is the length of the body (RFC 9110, 8.6)',
  ask(operation, answer) {
    const response = responseFor(operation, answer.status);
    const declared = header(answer, 'content-length');
    if (!response) return moot('the status is not documented');
    if (declared === undefined) return moot('no Content-Length');
    if (answer.method === 'HEAD' || answer.status === 204 || answer.status === 304)
      return moot('the length is of another answer');
    if ((header(answer, 'content-encoding') ?? 'identity') !== 'identity')
      return moot('the length is of the encoded body');
    const clause = `${operation.id}/${response.key}/length`;
    if (Number(declared) === answer.body.length) return holds(clause);
    return violated({
      code: 'CONTENT_LENGTH',
      clause,
      at: 'header:content-length',
      expected: `${answer.body.length}, the length of the body`,
      actual: declared.slice(0, 40),
    });
  },
};
