import type { Check } from '../contract/types.ts';
import { holds, moot, violated } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

export const validJson: Check = {
  id: 'valid-json',
  title: 'MUST be one JSON value in UTF-8, no byte-order mark, nothing after it (RFC 8259)',
  ask(operation, answer) {
    const documented = jsonResponse(operation, answer);
    if (!documented) return moot('no JSON is documented or declared');
    const clause = `${operation.id}/${documented.response.key}/body/json`;
    const parsed = json(answer);
    return parsed.ok
      ? holds(clause)
      : violated({ code: parsed.code, clause, at: 'body', expected: 'one JSON value in UTF-8', actual: parsed.reason });
  },
};
