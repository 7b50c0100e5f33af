import { clauseIdAt, ofBody } from '../contract/clause.ts';
import type { Check } from '../contract/types.ts';
import { fail, inconclusive, notApplicable, pass } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

export const validJson: Check = {
  id: 'valid-json',
  title: 'MUST be one JSON value in UTF-8, no byte-order mark, nothing after it (RFC 8259)',
  evaluate(operation, answer) {
    const documented = jsonResponse(operation, answer);
    if (!documented) return notApplicable('no JSON is documented or declared');
    const clause = clauseIdAt(operation, ofBody(documented.response.key, '', 'json'));
    const parsed = json(answer);
    if (!parsed.ok && parsed.code === 'BODY_ENCODED')
      return inconclusive(clause, 'environment', `the body cannot be read: ${parsed.reason}`);
    return parsed.ok
      ? pass(clause)
      : fail({
          code: parsed.code,
          clause,
          at: 'body',
          expected: 'one JSON value in UTF-8',
          actual: parsed.reason,
          values: { expected: { kind: 'json' } },
        });
  },
};
