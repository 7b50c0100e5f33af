import { clauseIdAt, ofBody } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';

export const noBody: Check = {
  id: 'no-body',
  title: 'MUST have no body with 204 (RFC 9110, 15.3.5)',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (!response || response.content.length > 0 || (answer.status !== 204 && answer.status !== 304))
      return notApplicable('the status may have a body');
    const clause = clauseIdAt(operation, ofBody(response.key, '', 'none'));
    if (answer.body.length === 0) return pass(clause);
    return fail({
      code: 'BODY_FORBIDDEN',
      clause,
      at: 'body',
      expected: 'no body',
      actual: `${answer.body.length} bytes`,
      values: { expected: { kind: 'no-body' }, actual: answer.body.length },
    });
  },
};
