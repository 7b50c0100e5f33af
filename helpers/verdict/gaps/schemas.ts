/** The schemas of a document that describe answers, each once. */
import { follow, isObject, join } from '../../contract/pointer.ts';
import type { JsonSchema } from '../../contract/types.ts';
import { operationsIn, type OperationSpot } from '../drift/compare.ts';
import { viewOf, type SchemaView } from '../drift/schema-view.ts';

/** A response of an operation as documented. */
export interface ResponseSpot {
  readonly operation: OperationSpot;
  readonly status: string;
  readonly pointer: string;
  readonly value: JsonSchema;
  /** Pointers of the schemas of its JSON bodies. */
  readonly schemas: readonly string[];
}

/** Every response of every operation. */
export function responsesIn(document: JsonSchema): ResponseSpot[] {
  return [...operationsIn(document).values()].flatMap((operation) => {
    const list = follow(document, join(operation.pointer, 'responses'));
    return Object.keys(list?.value ?? {}).flatMap((status) => {
      const target = follow(document, join(operation.pointer, 'responses', status));
      return target ? [{ operation, status, ...target, schemas: jsonSchemas(target.pointer, target.value) }] : [];
    });
  });
}

function jsonSchemas(pointer: string, response: JsonSchema): string[] {
  const content = isObject(response['content']) ? response['content'] : {};
  return Object.entries(content).flatMap(([type, media]) =>
    /json/i.test(type) && isObject(media) && isObject(media['schema'])
      ? [join(pointer, 'content', type, 'schema')]
      : [],
  );
}

/** A schema with the name by which an answer has it, '' for a body as a whole. */
export interface SchemaSpot {
  readonly name: string;
  readonly view: SchemaView;
}

/** Every schema below the given ones, each once, parents first. */
export function schemasBelow(document: JsonSchema, roots: readonly string[]): SchemaSpot[] {
  const found = new Map<string, SchemaSpot>();
  const queue = roots.map((pointer) => ({ pointer, name: '' }));
  for (const { pointer, name } of queue) {
    const view = viewOf(document, pointer);
    if (found.has(view.pointer)) continue;
    found.set(view.pointer, { name, view });
    queue.push(...[...view.properties].map(([property, at]) => ({ pointer: at, name: property })));
    if (view.items !== undefined) queue.push({ pointer: view.items, name });
    if (typeof view.additional === 'string') queue.push({ pointer: view.additional, name });
    for (const branches of view.choices.values()) queue.push(...branches.map((branch) => ({ pointer: branch, name })));
  }
  return [...found.values()];
}

/** The component a pointer stands in (`NoteImageResponse`), or the pointer itself. */
export const componentOf = (pointer: string): string => /^\/components\/schemas\/([^/]+)/.exec(pointer)?.[1] ?? pointer;

/** A list for a sentence: at most six names. */
export const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
