import { methodsOf } from '../../contract/operations.ts';
import { join } from '../../contract/pointer.ts';
import { caseOf } from '../case.ts';
import type { Family } from '../types.ts';

/** DELETE is not among them: on a path that does not document it, nobody knows what it would delete. */
const asked = ['PUT', 'PATCH'];

export const methods: Family = {
  id: 'methods',
  title: 'Methods that the path does not document',
  cases(operation) {
    const known = methodsOf(operation.contract, operation.path);
    return asked
      .filter((method) => !known.includes(method))
      .map((method) =>
        caseOf(operation, {
          group: 'methods',
          rule: method.toLowerCase(),
          level: 'SHOULD',
          sentence: `refuse ${method}, which the path does not document`,
          pointer: join('/paths', operation.path),
          says: known,
          // RFC 9110, 15.6.2: a server may know the method for no resource at all.
          statuses: ['4XX', '501'],
          outside: true,
          method,
          edit: (plan) => ({ ...plan, method, body: { kind: 'none' } }),
        }),
      );
  },
};
