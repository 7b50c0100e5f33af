import { join } from '../../contract/pointer.ts';
import { anyStatus, caseOf, withHeader, withPath } from '../case.ts';
import type { Family } from '../types.ts';

export const accept: Family = {
  id: 'accept',
  title: 'An Accept that cannot be met',
  cases(operation) {
    // Asked of something that does not exist, so that nothing is read or changed where Accept is ignored (RFC 9110, 12.5.1 allows it).
    const last = operation.parameters.filter(({ place }) => place === 'path').at(-1);
    if (!last) return [];
    const anything = caseOf(operation, {
      group: 'accept',
      rule: 'anything',
      level: 'MUST',
      sentence: 'answer as documented whoever accepts anything',
      pointer: join(operation.pointer, 'responses'),
      says: [...operation.responses.keys()],
      statuses: ['2XX'],
      subject: 'shared',
      assumed: 'served',
      edit: (plan) => withHeader(plan, 'accept', '*/*'),
    });
    return [
      // Reading is safe to ask once more; for what writes, the success itself is asked by a case of its own.
      ...(operation.method === 'GET' ? [anything] : []),
      caseOf(operation, {
        group: 'accept',
        rule: 'unmeetable',
        level: 'INFO',
        sentence: 'how a request for another media type is answered',
        pointer: join(operation.pointer, 'responses'),
        says: [...operation.responses.keys()],
        statuses: anyStatus,
        // Where the vendor has it, an error in that type is what was asked for.
        outside: true,
        subject: 'none',
        edit: (plan, data) =>
          withHeader(
            withPath(
              plan,
              last.name,
              encodeURIComponent(data.unknown(last.name, operation, decodeURIComponent(plan.path[last.name] ?? ''))),
            ),
            'accept',
            'application/xml',
          ),
      }),
    ];
  },
};
