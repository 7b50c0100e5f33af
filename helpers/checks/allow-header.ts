import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import { methodsOf } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { header } from './read.ts';

export const allowHeader: Check = {
  id: 'allow-header',
  title: 'SHOULD name the allowed methods in Allow with 405 (RFC 9110, 15.5.6)',
  evaluate(operation, answer) {
    if (answer.status !== 405) return notApplicable('it is not 405');
    const clause = clauseIdAt(operation, ofOperation('allow', 'http'));
    const allow = header(answer, 'allow')
      ?.split(',')
      .map((each) => each.trim().toUpperCase());
    const documented = methodsOf(operation.contract, operation.path);
    if (allow && documented.every((method) => allow.includes(method))) return pass(clause);
    return fail({
      code: 'ALLOW_HEADER',
      clause,
      at: 'header:allow',
      expected: documented.join(', '),
      actual: allow?.join(', ').slice(0, 60) ?? 'absent',
    });
  },
};
