import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import { classify, isDocumented, situationOf } from '../contract/status-oracle.ts';
import type { Check } from '../contract/types.ts';
import { fail, inconclusive, pass, recorded } from './outcome.ts';

export const documentedStatus: Check = {
  id: 'documented-status',
  title: 'MUST answer with a status the operation documents',
  evaluate(operation, answer, request) {
    const { status } = answer;
    const clause = clauseIdAt(operation, ofOperation('responses'));
    if (isDocumented(operation, status) && status !== 304) return pass(clause);
    const judgement = classify(operation, request ? situationOf(request, answer) : { status });
    if (judgement === 'conforms') return pass(clause);
    if (judgement === 'INFO') return recorded(clause, `answered ${status}, which is not documented`);
    if (typeof judgement === 'object')
      return inconclusive(clause, judgement.inconclusive, `answered ${status}, which is not documented`);
    return fail({
      code: 'STATUS_UNDOCUMENTED',
      clause,
      at: 'status',
      expected:
        status === 304
          ? 'no 304, as the request was not conditional (RFC 9110, 15.4.5)'
          : [...operation.responses.keys()].join(' | '),
      actual: String(status),
      status,
      values: { expected: { kind: 'status', oneOf: [...operation.responses.keys()] }, actual: status },
      level: judgement,
    });
  },
};
