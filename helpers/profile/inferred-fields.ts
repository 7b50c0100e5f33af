/** Where the requests and answers of a creation hold what matters: a text that can be marked, the id of what was created. */
import { follow, join } from '../contract/pointer.ts';
import type { JsonSchema, Operation } from '../contract/types.ts';
import { isFreeText, isOpen, jsonRequestSchema, jsonSchemaOf, propertiesOf } from './body-properties.ts';

/** Name of the property that a mark is put into where the document names no text but says that there may be further properties. */
const ownProperty = 'conformance';

/**
 * A JSON pointer to a text of the request body that takes any value: an answer that repeats it speaks of what this request
 * created. A documented text of the body or of the one object inside it (`data`), else a further property where the schema says
 * that there may be some. Where `shown` is given, the answer of that status must be able to hold it too; undefined where there is none.
 */
export function markerPointer(create: Operation, shown?: string): string | undefined {
  const { document } = create.contract;
  const isShown = (name: string) => shown === undefined || mayHold(create, shown, name);
  const open = markablePlaces(create).find(
    ({ pointer }) => takesFurtherText(document, pointer) && isShown(ownProperty),
  );
  return markableTexts(create, shown)[0] ?? (open && join(open.at, ownProperty));
}

/** JSON pointers to the documented texts of the request body that take any value, and that the answer of a status can hold. */
export function markableTexts(create: Operation, shown?: string): string[] {
  const { document } = create.contract;
  return markablePlaces(create).flatMap(({ at, pointer }) =>
    [...propertiesOf(document, pointer)]
      .filter(([, each]) => isFreeText(follow(document, each)?.value ?? {}))
      .filter(([name]) => shown === undefined || mayHold(create, shown, name))
      .map(([name]) => join(at, name)),
  );
}

function markablePlaces(create: Operation): Place[] {
  const { document } = create.contract;
  const schema = jsonRequestSchema(create);
  return schema === undefined
    ? []
    : placesIn(document, schema).filter((each) => isThereOrEmpty(document, schema, each));
}

/** Whether the answer to a creation declares a property of a name, or says that it may have further ones. */
function mayHold(create: Operation, status: string, name: string): boolean {
  const { document } = create.contract;
  const schema = jsonSchemaOf(create, status);
  return (
    schema !== undefined &&
    placesIn(document, schema).some(
      ({ pointer }) => propertiesOf(document, pointer).has(name) || isOpen(document, pointer),
    )
  );
}

function takesFurtherText(document: JsonSchema, pointer: string): boolean {
  if (!isOpen(document, pointer)) return false;
  const further = follow(document, join(pointer, 'additionalProperties'))?.value;
  return further === undefined || Object.keys(further).length === 0 || isFreeText(further);
}

interface Place {
  /** JSON pointer into the body. */
  readonly at: string;
  /** JSON pointer of its schema. */
  readonly pointer: string;
}

/** A body, and what it holds directly: an envelope, as in `{ "data": { … } }`. */
function placesIn(document: JsonSchema, schema: string): Place[] {
  const inside = [...propertiesOf(document, schema)].map(([name, pointer]) => ({ at: join('', name), pointer }));
  return [{ at: '', pointer: schema }, ...inside];
}

/** Whether a text alone makes the object at a place valid, or the place exists anyway. */
function isThereOrEmpty(document: JsonSchema, schema: string, { at, pointer }: Place): boolean {
  const requiredAt = (each: string) => {
    const list = follow(document, each)?.value['required'];
    return Array.isArray(list) ? list.map(String) : [];
  };
  return at === '' || requiredAt(schema).some((name) => join('', name) === at) || requiredAt(pointer).length === 0;
}

/** Where the answer of an operation holds the id that a parameter takes; an id among further properties is called `id`. */
export function idIn(operation: Operation, status: string, parameter: string): string | undefined {
  const schema = jsonSchemaOf(operation, status);
  if (schema === undefined) return undefined;
  const { document } = operation.contract;
  const places = placesIn(document, schema);
  for (const { at, pointer } of places) {
    const name = idProperty([...propertiesOf(document, pointer).keys()], parameter);
    if (name !== undefined) return join(at, name);
  }
  const open = places.find(({ pointer }) => isOpen(document, pointer));
  return open && isIdName(parameter) ? join(open.at, 'id') : undefined;
}

const normal = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();

export const isIdName = (parameter: string): boolean => normal(parameter).endsWith('id');

/** The property that holds what a parameter takes: of the same name, else `id`, else the end of the parameter's name. */
export function idProperty(names: readonly string[], parameter: string): string | undefined {
  const wanted = normal(parameter);
  return (
    names.find((name) => normal(name) === wanted) ??
    names.find((name) => normal(name) === 'id') ??
    names.find((name) => ['uuid', 'key', 'slug', 'name'].includes(normal(name)) && wanted.endsWith(normal(name)))
  );
}
