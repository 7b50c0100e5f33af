import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import type { Check } from '../contract/types.ts';
import { fail, pass, recorded } from './outcome.ts';

export const documentedStatus: Check = {
  id: 'documented-status',
  title: 'MUST answer with a status the operation documents',
  evaluate(operation, { status }) {
    const clause = clauseIdAt(operation, ofOperation('responses'));
    if (responseFor(operation, status)) return pass(clause);
    // Of a set-up operation only the success was documented in what was read.
    if (operation.setUpOnly && status < 500)
      return recorded(clause, `answered ${status}, which the pages that were read neither document nor exclude`);
    // Whoever asks too often may be told so by any server (RFC 6585, 4); where a limit is documented, so is the status.
    if (status === 429) return recorded(clause, 'answered 429, though no limit is documented');
    return fail({
      code: 'STATUS_UNDOCUMENTED',
      clause,
      at: 'status',
      expected: [...operation.responses.keys()].join(' | '),
      actual: String(status),
      status,
      values: { expected: { kind: 'status', oneOf: [...operation.responses.keys()] }, actual: status },
    });
  },
};
