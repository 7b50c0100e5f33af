/** A vendor as the run sees it: made of its profile, its documents and, where there is one, its plugin. */
import { randomUUID } from 'node:crypto';
import { png } from '../cases/images.ts';
import { unlike as similarUnknownId } from '../cases/similar-unknown-id.ts';
import { json } from '../checks/read.ts';
import { at, isObject } from '../contract/pointer.ts';
import type { Body, Contract, Exchange, Json, Operation, RequestPlan } from '../contract/types.ts';
import type { Config } from './config.ts';
import { createResource } from './create.ts';
import { isRead } from './effects.ts';
import { inferResources } from './inference.ts';
import { missingCredential, secretsFor } from './credentials.ts';
import type { Plugin } from './plugin.ts';
import {
  affectedBy,
  decoded,
  idToRemove,
  kindNamedBy,
  resourceKinds,
  valuesAt,
  type ResourceKind,
  idsNamedBy,
} from './resources.ts';
import type { Profile } from './schema.ts';
import { expand, resolve, type Lookup } from './sources.ts';
import type { Creation, Subject, Vendor } from './vendor.ts';

const noTokens = new Map<string, string>();

/** The vendor of a profile. `contracts` are the vendor's own. */
export function vendorFrom(profile: Profile, contracts: readonly Contract[], plugin?: Plugin): Vendor {
  const inferred = inferResources(contracts);
  const isDescribed = Object.keys(profile.resources).length > 0;
  const kinds = resourceKinds(isDescribed ? profile : { ...profile, resources: inferred.resources }, contracts);
  const operations = contracts.flatMap((contract) => [...contract.operations.values()]);
  const spell = plugin?.spell ?? ((id: string) => id);
  const canonicalId = plugin?.canonicalId ?? ((id: string) => id);
  const kindOf = (name: string) => kinds.find(({ kind }) => kind === name);
  const lookup = (config: Config, operation: Operation): Lookup => ({
    variables: config.variables,
    tokens: noTokens,
    version: operation.contract.version,
  });
  const valueOf = (name: string, operation: Operation, config: Config): string | undefined => {
    const value = resolve(profile.values[name], profile, lookup(config, operation))?.value;
    return value === undefined ? undefined : spell(value, name, operation);
  };

  /** A resource by its id; `parent` where it is not part of the configured one. */
  const resource = (kind: ResourceKind, id: string, parent?: string): Subject => ({
    kind: kind.kind,
    id,
    value: (parameter, operation) =>
      parameter === nameOf(kind)
        ? spell(id, parameter, operation)
        : parameter === kind.spec.parent && parent !== undefined
          ? spell(parent, parameter, operation)
          : undefined,
  });

  const unknown: Vendor['unknown'] = (parameter, operation, like) => {
    if (like) return similarUnknownId(like, operation.method === 'GET');
    const template = profile.unknown[parameter] ?? kindNamedBy(operation, kinds)?.spec.unknown;
    return template === undefined
      ? spell(randomUUID(), parameter, operation)
      : expand(template, operation.contract.version);
  };

  const removal = (operation: Operation): ResourceKind | undefined =>
    kinds.find(({ remove }) => remove === operation.id);
  const creation = (operation: Operation): ResourceKind | undefined =>
    kinds.find(({ create }) => create === operation.id);

  return {
    id: profile.vendor,
    profile,
    plugin,
    kinds,
    lists: inferred.lists,
    canonicalId,
    resource: (name, id, parent) => {
      const kind = kindOf(name);
      if (!kind) throw new Error(`the profile of ${profile.vendor} has no resource ${name}`);
      return resource(kind, id, parent);
    },
    subjectOf: (operation) => kindNamedBy(operation, kinds)?.kind,
    value: valueOf,
    body(operation, subject, config) {
      const made = creation(operation);
      if (made) return creationBody(made, profile, lookup(config, operation));
      const named = kindNamedBy(operation, kinds);
      if (named?.spec.id.in !== 'body') return undefined;
      const { name } = named.spec.id;
      return { kind: 'json', value: nested(name, subject?.id ?? unknown(nameOf(named), operation)) };
    },
    unknown,
    successes: new Set([
      ...kinds.flatMap(({ create, exists, remove }) => [create, exists ?? [], remove ?? []].flat()),
      ...operations.filter((each) => isRead(each) || changesItem(each, kinds)).map(({ id }) => id),
    ]),
    costs: Object.fromEntries(kinds.map((kind) => [kind.kind, costsOf(kind, profile)])),
    create: (name, sender) => {
      const kind = kindOf(name);
      return kind
        ? createResource(kind, { profile, plugin, made: (id) => resource(kind, id), idsIn }, sender)
        : Promise.resolve(undefined);
    },
    remove: (subject, sender) =>
      sender.call(kindOf(subject.kind)?.remove ?? '', (valid) => valid, { subject, purpose: 'clean-up' }),
    ...(kinds.some(({ exists }) => exists !== undefined) && {
      stillThere: (subject, sender) =>
        sender.call(kindOf(subject.kind)?.exists ?? '', (valid) => valid, { subject, purpose: 'set-up' }),
    }),
    existsOperation: (kind) => kindOf(kind)?.exists,
    creates: (operation) => creation(operation) !== undefined,
    mayCreate: (operation) => operation.method === 'PUT' && changesItem(operation, kinds),
    marked(operation, plan) {
      const marker = creation(operation)?.spec.create.marker;
      return marker === undefined ? plan : withMarker(plan, marker, expand(markText));
    },
    created(exchange): Creation | undefined {
      const kind = creation(exchange.operation);
      if (kind) return { kind: kind.kind, ids: idsIn(exchange, kind) };
      // A PUT to an id that the suite made up may create what it names.
      const named = kindNamedBy(exchange.operation, kinds);
      const succeeded = exchange.kind === 'answered' && exchange.answer.status >= 200 && exchange.answer.status < 300;
      return named && { kind: named.kind, ids: succeeded ? idsNamedBy(exchange.plan, named) : [] };
    },
    destroys(operation, plan) {
      const kind = removal(operation);
      const id = kind && operation.method === plan.method ? idToRemove(plan, kind) : undefined;
      return id === undefined ? [] : [id];
    },
    touches: (operation, plan) => affectedBy(plan, kindNamedBy(operation, kinds)),
    addsTo(plan) {
      const parent = kinds.map(({ spec }) => spec.parent).find((name) => name !== undefined && name in plan.path);
      return parent === undefined ? undefined : decoded(plan.path[parent] ?? '');
    },
    restore: (name, id, parent) => resource(kindOf(name) ?? kinds[0] ?? missing(profile), id, parent),
    fixtures: (config) =>
      Object.values(profile.fixtures).flatMap((fixture) =>
        Object.values(fixture).flatMap((source) => {
          const id = config.variables[source.slice(1)];
          return id === undefined ? [] : [{ variable: source.slice(1), id }];
        }),
      ),
    homes: (config) =>
      [...new Set(kinds.flatMap(({ spec }) => spec.parent ?? []))].flatMap(
        (name) =>
          resolve(profile.values[name], profile, { variables: config.variables, tokens: noTokens })?.value ?? [],
      ),
    isMadeUp: (id) => kinds.some(({ spec }) => spec.unknown !== undefined && patternOf(spec.unknown).test(id)),
    missingCredential: (operation, kind, config) => missingCredential(operation, kind, profile, config.variables),
    credentials: (operation, kind, config, tokens) =>
      secretsFor(operation, kind, profile, {
        variables: config.variables,
        tokens,
        version: operation.contract.version,
      }),
  };
}

const missing = (profile: Profile): never => {
  throw new Error(`the profile of ${profile.vendor} has no resources`);
};

/** The name by which requests carry an id: of a pointer into the body its last part. */
const nameOf = ({ spec: { id } }: ResourceKind): string =>
  id.in === 'body' ? (id.name.split('/').at(-1) ?? '') : id.name;

/** The ids that the answer of a creation gives. */
function idsIn(exchange: Exchange, { spec }: ResourceKind): string[] {
  if (exchange.kind !== 'answered') return [];
  const { status, headers } = exchange.answer;
  const succeeded = spec.create.success?.includes(status) ?? (status >= 200 && status < 300);
  if (!succeeded) return [];
  if (spec.id.from === 'Location') {
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    const last = location?.split(/[?#]/)[0]?.split('/').findLast(Boolean);
    return last === undefined ? [] : [decoded(last)];
  }
  const body = json(exchange.answer);
  if (spec.create.marker !== undefined && !repeatsMarker(exchange, spec.create.marker, body.ok ? body.value : null))
    return [];
  const values = body.ok ? valuesAt(body.value, spec.id.all ?? spec.id.from) : [];
  return values.flatMap((value) =>
    (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [],
  );
}

/** The text that marks what a run creates. */
const markText = 'conformance-{uuid}';

/** The plan with a mark in its JSON body; as it is where its body is no JSON object. */
function withMarker(plan: RequestPlan, pointer: string, mark: string): RequestPlan {
  const [name, ...deeper] = pointer.split('/').slice(1);
  if (plan.body.kind !== 'json' || !isObject(plan.body.value) || name === undefined || deeper.length > 0) return plan;
  return { ...plan, body: { ...plan.body, value: { ...plan.body.value, [name]: mark } } };
}

/** Whether an answer repeats the mark that its request carried: anything else was there before. */
function repeatsMarker({ plan }: Exchange, pointer: string, value: Json): boolean {
  const mark = plan.body.kind === 'json' ? at(plan.body.value, pointer) : undefined;
  return typeof mark === 'string' && mark !== '' && textsIn(value).includes(mark);
}

const textsIn = (value: Json): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap((each: Json) => textsIn(each))
      : [];

/** Operations that change a resource as a whole: `PUT` and `PATCH` of the path that names it. */
const changesItem = (operation: Operation, kinds: readonly ResourceKind[]): boolean =>
  ['PUT', 'PATCH'].includes(operation.method) && kinds.some(({ pathPrefix }) => pathPrefix === operation.path);

function creationBody({ spec: { create } }: ResourceKind, profile: Profile, values: Lookup): Body | undefined {
  if (create.file !== undefined) {
    const name = resolve(create.part, profile, values)?.value ?? 'file';
    return {
      kind: 'multipart',
      // No two alike: a vendor may take the same file for the same resource.
      parts: [
        create.file === 'png'
          ? { name, fileName: 'conformance.png', contentType: 'image/png', bytes: png(undefined, 8) }
          : {
              name,
              fileName: 'conformance.txt',
              contentType: 'text/plain',
              bytes: Buffer.from(`Conformance ${randomUUID()}\n`),
            },
      ],
    };
  }
  return create.body === undefined ? undefined : { kind: 'json', value: filledIn(create.body as Json, values.version) };
}

/** A copy of a value with the placeholders of its texts filled in. */
function filledIn(value: Json, version: string | undefined): Json {
  if (typeof value === 'string') return expand(value, version);
  if (Array.isArray(value)) return value.map((each) => filledIn(each as Json, version));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledIn(each as Json, version)]))
    : value;
}

/** `/a/b` and a value as `{ a: { b: value } }`. */
const nested = (pointer: string, value: Json): Json =>
  pointer
    .split('/')
    .slice(1)
    .reduceRight<Json>((inner, name) => ({ [name]: inner }), value);

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(String.raw`\{uuid\}`, '[0-9a-f-]{36}')}$`,
  );

function costsOf({ kind, spec, create, remove }: ResourceKind, { vendor }: Profile): Vendor['costs'][string] {
  return {
    create: { [create]: 1, ...(spec.create.then && { [uploadCall(vendor, kind)]: 1 }) },
    remove: remove === undefined ? {} : { [remove]: 1 },
  };
}

/** How the upload that completes a creation is counted: it belongs to no contract. */
export const uploadCall = (vendor: string, kind: string): string => `${vendor}/upload-${kind}`;
