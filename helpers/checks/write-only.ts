import { hasWord } from '../contract/has-word.ts';
import { isObject, join } from '../contract/pointer.ts';
import { walkValue } from '../contract/schema-walk.ts';
import type { Check, Json, JsonSchema, Outcome } from '../contract/types.ts';
import { shown } from './body-finding.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { json, jsonResponse, shownPlace } from './read.ts';

export const writeOnly: Check = {
  id: 'write-only',
  title: 'SHOULD carry no property that is for requests only (OpenAPI 3.0.3, Schema Object: writeOnly)',
  evaluate(operation, answer) {
    const { contract } = operation;
    const pointer = hasWord(contract.document, 'writeOnly')
      ? jsonResponse(operation, answer)?.media.schemaPointer
      : undefined;
    const parsed = pointer === undefined ? undefined : json(answer);
    if (pointer === undefined || !parsed?.ok) return notApplicable('nothing of it is for requests only');
    const outcomes = new Map<string, Outcome>();
    const clauseAt = (schemaPointer: string) => contract.schemaClauses?.clauseFor(schemaPointer, 'writeOnly');
    walkValue(contract, pointer, parsed.value, (place, value, applied) => {
      for (const { schema, schemaPointer } of value === null ? [] : applied) {
        const own = schema['writeOnly'] === true ? clauseAt(schemaPointer) : undefined;
        if (own !== undefined && outcomes.get(own)?.kind !== 'fail') outcomes.set(own, found(own, place, value));
        for (const name of absentIn(schema, value)) {
          const clause = clauseAt(join(schemaPointer, 'properties', name));
          if (clause !== undefined && !outcomes.has(clause)) outcomes.set(clause, pass(clause));
        }
      }
    });
    return outcomes.size === 0 ? notApplicable('there is no place for it') : [...outcomes.values()];
  },
};

const found = (clause: string, place: string, value: Json): Outcome =>
  fail({
    code: 'BODY_WRITE_ONLY',
    clause,
    at: shownPlace(place),
    expected: 'absent, as it is for requests only',
    actual: shown(value),
  });

/** The properties for requests only that a schema declares and an object does not have. */
function absentIn({ properties }: JsonSchema, value: Json): string[] {
  if (!isObject(value) || !isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, each]) =>
    isObject(each) && each['writeOnly'] === true && !Object.hasOwn(value, name) ? [name] : [],
  );
}
