/** A vendor as the run sees it: made of its profile, its documents and, where there is one, its plugin. */
import { proposeBody } from '../cases/request-body.ts';
import { similarUnknownId, unknownId } from '../cases/similar-unknown-id.ts';
import { ownOf } from '../contract/pointer.ts';
import { isSuccess, type Contract, type Json, type Operation, type RequestPlan } from '../contract/types.ts';
import type { Config } from './config.ts';
import { createResource } from './create.ts';
import { costsOf, creationBody, idsIn, withMarks, withSecondMark } from './creation.ts';
import { missingCredential, secretsFor } from './credentials.ts';
import { isRead } from './effects.ts';
import type { Inferred } from './inference.ts';
import type { Plugin } from './plugin.ts';
import { parameterUnder } from './path-template.ts';
import {
  affectedBy,
  ancestorsOf,
  changesItem,
  idsNamedBy,
  idToRemove,
  kindNamedBy,
  resourceKinds,
  type ResourceKind,
} from './resources.ts';
import type { Profile } from './schema.ts';
import { expand, resolve, type Lookup } from './sources.ts';
import { withParents, type Creation, type Resource, type Vendor } from './vendor.ts';
import { decoded, literal } from '../contract/text.ts';

/** What the parts of a vendor are made of. */
interface Model {
  readonly profile: Profile;
  readonly plugin: Plugin | undefined;
  readonly operations: readonly Operation[];
  readonly kinds: readonly ResourceKind[];
  /** An id in the spelling of an operation. */
  readonly spell: (id: string, parameter: string, operation: Operation) => string;
}

/** The vendor of a profile. `contracts` are the vendor's own; `inferred`: what follows from them. */
export function vendorFrom(
  profile: Profile,
  contracts: readonly Contract[],
  inferred: Inferred,
  plugin?: Plugin,
): Vendor {
  const isDescribed = Object.keys(profile.resources).length > 0;
  const model: Model = {
    profile,
    plugin,
    operations: contracts.flatMap((contract) => [...contract.operations.values()]),
    kinds: resourceKinds(isDescribed ? profile : { ...profile, resources: inferred.resources }, contracts),
    spell: plugin?.spell ?? ((id) => id),
  };
  return {
    id: profile.vendor,
    profile,
    plugin,
    kinds: model.kinds,
    inferred,
    canonicalId: plugin?.canonicalId ?? ((id) => id),
    missingCredential: (operation, kind, config) => missingCredential(operation, kind, profile, config.variables),
    credentials: (operation, kind, { variables }, tokens) =>
      secretsFor(operation, kind, profile, { variables, tokens, version: operation.contract.version }),
    ...valuesOf(model),
    ...resourcesOf(model),
    ...effectsOf(model),
    ...protectedIds(model),
  };
}

const lookup = (config: Config, operation: Operation): Lookup => ({
  variables: config.variables,
  tokens: new Map(),
  version: operation.contract.version,
});

const creationBy = ({ kinds }: Model, { id }: Operation): ResourceKind | undefined =>
  kinds.find(({ create }) => create === id);

/** The values that requests are filled with. */
function valuesOf(model: Model): Pick<Vendor, 'value' | 'body' | 'unknown' | 'marked' | 'remarked'> {
  const { profile, kinds, spell } = model;
  const unknown: Vendor['unknown'] = (parameter, operation, like) => {
    if (like) return similarUnknownId(like, { changeLastOnly: operation.method === 'GET' });
    const template = ownOf(profile.unknown, parameter) ?? kindNamedBy(operation, kinds)?.spec.unknown;
    if (template !== undefined) return expand(template, operation.contract.version);
    const schema = operation.parameters.find(({ name }) => name === parameter)?.schema ?? {};
    return spell(unknownId(schema), parameter, operation);
  };
  return {
    unknown,
    value(name, operation, config) {
      const value = resolve(ownOf(profile.values, name), profile, lookup(config, operation))?.value;
      return value === undefined ? undefined : spell(value, name, operation);
    },
    body(operation, resource, config) {
      const made = creationBy(model, operation);
      if (made) return creationBody(made, profile, lookup(config, operation));
      const named = kindNamedBy(operation, kinds);
      if (named?.spec.id.in !== 'body') return undefined;
      const { name } = named.spec.id;
      return { kind: 'json', value: nested(name, resource?.id ?? unknown(nameOf(named), operation)) };
    },
    marked(operation, plan) {
      const marker = creationBy(model, operation)?.spec.create.marker;
      if (marker === undefined) return plan;
      // A body that is optional is made for the mark.
      const made = plan.body.kind === 'none' ? proposeBody(operation, true) : undefined;
      return withMarks(operation, made && 'body' in made ? { ...plan, body: made.body } : plan, marker);
    },
    remarked: (operation, plan, valid) =>
      withSecondMark(operation, plan, { valid, kind: creationBy(model, operation) }),
  };
}

/** Resources, and how they are created, looked for and removed. */
function resourcesOf(
  model: Model,
): Pick<
  Vendor,
  'resource' | 'restore' | 'resourceKindOf' | 'costs' | 'create' | 'remove' | 'checkExists' | 'existsOperation'
> {
  const { profile, plugin, kinds, spell } = model;
  const kindOf = (name: string | undefined) => kinds.find(({ kind }) => kind === name);
  const of = (kind: ResourceKind, id: string, parents: readonly string[] = []): Resource => ({
    kind: kind.kind,
    id,
    value(parameter, operation) {
      if (parameter === nameIn(operation, kind)) return spell(id, parameter, operation);
      const [parent, ...above] = parents;
      if (parent === undefined) return undefined;
      if (parameter === kind.spec.parent) return spell(parent, parameter, operation);
      const container = kindOf(kind.parentKind);
      return container && of(container, parent, above).value(parameter, operation);
    },
  });
  const resource = (name: string, id: string, parents?: readonly string[]): Resource => {
    const kind = kindOf(name);
    if (!kind) throw new Error(`the profile of ${profile.vendor} has no resource ${name}`);
    return of(kind, id, parents);
  };
  return {
    resource: (name, id, parent) => resource(name, id, parent === undefined ? [] : [parent]),
    restore: (name, id, parents) => resource(kindOf(name)?.kind ?? kinds[0]?.kind ?? name, id, parents),
    resourceKindOf: (operation) => kindNamedBy(operation, kinds)?.kind,
    costs: Object.fromEntries(kinds.map((kind) => [kind.kind, costsOf(kind, profile, ancestorsOf(kind, kinds))])),
    async create(name, sender) {
      const kind = kindOf(name);
      const container = kindOf(kind?.parentKind);
      const parent = container && (await this.create(container.kind, sender));
      if (!kind || (container && !parent)) return undefined;
      const made = (id: string): Resource => ({
        ...of(
          kind,
          id,
          withParents(parent).map((each) => each.id),
        ),
        parent,
      });
      return createResource(kind, { profile, plugin, parent, made, idsIn }, sender);
    },
    remove: (resource, sender) =>
      sender.call(kindOf(resource.kind)?.remove ?? '', (valid) => valid, { resource, purpose: 'cleanup' }),
    ...(kinds.some(({ exists }) => exists !== undefined) && {
      checkExists: (resource, sender) =>
        sender.call(kindOf(resource.kind)?.exists ?? '', (valid) => valid, { resource, purpose: 'setup' }),
    }),
    existsOperation: (kind) => kindOf(kind)?.exists,
  };
}

/** What requests would create, change and remove. */
function effectsOf(
  model: Model,
): Pick<Vendor, 'runnable' | 'creates' | 'mayCreate' | 'created' | 'removedIds' | 'affectedIds' | 'parentIds'> {
  const { kinds, operations } = model;
  return {
    runnable: new Set([
      ...kinds.flatMap(({ create, exists, remove }) => [create, exists ?? [], remove ?? []].flat()),
      ...operations.filter((each) => isRead(each) || changesItem(each, kinds)).map(({ id }) => id),
    ]),
    creates: (operation) => creationBy(model, operation) !== undefined,
    mayCreate: (operation) => operation.method === 'PUT' && changesItem(operation, kinds),
    created(exchange): Creation | undefined {
      const kind = creationBy(model, exchange.operation);
      const parents = parentIdsIn(model, exchange.operation, exchange.plan);
      const place = parents.length === 0 ? {} : { parents };
      if (kind) {
        const ids = idsIn(exchange, kind);
        const unclear = ids.length === 0 && kind.spec.create.marker !== undefined && isSuccess(exchange);
        return { kind: kind.kind, ids, ...(unclear && { unclear }), ...place };
      }
      // A PUT to an id that the suite made up may create what it names.
      const named = kindNamedBy(exchange.operation, kinds);
      const ids = named && isSuccess(exchange) ? idsNamedBy(exchange.plan, named) : [];
      return named && { kind: named.kind, ids, ...place };
    },
    removedIds(operation, plan) {
      const kind = kinds.find(({ remove }) => remove === operation.id);
      const id = kind && operation.method === plan.method ? idToRemove(plan, kind) : undefined;
      return id === undefined ? [] : [id];
    },
    affectedIds: (operation, plan) => affectedBy(plan, kindNamedBy(operation, kinds)),
    parentIds: (operation, plan) => parentIdsIn(model, operation, plan),
  };
}

/** The ids of what a request is about a part of, the nearest first, by the parameters that name such. */
function parentIdsIn({ kinds }: Model, { path }: Operation, plan: RequestPlan): string[] {
  const names = new Set(kinds.flatMap(({ spec }) => spec.parent ?? []));
  return [...path.matchAll(/\{([^{}/]+)\}/g)]
    .flatMap(([, name = '']) =>
      names.has(name) && Object.hasOwn(plan.path, name) ? [decoded(plan.path[name] ?? '')] : [],
    )
    .toReversed();
}

/** Ids that the configuration names, and those that only the suite uses. */
const protectedIds = ({ profile, kinds }: Model): Pick<Vendor, 'fixtures' | 'testDataParents' | 'isUnknownId'> => ({
  fixtures: ({ variables }) =>
    Object.values(profile.fixtures).flatMap((fixture) =>
      Object.values(fixture).flatMap((source) => {
        const id = variables[source.slice(1)];
        return id === undefined ? [] : [{ variable: source.slice(1), id }];
      }),
    ),
  testDataParents: ({ variables }) =>
    [...new Set(kinds.flatMap(({ spec }) => spec.parent ?? []))].flatMap(
      (name) => resolve(ownOf(profile.values, name), profile, { variables, tokens: new Map() })?.value ?? [],
    ),
  isUnknownId: (id) => kinds.some(({ spec }) => spec.unknown !== undefined && patternOf(spec.unknown).test(id)),
});

/** The name by which an operation takes an id: a path may call it otherwise than the path that names the kind. */
const nameIn = (operation: Operation, kind: ResourceKind): string =>
  (kind.pathPrefix === undefined ? undefined : parameterUnder(operation.path, kind.pathPrefix)) ?? nameOf(kind);

/** The name by which requests carry an id: of a pointer into the body its last part. */
const nameOf = ({ spec: { id } }: ResourceKind): string =>
  id.in === 'body' ? id.name.slice(id.name.lastIndexOf('/') + 1) : id.name;

/** `/a/b` and a value as `{ a: { b: value } }`. */
const nested = (pointer: string, value: Json): Json =>
  pointer
    .split('/')
    .slice(1)
    .reduceRight<Json>((inner, name) => ({ [name]: inner }), value);

const patternOf = (template: string): RegExp =>
  new RegExp(`^${literal(template).replaceAll(String.raw`\{uuid\}`, '[0-9a-f-]{36}')}$`);
