import { methodsOf } from '../../contract/operations.ts';
import { join } from '../../contract/pointer.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import { anyStatus, caseOf } from '../case.ts';
import type { Family } from '../types.ts';

/** DELETE is not among them: on a path that does not document it, what it would delete is unknown. */
const tried = ['PUT', 'PATCH'];

export const methods: Family = {
  id: 'methods',
  title: 'Methods that the path does not document',
  cases(operation) {
    const known = methodsOf(operation.contract, operation.path);
    // Only a document that names everything says by its silence that a method does not exist.
    const isComplete = policyOf(operation).statuses === 'complete';
    return tried
      .filter((method) => !known.includes(method))
      .map((method) =>
        caseOf(operation, {
          group: 'methods',
          rule: method.toLowerCase(),
          level: isComplete ? 'SHOULD' : 'INFO',
          sentence: isComplete
            ? `reject ${method}, which the path does not document`
            : `how ${method} is answered, which the path does not document`,
          pointer: join('/paths', operation.path),
          says: known,
          // RFC 9110, 15.6.2: a server may know the method for no resource at all.
          statuses: isComplete ? ['4XX', '501'] : [...anyStatus, '501'],
          answers: { outside: true },
          runs: { method },
          edit: (plan) => ({ ...plan, method, body: { kind: 'none' } }),
        }),
      );
  },
};
