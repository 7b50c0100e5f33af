import { isObject, join } from '../../contract/pointer.ts';
import { text } from '../../contract/text.ts';
import type { Json, Operation, Parameter } from '../../contract/types.ts';
import { caseOf, withArticle } from '../case.ts';
import { withParameter } from '../edit.ts';
import { mergedSchema } from '../generate/merge.ts';
import { invalidLists, invalidObjects, invalidValues, type InvalidValue } from '../invalid-values.ts';
import { insideOf, rejectionOf, type Fault } from '../oracle.ts';
import { examplesOf, sentParameters } from '../parameter.ts';
import { propose } from '../propose.ts';
import type { Case, Family } from '../types.ts';
import { accepts } from '../valid.ts';

export const schemaBounds: Family = {
  id: 'schema-bounds',
  title: 'Parameters outside their schema, and just inside its bounds',
  cases: (operation) => sentParameters(operation).flatMap((parameter) => casesOf(operation, parameter)),
};

function casesOf(operation: Operation, parameter: Parameter): Case[] {
  if (parameter.schemaPointer === undefined) return [];
  return valuesFor(operation, parameter, parameter.schemaPointer)
    .filter(({ value }) => canBeSent(value, parameter))
    .map((each) => caseFor(operation, parameter, each));
}

function caseFor(operation: Operation, parameter: Parameter, { keyword, sentence, value, inside }: InvalidValue): Case {
  const { name, pointer, schema } = parameter;
  const rejected = rejectionOf(operation, faultOf(parameter, keyword));
  return caseOf(operation, {
    group: 'parameters',
    on: parameter.label,
    rule: keyword,
    level: inside ? 'SHOULD' : rejected.level,
    sentence: `${inside ? 'accept' : 'reject'} ${withArticle(name)} ${sentence}`,
    pointer,
    says: [keyword, schema],
    statuses: inside ? insideOf(operation) : rejected.level === 'INFO' ? ['*'] : rejected.statuses,
    ...(inside ? {} : { answers: { acceptedCode: 'VALUE_ACCEPTED' as const } }),
    runs: inside ? { resource: 'own', assumed: 'served' } : { resource: 'shared' },
    edit: (plan) => withParameter(plan, operation, parameter, value),
  });
}

/** Sizes of a page are often reduced to what is allowed, which harms no caller. */
const pageSize =
  /(?:^|[_-])(?:limit|per_?page|page_?size|max_?results|size|count|top|first|last|take|rows)$|(?:pageSize|maxResults)$/i;

function faultOf({ name, place }: Parameter, keyword: string): Fault {
  if (keyword === 'format') return 'format';
  return place === 'query' && (keyword === 'minimum' || keyword === 'maximum') && pageSize.test(name)
    ? 'page-size'
    : 'outside-schema';
}

/** Values outside the schema of a parameter: of one text, of a list by its items, of an object by its properties. */
function valuesFor(operation: Operation, parameter: Parameter, pointer: string): InvalidValue[] {
  const { contract } = operation;
  const isValid = (value: Json) => accepts(contract, pointer, value);
  const merged = mergedSchema(contract.document, pointer);
  if (!merged) return [];
  const { schema } = merged;
  if (schema['type'] !== 'array' && schema['type'] !== 'object') return invalidValues(schema, isValid);
  // An invalid list or object is a valid one with one fault.
  const valid = propose(contract, pointer, { examples: examplesOf(operation, parameter), name: parameter.name });
  if ('reason' in valid) return [];
  if (Array.isArray(valid.value)) {
    const items = mergedSchema(contract.document, join(merged.pointer, 'items'))?.schema ?? {};
    return invalidLists(schema, items, valid.value as readonly Json[], isValid);
  }
  const names = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const properties = names.flatMap((name) => {
    const property = mergedSchema(contract.document, join(merged.pointer, 'properties', name));
    return property ? [[name, property.schema] as const] : [];
  });
  return invalidObjects(properties, valid.value, isValid);
}

/** An empty text makes another path; a header holds printable ASCII only. */
function canBeSent(value: Json, { place }: Parameter): boolean {
  const written = typeof value === 'object' && value !== null ? JSON.stringify(value) : text(value);
  if (place === 'path') return written !== '' && written !== '[]';
  return place !== 'header' || /^[\x20-\x7e]*$/.test(written);
}
