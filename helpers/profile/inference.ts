/** Resources that follow from a document alone: which operation makes what other operations take, by paths, schemas and links. */
import { groupBy } from '../contract/group-by.ts';
import { at, follow, isObject, join } from '../contract/pointer.ts';
import type { Contract, Operation } from '../contract/types.ts';
import { isOpen, itemsPointer, jsonSchemaOf, propertiesOf } from './body-properties.ts';
import { idIn, idProperty, isIdName, markerPointer } from './inferred-fields.ts';
import { lastParameter, withoutEndSlash } from './path-template.ts';
import type { ResourceSpec } from './schema.ts';

/** Ids that an answer of a reading operation lists. */
export interface IdList {
  /** The operation that takes such ids in its path, by what its path begins with: `/books/{bookId}`. */
  readonly pathPrefix: string;
  readonly parameter: string;
  /** Id of the operation that lists them. */
  readonly operation: string;
  /** JSON pointer into its answer, `*` for items. */
  readonly from: string;
}

export interface Inferred {
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly lists: readonly IdList[];
}

/** What the documents of a vendor say of resources; deterministic, in the order of the documents. */
export function inferResources(contracts: readonly Contract[]): Inferred {
  const resources: Record<string, ResourceSpec> = {};
  const lists: IdList[] = [];
  for (const contract of contracts) {
    const places = placesIn(contract);
    for (const operation of contract.operations.values()) {
      const item = itemsOf(operation, places) ?? itemOfSchema(operation, places);
      if (item === undefined) continue;
      if (operation.method === 'POST') {
        const spec = linkedResource(operation, contract) ?? resourceOf(operation, item);
        if (spec) resources[kindName(operation.path, resources)] = spec;
      } else if (operation.method === 'GET') {
        const from = idsListedBy(operation, item.parameter);
        if (from !== undefined)
          lists.push({ pathPrefix: item.path, parameter: item.parameter, operation: operation.id, from });
      }
    }
  }
  return { resources, lists };
}

interface Item {
  /** `/books/{bookId}` */
  readonly path: string;
  readonly parameter: string;
  readonly read: Operation | undefined;
  readonly remove: Operation | undefined;
}

/** The operations of a contract that act on one of many, looked up once. */
interface Places {
  /** By the path above: `/books` of `/books/{bookId}`. */
  readonly below: ReadonlyMap<string, readonly Operation[]>;
  /** The first that reads one, by the place of the schema that it answers with, with its place among the operations. */
  readonly readers: ReadonlyMap<string, { readonly index: number; readonly operation: Operation }>;
}

const parentOf = (path: string): string => {
  const place = withoutEndSlash(path);
  return place.slice(0, place.lastIndexOf('/'));
};

const schemaAt = ({ contract }: Operation, pointer: string | undefined): string | undefined =>
  pointer === undefined ? undefined : follow(contract.document, pointer)?.pointer;

function placesIn({ operations }: Contract): Places {
  const ofItems = [...operations.values()].filter(({ path }) => lastParameter(path) !== undefined);
  const readers = new Map<string, { index: number; operation: Operation }>();
  for (const [index, operation] of ofItems.entries()) {
    const schema = operation.method === 'GET' ? schemaAt(operation, jsonSchemaOf(operation, '200')) : undefined;
    if (schema !== undefined && !readers.has(schema)) readers.set(schema, { index, operation });
  }
  return { below: groupBy(ofItems, ({ path }) => parentOf(path)), readers };
}

/** What the operations below a collection's path act on: `/books/{bookId}` for `/books`. */
function itemsOf({ path }: Pick<Operation, 'path'>, places: Places): Item | undefined {
  const below = places.below.get(path.replace(/\/$/, '')) ?? [];
  const [first] = below;
  if (!first) return undefined;
  const same = below.filter((each) => withoutEndSlash(each.path) === withoutEndSlash(first.path));
  return {
    path: withoutEndSlash(first.path),
    parameter: lastParameter(first.path) ?? '',
    read: same.find(({ method }) => method === 'GET'),
    remove: same.find(({ method }) => method === 'DELETE'),
  };
}

/** The path of one of what an operation lists, by its schema: `/book/{bookId}` for `GET /books`. */
function itemOfSchema(list: Operation, places: Places): Item | undefined {
  const items = list.method === 'GET' ? listsIn(list).flatMap(({ items: each }) => schemaAt(list, each) ?? []) : [];
  const [read] = items.flatMap((schema) => places.readers.get(schema) ?? []).toSorted((a, b) => a.index - b.index);
  return read && itemsOf({ path: parentOf(read.operation.path) }, places);
}

/** `books` of `/shops/{shopId}/books`, made unique. */
function kindName(path: string, taken: Readonly<Record<string, unknown>>): string {
  const last = path.split('/').findLast((segment) => segment !== '' && !segment.startsWith('{')) ?? 'resource';
  const name = last.replaceAll(/[^A-Za-z0-9_-]+/g, '-');
  for (let index = 1; ; index += 1) {
    const each = index === 1 ? name : `${name}-${index}`;
    if (!(each in taken)) return each;
  }
}

/** `POST /books` (201) with `GET` or `DELETE /books/{bookId}`: only what answers 201 with the new id makes something. */
function resourceOf(create: Operation, { parameter, read, remove }: Item): ResourceSpec | undefined {
  const response = create.responses.get('201');
  if (!response) return undefined;
  const hasLocation = response.headers.some(({ name }) => name.toLowerCase() === 'location');
  const from = idIn(create, '201', parameter) ?? (hasLocation ? 'Location' : undefined);
  return from === undefined ? undefined : specOf(create, parameter, from, read, remove);
}

function specOf(
  create: Operation,
  parameter: string,
  from: string,
  read: Operation | undefined,
  remove: Operation | undefined,
): ResourceSpec | undefined {
  const parent = create.parameters.findLast(({ place }) => place === 'path')?.name;
  // A Location names what was created; a body has to show the mark.
  const marker = markerPointer(create, from === 'Location' ? undefined : '201');
  // What could not be told from what was there before, or could not be removed again, is not made.
  if (marker === undefined || !remove) return undefined;
  return {
    id: { in: 'path', name: parameter, from },
    ...(parent !== undefined && { parent }),
    create: { operation: qualified(create), marker, success: [201] },
    ...(read && { exists: qualified(read) }),
    remove: qualified(remove),
  };
}

/** The name by which a profile names an operation: with its version, as several documents may have one of that name. */
const qualified = ({ name, contract }: Operation): string => `${contract.version}/${name}`;

/** A link from the answer of a creation to an operation that takes the new id (OpenAPI 3.0.3, Link Object). */
function linkedResource(create: Operation, contract: Contract): ResourceSpec | undefined {
  const response = create.responses.get('201');
  const links = response && at(contract.document, join(response.pointer, 'links'));
  const all = [...contract.operations.values()];
  for (const name of isObject(links) ? Object.keys(links) : []) {
    const link = follow(contract.document, join(response?.pointer ?? '', 'links', name))?.value;
    const target = all.find(
      ({ pointer }) => at(contract.document, join(pointer, 'operationId')) === link?.['operationId'],
    );
    const parameters = isObject(link?.['parameters']) ? link['parameters'] : {};
    for (const [parameter, expression] of Object.entries(parameters)) {
      const from = typeof expression === 'string' ? /^\$response\.body#(\/.*)$/.exec(expression)?.[1] : undefined;
      if (from === undefined || target === undefined || lastParameter(target.path) !== parameter) continue;
      const same = all.filter(({ path }) => path === target.path);
      const [read, remove] = ['GET', 'DELETE'].map((method) => same.find((each) => each.method === method));
      return specOf(create, parameter, from, read, remove);
    }
  }
  return undefined;
}

/** Where the answer of a reading operation lists ids that a parameter takes. */
function idsListedBy(operation: Operation, parameter: string): string | undefined {
  const { document } = operation.contract;
  for (const { path, items } of listsIn(operation)) {
    const id = idProperty([...propertiesOf(document, items).keys()], parameter);
    if (id !== undefined) return `${path}/*/${id}`;
    // What has further properties by its schema may have an id among them; where it has none, nothing is known.
    if (isOpen(document, items) && isIdName(parameter)) return `${path}/*/id`;
  }
  return undefined;
}

interface ListPlace {
  /** JSON pointer into the answer. */
  readonly path: string;
  /** JSON pointer of the schema of its items. */
  readonly items: string;
}

/** Lists in the answer of a reading operation: the answer itself, or a property of it. */
function listsIn(operation: Operation): ListPlace[] {
  const schema = jsonSchemaOf(operation, '200');
  if (schema === undefined) return [];
  const { document } = operation.contract;
  const places = [
    ['', schema] as const,
    ...[...propertiesOf(document, schema)].map(([name, at]) => [`/${name}`, at] as const),
  ];
  return places.flatMap(([path, pointer]) => {
    const items = itemsPointer(document, pointer);
    return items === undefined ? [] : [{ path, items }];
  });
}
