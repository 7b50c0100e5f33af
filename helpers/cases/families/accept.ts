import { join } from '../../contract/pointer.ts';
import { any, caseOf, withHeader, withPath } from '../case.ts';
import type { Family } from '../types.ts';

export const accept: Family = {
  id: 'accept',
  title: 'An Accept that cannot be met',
  cases(operation) {
    // Asked of something that does not exist, so that nothing is read or changed where Accept is ignored (RFC 9110, 12.5.1 allows it).
    const last = operation.parameters.filter(({ place }) => place === 'path').at(-1);
    if (!last) return [];
    return [
      caseOf(operation, {
        id: 'accept/unmeetable',
        level: 'ASKS',
        sentence: 'how a request for another media type is answered',
        pointer: join(operation.pointer, 'responses'),
        says: [...operation.responses.keys()],
        statuses: any,
        undocumented: true,
        subject: 'none',
        edit: (plan, data) =>
          withHeader(
            withPath(plan, last.name, encodeURIComponent(data.unknown(last.name, operation))),
            'accept',
            'application/x-conformance',
          ),
      }),
    ];
  },
};
