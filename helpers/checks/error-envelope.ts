import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import { follow } from '../contract/pointer.ts';
import type { Check, Json, Operation } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { json } from './read.ts';

export const errorEnvelope: Check = {
  id: 'error-envelope',
  title: 'SHOULD give an undocumented error the envelope of the documented ones',
  evaluate(operation, answer) {
    if (answer.status < 400 || responseFor(operation, answer.status)) return notApplicable('the error is documented');
    if (answer.method === 'HEAD') return notApplicable('an answer to HEAD has no content');
    const required = commonEnvelope(operation);
    if (required.length === 0) return notApplicable('the documented errors have no envelope in common');
    const clause = clauseIdAt(operation, ofOperation('envelope', 'responses'));
    const parsed = json(answer);
    if (!parsed.ok && parsed.code === 'BODY_ENCODED') return notApplicable('its Content-Encoding is not undone');
    const body =
      parsed.ok && typeof parsed.value === 'object' && parsed.value !== null
        ? (parsed.value as Record<string, Json>)
        : undefined;
    const absent = required.filter((name) => body === undefined || !Object.hasOwn(body, name));
    if (absent.length === 0) return pass(clause);
    return fail({
      code: 'ENVELOPE',
      clause,
      at: body === undefined ? 'body' : `/${absent[0]}`,
      expected: required.join(', '),
      actual: body === undefined ? 'no JSON object' : `${absent.join(', ')} absent`,
    });
  },
};

/** Properties that every documented error of the operation requires. */
function commonEnvelope(operation: Operation): string[] {
  const lists = [...operation.responses.values()]
    .filter(({ key }) => /^[45]/.test(key))
    .map(({ content }) => {
      const pointer = content[0]?.schemaPointer;
      const required =
        pointer === undefined ? undefined : follow(operation.contract.document, pointer)?.value['required'];
      return Array.isArray(required) ? required.map(String) : [];
    });
  return (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
}
