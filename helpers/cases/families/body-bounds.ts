/** Bodies whose properties are all just inside their lower, or upper, bounds. */
import { isObject, ownOf, setOwn } from '../../contract/pointer.ts';
import type { Json, JsonSchema, Operation, RequestPlan } from '../../contract/types.ts';
import { caseOf, withArticle } from '../case.ts';
import { propertyIn, withProperty } from '../edit.ts';
import { mergedSchema } from '../generate/merge.ts';
import { typeOf } from '../invalid-values.ts';
import { insideOf } from '../oracle.ts';
import { proposeBody } from '../request-body.ts';
import type { Case } from '../types.ts';
import { accepts } from '../valid.ts';

/** A property of a body, and where its schema stands. */
export interface BoundedProperty {
  readonly name: string;
  readonly pointer: string;
}

type End = 'lower' | 'upper';

interface AtBound {
  readonly name: string;
  /** `a title of exactly 3 characters`. */
  readonly sentence: string;
  /** The value on the bound, made from the one that the valid request has; undefined where it has to stay. */
  readonly from: (current: Json | undefined) => Json | undefined;
}

/** At most two cases of a body, one for each end; `schemaPointer` is that of the body as a whole. */
export const boundCases = (
  operation: Operation,
  schemaPointer: string,
  properties: readonly BoundedProperty[],
): Case[] =>
  (['lower', 'upper'] as const).flatMap((end) => {
    const all = properties.flatMap((property) => atBound(operation, property, end) ?? []);
    const valid = all.filter((each) => isAccepted(operation, schemaPointer, [each]));
    return valid.length > 0 && isAccepted(operation, schemaPointer, valid) ? [caseFor(operation, end, valid)] : [];
  });

function caseFor(operation: Operation, end: End, bounds: readonly AtBound[]): Case {
  const names = bounds.map(({ name }) => name);
  const [first] = bounds;
  const listed = [
    ...names.slice(0, mostNamed),
    ...(names.length > mostNamed ? [`${names.length - mostNamed} more`] : []),
  ];
  const edit = (plan: RequestPlan, of: readonly AtBound[]) =>
    of.reduce((edited, each) => withBound(edited, operation, each), plan);
  const made = caseOf(operation, {
    group: 'body',
    rule: `${end}-inside`,
    level: 'SHOULD',
    sentence:
      first && bounds.length === 1
        ? `accept a body with ${first.sentence}`
        : `accept a body with ${listed.slice(0, -1).join(', ')} and ${listed.at(-1)} at their ${end} bounds`,
    pointer: operation.body?.pointer ?? '',
    says: bounds.map(({ sentence }) => sentence),
    statuses: insideOf(operation),
    runs: { resource: 'own', assumed: 'served' },
    edit: (plan) => edit(plan, bounds),
  });
  const alone = bounds.map((each) => ({ sentence: each.sentence, edit: (plan: RequestPlan) => edit(plan, [each]) }));
  return { ...made, alone };
}

/** Names in a sentence. */
const mostNamed = 3;

function withBound(plan: RequestPlan, operation: Operation, { name, from }: AtBound): RequestPlan {
  const value = from(propertyIn(plan, name));
  return value === undefined ? plan : withProperty(plan, operation, name, value);
}

/** Whether the schema of the body accepts the document's own valid body with these changes. */
function isAccepted(operation: Operation, schemaPointer: string, bounds: readonly AtBound[]): boolean {
  const proposed = proposeBody(operation, true);
  if ('reason' in proposed) return false;
  const { body } = proposed;
  if ((body.kind !== 'json' && body.kind !== 'form') || !isObject(body.value)) return false;
  const value: Record<string, Json> = { ...body.value };
  for (const { name, from } of bounds) {
    const changed = from(ownOf(value, name));
    if (changed !== undefined) setOwn(value, name, changed);
  }
  return accepts(operation.contract, schemaPointer, value);
}

/** A value that names something has to name what is there. */
const namesSomething = /(?:ids?|key|ref)$/i;

function atBound(operation: Operation, { name, pointer }: BoundedProperty, end: End): AtBound | undefined {
  const { document } = operation.contract;
  const schema = mergedSchema(document, pointer)?.schema;
  if (!schema || namesSomething.test(name) || schema['enum'] !== undefined || schema['const'] !== undefined) return;
  switch (typeOf(schema)) {
    case 'string':
      return textAtBound(name, schema, { end, creates: operation.method === 'POST' });
    case 'integer':
    case 'number':
      return numberAtBound(name, schema, end);
    case 'array':
      return listAtBound(name, schema, end);
    default:
      return undefined;
  }
}

/** Longer texts and lists are not made: they would be rejected for their size. */
const [longestText, longestList] = [1_000, 100];

const lengthOf = (schema: JsonSchema, keyword: string, most: number): number | undefined => {
  const length = schema[keyword];
  return typeof length === 'number' && length > 0 && length <= most ? length : undefined;
};

function textAtBound(
  name: string,
  schema: JsonSchema,
  { end, creates }: { end: End; creates: boolean },
): AtBound | undefined {
  const length = lengthOf(schema, end === 'lower' ? 'minLength' : 'maxLength', longestText);
  if (length === undefined || schema['pattern'] !== undefined || schema['format'] !== undefined) return undefined;
  // Texts of what is created tell it from what was there before: they stay what they are, or get longer.
  if (creates && end === 'lower') return undefined;
  return {
    name,
    sentence: `${withArticle(name)} of exactly ${length} ${length === 1 ? 'character' : 'characters'}`,
    from: (current) => {
      const isKept = end === 'upper' && typeof current === 'string' && current.length <= length;
      return isKept ? current.padEnd(length, 'a') : 'a'.repeat(length);
    },
  };
}

function numberAtBound(name: string, schema: JsonSchema, end: End): AtBound | undefined {
  const [bound, exclusiveBound, sign] =
    end === 'lower' ? (['minimum', 'exclusiveMinimum', 1] as const) : (['maximum', 'exclusiveMaximum', -1] as const);
  const { [bound]: limit, [exclusiveBound]: exclusive, multipleOf } = schema;
  const step = typeof multipleOf === 'number' ? multipleOf : typeOf(schema) === 'integer' ? 1 : undefined;
  const inside = [
    ...(typeof limit === 'number' && exclusive !== true ? [limit] : []),
    ...(typeof limit === 'number' && exclusive === true && step !== undefined ? [limit + sign * step] : []),
    ...(typeof exclusive === 'number' && step !== undefined ? [exclusive + sign * step] : []),
  ];
  if (inside.length === 0) return undefined;
  const value = end === 'lower' ? Math.max(...inside) : Math.min(...inside);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined;
  return { name, sentence: `${withArticle(name)} of exactly ${value}`, from: () => value };
}

function listAtBound(name: string, schema: JsonSchema, end: End): AtBound | undefined {
  const length = lengthOf(schema, end === 'lower' ? 'minItems' : 'maxItems', longestList);
  if (length === undefined) return undefined;
  return {
    name,
    sentence: `${name} of exactly ${length} ${length === 1 ? 'item' : 'items'}`,
    from: (current) => {
      const [first, ...rest] = Array.isArray(current) ? (current as readonly Json[]) : [];
      if (first === undefined) return undefined;
      const items = [first, ...rest].slice(0, length);
      if (items.length < length && schema['uniqueItems'] === true) return undefined;
      return [...items, ...Array.from({ length: length - items.length }, () => first)];
    },
  };
}
