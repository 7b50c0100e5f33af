/** The valid request of an operation, from configured and generated values. */
import { generateSync } from 'json-schema-faker';
import { follow } from '../contract/pointer.ts';
import { isJson } from '../contract/clauses.ts';
import { needsCredential } from '../contract/security.ts';
import type { Body, Json, Operation, Parameter, RequestPlan } from '../contract/types.ts';

export interface Values {
  parameter(parameter: Parameter): string | undefined;
  body(): Body | undefined;
}

/** Every required parameter (and those the vendor's side gives a value for), a valid body, the valid credential. */
export function validPlan(operation: Operation, values: Values): RequestPlan {
  const given = operation.parameters.flatMap((parameter) => {
    const value = values.parameter(parameter) ?? (parameter.required ? sample(parameter) : undefined);
    return value === undefined ? [] : [{ parameter, value }];
  });
  const of = (place: Parameter['place']) =>
    given
      .filter(({ parameter }) => parameter.place === place)
      .map(({ parameter, value }) => [parameter.name, value] as const);
  return {
    method: operation.method,
    path: Object.fromEntries(of('path').map(([name, value]) => [name, encodeURIComponent(value)])),
    query: of('query'),
    headers: of('header'),
    credentials: needsCredential(operation) ? 'valid' : 'none',
    body: values.body() ?? sampleBody(operation),
  };
}

function sample({ schema, name }: Parameter): string {
  const value =
    schema['example'] ??
    schema['default'] ??
    (schema['type'] === undefined ||
    (schema['type'] === 'string' && !schema['pattern'] && !schema['format'] && !schema['enum'] && !schema['minLength'])
      ? `conformance-${name}`
      : generate(schema));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sampleBody(operation: Operation): Body {
  const media = operation.body?.content.find(({ type }) => isJson(type));
  if (!operation.body?.required || !media?.schemaPointer) return { kind: 'none' };
  const schema = follow(operation.contract.document, media.schemaPointer)?.value;
  return {
    kind: 'json',
    value:
      (schema?.['example'] as Json | undefined) ??
      generate({ ...schema, components: operation.contract.document['components'] ?? {} }),
  };
}

const generate = (schema: unknown): Json => generateSync(schema as never, { seed: 1 } as never) as Json;
