import { join } from '../../contract/pointer.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import { anyStatus, caseOf } from '../case.ts';
import { idInPath, withHeader, withParameter } from '../edit.ts';
import { successOf } from '../oracle.ts';
import type { Family } from '../types.ts';

export const accept: Family = {
  id: 'accept',
  title: 'An Accept that cannot be met',
  cases(operation) {
    // Sent for a resource that does not exist, so that nothing is read or changed where Accept is ignored (RFC 9110, 12.5.1 allows it).
    const last = operation.parameters.filter(({ place }) => place === 'path').at(-1);
    if (!last) return [];
    const common = {
      group: 'accept',
      pointer: join(operation.pointer, 'responses'),
      says: [...operation.responses.keys()],
    } as const;
    const statuses = policyOf(operation).statuses === 'complete' ? ['2XX'] : successOf(operation);
    const anything = caseOf(operation, {
      ...common,
      rule: 'anything',
      level: 'MUST',
      sentence: 'return a documented response for Accept: */*',
      statuses,
      runs: { resource: 'shared', assumed: 'served' },
      edit: (plan) => withHeader(plan, 'accept', '*/*'),
    });
    const unmeetable = caseOf(operation, {
      ...common,
      rule: 'unmeetable',
      level: 'INFO',
      sentence: 'how a request for an unsupported media type is answered',
      statuses: anyStatus,
      // Where the vendor has that type, an error in it is what the request asked for.
      answers: { outside: true },
      runs: { resource: 'none' },
      edit: (plan, data) => {
        const id = data.unknown(last.name, operation, idInPath(plan, last));
        return withHeader(withParameter(plan, operation, last, id), 'accept', 'application/xml');
      },
    });
    // Reading can be repeated; for what writes, the success itself is a case of its own.
    return operation.method === 'GET' && statuses.length > 0 ? [anything, unmeetable] : [unmeetable];
  },
};
