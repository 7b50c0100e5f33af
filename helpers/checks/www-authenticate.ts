import { clauseIdAt, ofHeader } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { header } from './read.ts';

export const wwwAuthenticate: Check = {
  id: 'www-authenticate',
  title: 'SHOULD name the scheme in WWW-Authenticate with 401 (RFC 9110, 15.5.2)',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (answer.status !== 401 || response?.key !== '401') return notApplicable('it is not a documented 401');
    const clause = clauseIdAt(operation, ofHeader('401', 'www-authenticate'));
    if (header(answer, 'www-authenticate') !== undefined) return pass(clause);
    return fail({
      code: 'WWW_AUTHENTICATE',
      clause,
      at: 'header:www-authenticate',
      expected: 'a challenge',
      actual: 'absent',
    });
  },
};
