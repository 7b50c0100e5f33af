import { clauseIdAt, ofBody } from '../contract/clause.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

export const duplicateKeys: Check = {
  id: 'duplicate-keys',
  title: 'SHOULD have no key twice in an object (RFC 8259, 4)',
  evaluate(operation, answer) {
    const documented = jsonResponse(operation, answer);
    const parsed = documented && json(answer);
    if (!documented || !parsed?.ok) return notApplicable('there is no JSON');
    const clause = clauseIdAt(operation, ofBody(documented.response.key, '', 'duplicate-keys'));
    if (!hasKeyTwice(parsed.text)) return pass(clause);
    const [expected, actual] = ['every key once', 'a key is duplicated'];
    return fail({ code: 'DUPLICATE_KEY', clause, at: 'body', expected, actual });
  },
};

/** Whether an object of a valid JSON text has a key twice, whatever the values. No recursion: a body may be nested at will. */
function hasKeyTwice(text: string): boolean {
  // A set only where there is a key: a body of nothing but brackets would cost a gigabyte of them.
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '"') {
      const end = endOfString(text, i);
      string = text.slice(i, end + 1);
      i = end;
    } else if (character === '{' || character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === ':') {
      const key = JSON.parse(string) as string;
      const keys = (open[open.length - 1] ??= new Set());
      if (keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}
