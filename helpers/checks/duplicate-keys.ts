import { parse } from 'lossless-json';
import type { Check } from '../contract/types.ts';
import { holds, moot, violated } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

export const duplicateKeys: Check = {
  id: 'duplicate-keys',
  title: 'SHOULD have no key twice in an object (RFC 8259, 4)',
  ask(operation, answer) {
    const documented = jsonResponse(operation, answer);
    const parsed = documented && json(answer);
    if (!documented || !parsed?.ok) return moot('there is no JSON');
    const clause = `${operation.id}/${documented.response.key}/body/duplicate-keys`;
    try {
      parse(parsed.text, null, { parseNumber: () => 0, onDuplicateKey: ({ key }) => refuse(key) });
      return holds(clause);
    } catch (error) {
      if (error instanceof DuplicateKey)
        return violated({
          code: 'KEY_TWICE',
          clause,
          at: 'body',
          expected: 'every key once',
          actual: 'a key is there twice',
        });
      return moot('it is nested too deeply to look');
    }
  },
};

class DuplicateKey extends Error {}

function refuse(key: string): never {
  throw new DuplicateKey(key);
}
