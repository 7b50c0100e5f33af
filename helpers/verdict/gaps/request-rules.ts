/** Gaps about what operations take. */
import { at, follow, isObject, join } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import { operationsIn } from '../drift/compare.ts';
import { viewOf } from '../drift/schema-view.ts';
import { placeIn, type GapRule } from './gap.ts';

/** Cases that a request body brings about: absent, malformed, another type, and one of its properties left out. */
const casesOfBody = 5;
/** Cases that credentials bring about: none, unknown, altered, insufficient. */
const casesOfSecurity = 4;

/** An operation that creates or changes something and takes no body. */
export const noRequestBody: GapRule = (source) =>
  [...operationsIn(source.document).values()].flatMap(({ name, method, pointer, value }) =>
    ['POST', 'PUT', 'PATCH'].includes(method) && value['requestBody'] === undefined
      ? [
          {
            code: 'no-request-body',
            at: placeIn(source, pointer),
            says: `${name} documents no request body`,
            question: `Does ${name} accept a request body? If so: which media type, which parts or properties, which of them are required, and which limits do they have?`,
            adds: casesOfBody,
          },
        ]
      : [],
  );

/** A body without a schema. */
export const noRequestSchema: GapRule = (source) =>
  [...operationsIn(source.document).values()].flatMap(({ name, pointer }) => {
    const body = follow(source.document, join(pointer, 'requestBody'));
    const content = isObject(body?.value['content']) ? body.value['content'] : {};
    return Object.entries(content).flatMap(([type, media]) =>
      isObject(media) && isObject(media['schema']) && Object.keys(media['schema']).length > 0
        ? []
        : [
            {
              code: 'no-request-schema',
              at: placeIn(source, join(body?.pointer ?? pointer, 'content', type)),
              says: `the ${type} body of ${name} has no schema`,
              question: `Which properties does the ${type} body of ${name} have, and which are required?`,
              adds: casesOfBody,
            },
          ],
    );
  });

/** The document as a whole, or an operation, says that no credential is needed, and something else says that one is. */
export const emptySecurity: GapRule = (source) => {
  const { document } = source;
  const operations = [...operationsIn(document).values()];
  const needs = (value: Json | undefined) =>
    Array.isArray(value) && value.some((each) => isObject(each) && Object.keys(each).length > 0);
  const isEmpty = (value: Json | undefined) => Array.isArray(value) && value.length === 0;
  const secured = operations.filter(({ value }) => needs(value['security'] ?? document['security']));
  const own = operations.filter(({ value }) => needs(value['security']));
  const open = operations.filter(({ value }) => isEmpty(value['security']));
  const silent = operations.filter(({ value }) => value['security'] === undefined);
  const schemes = isObject(at(document, '/components/securitySchemes'));
  const root =
    isEmpty(document['security']) && own.length > 0
      ? [
          {
            code: 'security-empty',
            at: placeIn(source, '/security'),
            says: `the document says "security: []" (no credential is needed), and ${own.length === operations.length ? 'each operation' : `${own.length} of ${operations.length} operations`} asks for one`,
            question: `"security: []" at the root says that operations are open unless they say otherwise. Is that intended, or should the root name the scheme that the operations name?`,
            adds: Math.max(1, silent.length * casesOfSecurity),
          },
        ]
      : [];
  const missing =
    secured.length === 0 && schemes && operations.length > 0
      ? [
          {
            code: 'no-security',
            at: placeIn(source, '/components/securitySchemes'),
            says: 'security schemes are declared, and no operation requires one',
            question: 'Which operations need which of the declared security schemes?',
            adds: operations.length * casesOfSecurity,
          },
        ]
      : [];
  const contradicting = secured.length > 0 ? open : [];
  return [
    ...root,
    ...missing,
    ...contradicting.map(({ name, pointer }) => ({
      code: 'security-empty',
      at: placeIn(source, join(pointer, 'security')),
      says: `${name} says "security: []", other operations require a credential`,
      question: `Is ${name} meant to be open to everybody?`,
      adds: casesOfSecurity,
    })),
  ];
};

/** String parameters with neither a format nor a set of values, by name. */
export const freeParameters: GapRule = (source) => {
  const found = new Map<string, { pointer: string; operations: string[] }>();
  for (const { name: operation, item, pointer } of operationsIn(source.document).values())
    for (const list of [join(item, 'parameters'), join(pointer, 'parameters')]) {
      const raw = at(source.document, list);
      for (const index of Array.isArray(raw) ? raw.keys() : []) {
        const target = follow(source.document, join(list, index));
        const name = freeName(source.document, target);
        if (name === undefined || !target) continue;
        const known = found.get(name);
        if (known) known.operations.push(operation);
        else found.set(name, { pointer: target.pointer, operations: [operation] });
      }
    }
  return [...found].map(([name, { pointer, operations }]) => ({
    code: 'free-parameter',
    at: placeIn(source, pointer),
    says: `the parameter ${name} is a string of any form`,
    question: `Which form do values of ${name} have (format or pattern, least and greatest length), and what is answered to one of another form?`,
    adds: operations.length,
  }));
};

function freeName(
  document: JsonSchema,
  target: { pointer: string; value: JsonSchema } | undefined,
): string | undefined {
  if (!target || typeof target.value['name'] !== 'string' || !isObject(target.value['schema'])) return undefined;
  const { types, keywords } = viewOf(document, join(target.pointer, 'schema'));
  const isString = types?.length === 1 && types[0] === 'string';
  const says = ['enum', 'const', 'format', 'pattern'].some((keyword) => keywords.has(keyword));
  return isString && !says ? target.value['name'] : undefined;
}
