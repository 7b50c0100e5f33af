/** Bodies with one property left out, of another type, outside its schema, or naming nothing. */
import { follow, isObject, join } from '../../contract/pointer.ts';
import { saysNull } from '../../contract/says-null.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import { text } from '../../contract/text.ts';
import type { Json, JsonSchema, Operation, RequestPlan } from '../../contract/types.ts';
import { anyStatus, caseOf, withArticle } from '../case.ts';
import { propertyIn, withProperty } from '../edit.ts';
import { flatten, mergedSchema, Unbuildable, type Node } from '../generate/merge.ts';
import { invalidValues } from '../invalid-values.ts';
import { rejectionOf, type Fault } from '../oracle.ts';
import { kindOf, mediaTypeOf } from '../request-body.ts';
import type { Case, Expectation, TestData } from '../types.ts';
import { accepts } from '../valid.ts';
import { boundCases } from './body-bounds.ts';

interface Property {
  readonly name: string;
  /** Where its schema stands, `$ref`s followed, and that schema. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly accepts: (value: Json) => boolean;
}

/** The cases about the properties that every body of the schema has to keep to; branches of a choice are left alone. */
export function propertyCases(operation: Operation, pointer: string): Case[] {
  const nodes = nodesAt(operation, pointer);
  const holder = nodes.find(({ schema }) => isObject(schema['properties']));
  if (!holder) return [];
  const properties = propertiesOf(operation, nodes);
  return [
    ...properties.flatMap((property) => casesOf(operation, property)),
    ...boundCases(operation, pointer, properties),
    undeclared(operation, holder),
  ];
}

function nodesAt({ contract }: Operation, pointer: string): readonly Node[] {
  try {
    return flatten(contract.document, pointer).nodes;
  } catch (error) {
    if (error instanceof Unbuildable) return [];
    throw error;
  }
}

/** Names of the properties that every body of the schema has to have. */
export const requiredProperties = (operation: Operation, pointer: string): ReadonlySet<string> =>
  requiredIn(nodesAt(operation, pointer));

const requiredIn = (nodes: readonly Node[]): ReadonlySet<string> =>
  new Set(nodes.flatMap(({ schema }) => (Array.isArray(schema['required']) ? schema['required'].map(String) : [])));

function propertiesOf({ contract }: Operation, nodes: readonly Node[]): Property[] {
  const required = requiredIn(nodes);
  const found = new Map<string, Property>();
  for (const { pointer, schema } of nodes)
    for (const name of isObject(schema['properties']) ? Object.keys(schema['properties']) : []) {
      const at = join(pointer, 'properties', name);
      const target = follow(contract.document, at);
      const merged = mergedSchema(contract.document, at);
      // What is readOnly is ignored by many servers rather than rejected.
      if (!target || !merged || merged.schema['readOnly'] === true || found.has(name)) continue;
      found.set(name, {
        name,
        pointer: target.pointer,
        schema: target.value,
        required: required.has(name),
        accepts: (value) => accepts(contract, at, value),
      });
    }
  return [...found.values()];
}

interface Wrong {
  readonly rule: string;
  readonly sentence: string;
  readonly fault: Fault;
  readonly acceptedCode?: Expectation['acceptedCode'];
  readonly says?: unknown;
  readonly value: (plan: RequestPlan, data: TestData) => Json | undefined;
}

function caseFor(operation: Operation, property: Property, wrong: Wrong): Case {
  const { name, pointer, schema, required } = property;
  const { rule, sentence, fault, acceptedCode = 'BODY_ACCEPTED' } = wrong;
  const { level, statuses } = rejectionOf(operation, fault);
  return caseOf(operation, {
    group: 'body',
    on: name,
    rule,
    level,
    sentence: `reject ${sentence}`,
    pointer,
    says: wrong.says ?? [name, rule, schema, required],
    statuses: level === 'INFO' ? anyStatus : statuses,
    answers: { acceptedCode },
    edit: (plan, data) => withProperty(plan, operation, name, wrong.value(plan, data)),
  });
}

const oddId = `o'conformance"\u0000${'x'.repeat(285)}`;

function casesOf(operation: Operation, property: Property): Case[] {
  const { name, schema, required } = property;
  const about = (rule: string, sentence: string, fault: Fault, value: Json | undefined) =>
    caseFor(operation, property, { rule, sentence, fault, value: () => value });
  // A form holds texts: what is of another type there can only be told for numbers and booleans.
  const isTyped = kindOf(mediaTypeOf(operation)?.type ?? '') === 'json';
  const isId =
    schema['type'] === 'string' && /id$/i.test(name) && schema['enum'] === undefined && operation.responses.has('404');
  // Null that only prose allows is not judged.
  const isFreeNull =
    !isTyped || property.accepts(null) || (policyOf(operation).statuses === 'default' && saysNull(schema));
  return [
    ...(isId ? idCases(operation, property, isTyped) : []),
    ...(required ? [about('required', `a body without ${name}`, 'required', undefined)] : []),
    ...(isFreeNull ? [] : [about('null', `null for ${name}`, 'outside-schema', null)]),
    ...invalidValues(
      mergedSchema(operation.contract.document, property.pointer)?.schema ?? schema,
      property.accepts,
      isTyped,
    )
      .filter(({ inside }) => !inside)
      .map(({ keyword, sentence, value }) =>
        about(keyword, `${withArticle(name)} ${sentence}`, keyword === 'format' ? 'format' : 'outside-schema', value),
      ),
  ];
}

function idCases(operation: Operation, property: Property, isTyped: boolean): Case[] {
  const { name } = property;
  const isComplete = policyOf(operation).statuses === 'complete';
  const current = (plan: RequestPlan): Json | undefined => propertyIn(plan, name);
  return [
    caseFor(operation, property, {
      rule: 'unknown',
      sentence: `an unknown ${name} (404)`,
      fault: 'unknown-id',
      acceptedCode: 'UNKNOWN_ACCEPTED',
      says: [name, operation.responses.get('404')?.description],
      value: (plan, data) => data.unknown(name, operation, text(current(plan))),
    }),
    // The right value in the wrong type: what is loosely compared, or handed on to a database, may accept it.
    ...(isTyped
      ? [
          caseFor(operation, property, {
            rule: 'list',
            sentence: `a list that holds the ${name}`,
            fault: 'outside-schema',
            says: [name, 'list'],
            value: (plan) => [current(plan) ?? ''],
          }),
        ]
      : []),
    // A value that cannot be an id may be rejected as invalid or as not found; by default it is one more that is unknown.
    caseFor(operation, property, {
      rule: 'odd',
      sentence: `${withArticle(name)} of 300 characters with quotes and a NUL character`,
      fault: isComplete ? 'outside-schema' : 'unknown-id',
      value: () => oddId,
    }),
  ];
}

const undeclared = (operation: Operation, { pointer, schema }: Node): Case =>
  caseOf(operation, {
    group: 'body',
    rule: 'undeclared',
    level: 'INFO',
    sentence: 'how a body with one undeclared property is answered',
    pointer,
    says: schema['additionalProperties'] ?? 'open',
    statuses: anyStatus,
    runs: { resource: 'own', assumed: 'served' },
    edit: (plan) => withProperty(plan, operation, 'conformanceUndeclared', 'x'),
  });
