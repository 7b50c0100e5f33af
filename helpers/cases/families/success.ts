import { caseOf } from '../case.ts';
import type { Family } from '../types.ts';

export const success: Family = {
  id: 'success',
  title: 'The valid request',
  cases(operation) {
    const response = [...operation.responses.values()].find(({ key }) => key.startsWith('2'));
    if (!response) return [];
    return [
      caseOf(operation, {
        status: response.key,
        rule: 'status',
        level: 'MUST',
        sentence: `answer a valid request with ${response.key}`,
        pointer: response.pointer,
        says: response.description,
        statuses: [response.key],
        // Reading changes nothing, so it may be asked of what the refused cases share; and first, so that a cache has it.
        subject: operation.method === 'GET' ? 'shared' : 'own',
        assumed: 'served',
        edit: (plan) => plan,
      }),
    ];
  },
};
