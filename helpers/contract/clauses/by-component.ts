/** Clauses of bodies by component: every schema promises what it does once, however many responses refer to it. */
import { createHash } from 'node:crypto';
import { ofBody, refOf, type Clause } from '../clause.ts';
import { excusedIn } from '../compile/translate.ts';
import { coversJson, isXml } from '../media-type.ts';
import type { Contract, Operation, ResponseSpec } from '../operation.ts';
import { at, isObject, localPointer, segmentsOf } from '../pointer.ts';
import { excluded } from '../read/schema-node.ts';
import { schemaPart, type SchemaNode } from '../schema-nodes.ts';
import { clauseAt, clauseOf } from './clause-of.ts';
import { schemaPromises, typePromise, typeText, type SchemaPromise } from './schema-clauses.ts';

/** Which clause a keyword of a schema object stands for. */
export interface SchemaClauses {
  /** Id of the clause that a value breaks where it breaks a keyword (see `requiredKey`) of a schema object. */
  clauseFor(schemaPointer: string, keyword: string): string | undefined;
  /** Ids of the clauses of a schema object that a value it applies to decides. */
  clausesAt(schemaPointer: string): readonly string[];
  /** The components that the schemas at some pointers lead to, by name. */
  componentsFrom(schemaPointers: readonly string[]): ReadonlySet<string>;
  /** Plain data from which `schemaClausesBy` makes it again. */
  readonly index: SchemaClauseIndex;
}

/** The clauses of schemas by their place, as data. */
export interface SchemaClauseIndex {
  /** Clause ids by schema pointer and keyword. */
  readonly ids: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Of schema objects that apply on conditions: the keyword that applies them. */
  readonly owners: ReadonlyMap<string, { readonly pointer: string; readonly keyword: string }>;
  /** Schemas that a schema refers to, by pointer. */
  readonly references: ReadonlyMap<string, readonly string[]>;
  /** Names of components by pointer. */
  readonly names: ReadonlyMap<string, string>;
}

/** The index while it is made. */
interface Registry {
  readonly contract: Contract;
  readonly clauses: Map<string, Clause>;
  readonly ids: Map<string, Map<string, string>>;
  readonly owners: Map<string, { readonly pointer: string; readonly keyword: string }>;
  readonly references: Map<string, readonly string[]>;
  readonly names: Map<string, string>;
  /** All names that are taken. */
  readonly taken: Set<string>;
  /** Pointers of schemas whose clauses are made or asked for. */
  readonly asked: Set<string>;
}

/** The clauses of all JSON bodies, and of XML bodies without JSON beside them, of a contract's operations: those of responses by operation, then those of components. */
export function clausesByComponent(
  contract: Contract,
  operations: readonly Operation[],
): { ofResponses: Map<Operation, Clause[]>; ofComponents: Clause[]; schemas: SchemaClauses } {
  const registry: Registry = {
    contract,
    clauses: new Map(),
    ids: new Map(),
    owners: new Map(),
    references: new Map(),
    names: new Map(),
    taken: new Set(),
    asked: new Set(),
  };
  const pending: string[] = [];
  const ofResponses = new Map<Operation, Clause[]>();
  for (const operation of operations) {
    const own: Clause[] = [];
    for (const response of operation.responses.values())
      own.push(...responseBody(registry, operation, response, pending));
    ofResponses.set(operation, own);
  }
  const ofComponents: Clause[] = [];
  // The list grows while it is read.
  for (const next of pending) ofComponents.push(...componentClauses(registry, next, pending));
  const { ids, owners, references, names } = registry;
  return { ofResponses, ofComponents, schemas: schemaClausesBy({ ids, owners, references, names }) };
}

/** The clauses of the bodies of a response: that it has the documented shape, and what is written in the response itself. */
function responseBody(registry: Registry, operation: Operation, response: ResponseSpec, pending: string[]): Clause[] {
  const { key } = response;
  const described = response.content.filter(({ schemaPointer }) => schemaPointer !== undefined);
  const json = described.filter(({ type }) => coversJson(type));
  const judged = json.length > 0 ? json : described.filter(({ type }) => isXml(type));
  const isOwn = response.pointer.startsWith(`${operation.pointer}/`);
  return judged.flatMap(({ schemaPointer = '' }, index) => {
    const schema = at(operation.contract.document, schemaPointer);
    if (isObject(schema) && schema[excluded] === true) return [];
    const target = isObject(schema) && typeof schema['$ref'] === 'string' ? localPointer(schema['$ref']) : undefined;
    const shape =
      target === undefined
        ? isObject(schema) && schema['type'] !== undefined
          ? typeText(schema)
          : 'any type'
        : nameOf(registry, target);
    const body = clauseOf(operation, {
      place: ofBody(key, '', ''),
      level: 'MUST',
      sentence: `${key} has a body of the documented shape (${shape})`,
      pointer: schemaPointer,
      says: target === undefined ? (isObject(schema) && schema['type']) || 'any' : shape,
      decidedBy: 'response',
    });
    const shapes = index === 0 ? [body] : [];
    if (!isOwn) {
      request(registry, schemaPointer, pending);
      return shapes;
    }
    const clauses = partClauses(registry, schemaPointer, pending, (place, said) =>
      clauseAt(registry.contract, refOf(operation, ofBody(key, place.path, place.rule)), said),
    );
    // A wrong type of the whole body is a wrong shape.
    registry.ids.get(schemaPointer)?.set('type', body.id);
    return [...shapes, ...clauses.filter(({ ref }) => ref.pointer !== '' || ref.rule !== 'type')];
  });
}

/** Asks for the clauses of the schema at a pointer. */
function request(registry: Registry, pointer: string, pending: string[]): void {
  if (registry.ids.has(pointer) || registry.asked.has(pointer)) return;
  registry.asked.add(pointer);
  pending.push(pointer);
}

function componentClauses(registry: Registry, pointer: string, pending: string[]): Clause[] {
  const { contract } = registry;
  const component = nameOf(registry, pointer);
  return partClauses(registry, pointer, pending, ({ path, rule }, said) =>
    clauseAt(
      contract,
      { contract: contract.id, scope: 'component', component, pointer: path, rule },
      {
        ...said,
        conditional: `no response contained the part it is about`,
      },
    ),
  );
}

type Make = (place: Pick<SchemaPromise, 'path' | 'rule'>, said: Parameters<typeof clauseAt>[2]) => Clause;

/** The clauses of one schema up to its references, which are asked for. */
function partClauses(registry: Registry, root: string, pending: string[], make: Make): Clause[] {
  const { contract, ids, owners } = registry;
  const part = schemaPart(contract.document, root);
  registry.references.set(root, part.references);
  const made: Clause[] = [];
  const add = (node: SchemaNode, { path, rule, keyword, ...said }: SchemaPromise): void => {
    const clause = make({ path, rule }, { ...said, decidedBy: rule === 'unique' ? 'run' : 'response' });
    if (keyword !== undefined) ids.get(node.pointer)?.set(keyword, clause.id);
    if (registry.clauses.has(clause.id)) return;
    registry.clauses.set(clause.id, clause);
    made.push(clause);
  };
  for (const node of part.nodes) {
    // A part of a schema that is referred to by itself has its clauses already.
    if (ids.has(node.pointer)) continue;
    ids.set(node.pointer, new Map());
    const type = typePromise(node);
    if (type) add(node, type);
    const excused = new Set(excusedIn(contract.document, 'response', node.pointer));
    for (const promise of schemaPromises(node, excused)) add(node, promise);
  }
  for (const { pointer, owner } of part.inner) if (!owners.has(pointer)) owners.set(pointer, owner);
  for (const target of part.references) request(registry, target, pending);
  return made;
}

/** A readable name for the schema at a pointer, unique in its contract: `schema:Customer`, `response:NotFound`. */
function nameOf({ names, taken }: Registry, pointer: string): string {
  const known = names.get(pointer);
  if (known !== undefined) return known;
  const plain = plainName(pointer).replaceAll(/[^\p{L}\p{N}._:-]+/gu, '-');
  const digest = createHash('sha256').update(pointer).digest('hex').slice(0, 6);
  const name = taken.has(plain) ? `${plain}-${digest}` : plain;
  taken.add(name);
  names.set(pointer, name);
  return name;
}

function plainName(pointer: string): string {
  const [first = '', second = '', third = '', ...rest] = segmentsOf(pointer);
  const inner = rest
    .filter((step) => step !== 'properties')
    .map((step) => `.${step}`)
    .join('');
  if (first === 'components' && second === 'schemas') return `schema:${third}${inner}`;
  if (first === 'components' && second === 'responses') return `response:${third}`;
  if (first === 'x-files') {
    const file = second.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
    return `schema:${file}${[third, ...rest]
      .filter((step) => step !== '' && step !== 'properties')
      .map((step) => `.${step}`)
      .join('')}`;
  }
  return `schema:${[first, second, third].filter(Boolean).join('.')}${inner}`;
}

/** Looks clauses up in an index. */
export function schemaClausesBy(index: SchemaClauseIndex): SchemaClauses {
  const { ids, owners, references, names } = index;
  return {
    index,
    clauseFor: (schemaPointer, keyword) => {
      for (let here = { pointer: schemaPointer, keyword }; ;) {
        const found = ids.get(here.pointer)?.get(here.keyword);
        if (found !== undefined) return found;
        const owner = owners.get(here.pointer);
        if (!owner) return undefined;
        here = { pointer: owner.pointer, keyword: owner.keyword };
      }
    },
    clausesAt: (schemaPointer) => [...(ids.get(schemaPointer)?.values() ?? [])],
    componentsFrom: (schemaPointers) => {
      const found = new Set<string>();
      const queue = [...schemaPointers];
      const seen = new Set(queue);
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const name = names.get(next);
        if (name !== undefined) found.add(name);
        for (const target of references.get(next) ?? [])
          if (!seen.has(target)) {
            seen.add(target);
            queue.push(target);
          }
      }
      return found;
    },
  };
}
