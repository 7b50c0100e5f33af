import { clauseIdAt, ofHeader } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import { needsCredential } from '../contract/security.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { header } from './read.ts';

export const cacheable: Check = {
  id: 'cacheable',
  title: 'SHOULD forbid shared caches to store responses to authenticated requests (RFC 9111, 3.5)',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (!response || answer.status >= 300 || !needsCredential(operation))
      return notApplicable('the operation is unauthenticated');
    const clause = clauseIdAt(operation, ofHeader(response.key, 'cache-control'));
    const directives = (header(answer, 'cache-control') ?? '')
      .toLowerCase()
      .split(',')
      .map((each) => each.trim());
    const shared = directives.find((each) => each === 'public' || /^s-maxage=0*[1-9]/.test(each));
    if (shared === undefined || directives.includes('no-store')) return pass(clause);
    return fail({
      code: 'CACHE_PUBLIC',
      clause,
      at: 'header:cache-control',
      expected: 'private, no-store or nothing',
      actual: shared.slice(0, 40),
    });
  },
};
