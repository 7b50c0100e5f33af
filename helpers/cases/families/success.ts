import { isSafe } from '../../contract/methods.ts';
import { caseOf } from '../case.ts';
import { successOf } from '../oracle.ts';
import type { Family } from '../types.ts';

export const success: Family = {
  id: 'success',
  title: 'The valid request',
  cases(operation) {
    const response = [...operation.responses.values()].find(({ key }) => key.startsWith('2'));
    if (!response) return [];
    const statuses = successOf(operation);
    return [
      caseOf(operation, {
        rule: 'status',
        status: response.key,
        level: 'MUST',
        sentence: `answer a valid request with ${statuses.join(' or ')}`,
        pointer: response.pointer,
        says: response.description,
        statuses,
        // Reading changes nothing, so it may be asked of what the rejected cases share; and first, so that a cache has it.
        runs: { resource: isSafe(operation.method) ? 'shared' : 'own', assumed: 'served' },
        edit: (plan) => plan,
      }),
    ];
  },
};
