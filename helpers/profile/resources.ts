/** The resources of a vendor as its profile describes them, and where requests name them. */
import { at, follow, isObject, join, ownOf } from '../contract/pointer.ts';
import type { Contract, Json, Operation, QueryPair, RequestPlan } from '../contract/types.ts';
import { operationNamed } from './load.ts';
import { parameterUnder, withoutEndSlash } from './path-template.ts';
import type { Profile, ResourceSpec } from './schema.ts';
import { decoded } from '../contract/text.ts';

/** A kind of resource with its operations found. */
export interface ResourceKind {
  readonly kind: string;
  readonly spec: ResourceSpec;
  /** Ids of operations; undefined where the profile names none. */
  readonly create: string;
  readonly exists: string | undefined;
  readonly remove: string | undefined;
  /** Of an id in the path: what the paths of its operations begin with, the id's own segment included. */
  readonly pathPrefix: string | undefined;
  /** The kind of what it is part of, where the run makes that too: the profile names no value for it. */
  readonly parentKind: string | undefined;
}

/** The kinds of resources of a profile, in its order. */
export function resourceKinds(profile: Profile, contracts: readonly Contract[]): ResourceKind[] {
  const operations = new Map(contracts.flatMap((contract) => [...contract.operations]));
  const kinds = Object.entries(profile.resources).flatMap(([kind, spec]) => {
    const create = operationNamed(spec.create.operation, contracts);
    if (create === undefined) return [];
    const exists = spec.exists === undefined ? undefined : operationNamed(spec.exists, contracts);
    const remove = spec.remove === undefined ? undefined : operationNamed(spec.remove, contracts);
    const path = operations.get(remove ?? exists ?? '')?.path;
    return [{ kind, spec, create, exists, remove, pathPrefix: prefixOf(path, spec), parentKind: undefined }];
  });
  const all = kinds.map((kind) => ({ ...kind, parentKind: parentKindOf(kind, kinds, { profile, operations }) }));
  return all.map((kind) => (isPartOfItself(kind, all) ? { ...kind, parentKind: undefined } : kind));
}

/** The kinds that a resource is part of, the nearest first. */
export function ancestorsOf(kind: ResourceKind, kinds: readonly ResourceKind[]): ResourceKind[] {
  const found: ResourceKind[] = [];
  for (let each = parentIn(kind, kinds); each && !found.includes(each); each = parentIn(each, kinds)) found.push(each);
  return found;
}

const parentIn = ({ parentKind }: ResourceKind, kinds: readonly ResourceKind[]): ResourceKind | undefined =>
  kinds.find(({ kind }) => kind === parentKind);

const isPartOfItself = (kind: ResourceKind, kinds: readonly ResourceKind[]): boolean =>
  ancestorsOf(kind, kinds).includes(kind);

function parentKindOf(
  { kind, spec, create }: ResourceKind,
  kinds: readonly ResourceKind[],
  { profile, operations }: { profile: Profile; operations: ReadonlyMap<string, Operation> },
): string | undefined {
  if (spec.parent === undefined || ownOf(profile.values, spec.parent) !== undefined) return undefined;
  const operation = operations.get(create);
  const found = operation && kindNamedBy(operation, kinds);
  return found?.kind === kind ? undefined : found?.kind;
}

function prefixOf(path: string | undefined, { id }: ResourceSpec): string | undefined {
  const segment = `{${id.name}}`;
  const end = path?.indexOf(segment) ?? -1;
  return id.in !== 'path' || path === undefined || end < 0 ? undefined : path.slice(0, end + segment.length);
}

/** The kind of resource whose id an operation takes; the most specific one where a path names several. */
export const kindNamedBy = (operation: Operation, kinds: readonly ResourceKind[]): ResourceKind | undefined =>
  kinds
    // What creates one takes the id of its place, even by the same parameter.
    .filter((kind) => kind.create !== operation.id && takesId(operation, kind))
    .toSorted((a, b) => (b.pathPrefix?.length ?? 0) - (a.pathPrefix?.length ?? 0))[0];

function takesId(operation: Operation, { spec: { id }, pathPrefix }: ResourceKind): boolean {
  if (id.in === 'body') return bodyHas(operation, id.name);
  if (pathPrefix !== undefined) return parameterUnder(operation.path, pathPrefix) !== undefined;
  return operation.parameters.some(({ name, place }) => name === id.name && place === id.in);
}

/** Whether a JSON request body declares the property at a pointer. */
function bodyHas(operation: Operation, pointer: string): boolean {
  const { document } = operation.contract;
  return (operation.body?.content ?? []).some(({ schemaPointer }) => {
    let here = schemaPointer === undefined ? undefined : follow(document, schemaPointer);
    for (const name of pointer.split('/').slice(1))
      here =
        here && isObject(here.value['properties'])
          ? follow(document, join(here.pointer, 'properties', name))
          : undefined;
    return here !== undefined;
  });
}

/** Every string and number in a value, however deep: a list of ids names them all, an empty one names nothing. */
const leavesOf = (value: Json): string[] =>
  typeof value === 'string' || typeof value === 'number'
    ? [String(value)].filter(Boolean)
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap((each: Json) => leavesOf(each))
      : [];

/** The value of a JSON or urlencoded body. */
const structured = ({ body }: RequestPlan): Json | undefined =>
  body.kind === 'json' || body.kind === 'form' ? body.value : undefined;

/** The ids of a kind that a request names; empty where it names none. */
export function idsNamedBy(plan: RequestPlan, { spec: { id } }: ResourceKind): string[] {
  const valuesOf = (pairs: readonly QueryPair[]) =>
    pairs
      .filter(([name]) => name.toLowerCase() === id.name.toLowerCase())
      .map(([, value, raw]) => (raw === 'raw' ? decoded(value) : value));
  switch (id.in) {
    case 'path':
      return Object.hasOwn(plan.path, id.name) ? [decoded(plan.path[id.name] ?? '')] : [];
    case 'query':
      return valuesOf(plan.query);
    case 'header':
      return valuesOf(plan.headers);
    case 'body':
      return leavesOf(at(structured(plan) ?? null, id.name) ?? null);
  }
}

/** The one id that a request would remove: a list of ids is none. */
export function idToRemove(plan: RequestPlan, kind: ResourceKind): string | undefined {
  const { id } = kind.spec;
  if (id.in !== 'body') return idsNamedBy(plan, kind)[0];
  const value = at(structured(plan) ?? null, id.name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/**
 * What a request that writes would change or remove: the ids it names, else the last value of its path, else a text that no
 * resource has. Never empty: the guard has to deny what may change anything at all.
 */
export function affectedBy(plan: RequestPlan, kind: ResourceKind | undefined): string[] {
  const named = kind === undefined ? [] : idsNamedBy(plan, kind);
  if (named.length > 0) return named;
  if (kind?.spec.id.in !== 'body') {
    const last = Object.values(plan.path).at(-1);
    if (last !== undefined) return [decoded(last)];
  }
  return [`nothing ${plan.method} ${JSON.stringify(plan.body)}`];
}

/** The values at a pointer with `*` for the items of a list. */
export function valuesAt(value: Json | undefined, pointer: string): Json[] {
  const [head, ...rest] = pointer.split('/').slice(1);
  if (head === undefined) return value === undefined ? [] : [value];
  const tail = rest.length === 0 ? '' : `/${rest.join('/')}`;
  if (head === '*') return Array.isArray(value) ? value.flatMap((each) => valuesAt(each as Json, tail)) : [];
  return value === undefined ? [] : valuesAt(at(value, `/${head}`), tail);
}

/** Operations that change a resource as a whole: `PUT` and `PATCH` of the path that names it. */
export const changesItem = (operation: Operation, kinds: readonly ResourceKind[]): boolean =>
  ['PUT', 'PATCH'].includes(operation.method) &&
  kinds.some(({ pathPrefix }) => pathPrefix === withoutEndSlash(operation.path));
