/** What a run knows of the ids that its requests name: the facts on which the wire's guard decides. */
import { casesOf } from '../cases/index.ts';
import { validPlan } from '../cases/plan.ts';
import { accepts } from '../cases/valid.ts';
import { hasParameterBelow } from '../profile/path-template.ts';
import type { Config } from '../profile/config.ts';
import type { VendorTarget } from '../profile/targets.ts';
import type { Operation, RequestPlan } from '../contract/types.ts';
import type { Journal } from '../client/journal.ts';
import type { Vendors } from '../profile/suite.ts';
import { hasEffect, isAction, isRead, type Said } from '../profile/effects.ts';
import { at, isObject } from '../contract/pointer.ts';
import type { ExpectedRejection, Vendor } from '../profile/vendor.ts';
import type { RequestEffects, ResourceFacts } from '../client/guard.ts';

export interface FactSource {
  effectsOf(operation: Operation, plan: RequestPlan, expectedRejection: ExpectedRejection | undefined): RequestEffects;
  readonly of: (operation: Operation) => ResourceFacts;
  /** The variable of a fixture that a request names, where it names one. */
  fixtureIn(operation: Operation, plan: RequestPlan): string | undefined;
}

const altering = ['DELETE', 'PUT', 'PATCH', 'POST'];

const isPut = (operation: Operation, plan: RequestPlan): boolean => plan.method === 'PUT' && operation.method === 'PUT';

/** Whether somebody said what may be created: where nobody did, it follows from the documents. */
const isDescribed = ({ profile }: Vendor): boolean => Object.keys(profile.resources).length > 0;

/** Whether what an operation is about is of a kind that is known: not a part of one, by an id of its own (`/pools/{pool}/workers/{name}`). */
function namesKnownKind(operation: Operation, vendor: Vendor): boolean {
  const kind = vendor.kinds.find((each) => each.kind === vendor.resourceKindOf(operation));
  return kind !== undefined && (kind.pathPrefix === undefined || !hasParameterBelow(operation.path, kind.pathPrefix));
}

export function factSource(
  { config, vendors }: { config: Config; vendors: Vendors },
  journal: Pick<Journal, 'holds'>,
  invented: ReadonlySet<string>,
): FactSource {
  const constants = new Map<string, ReadonlySet<string>>();
  const constantsFor = (operation: Operation, vendor: Vendor) => {
    const known = constants.get(operation.id) ?? constantsOf(operation, vendor, config);
    constants.set(operation.id, known);
    return known;
  };
  const effectsOf: FactSource['effectsOf'] = (operation, plan, expectedRejection) => {
    const vendor = vendors.of(operation);
    const creates = vendor.creates(operation) && plan.method === operation.method;
    const isInferred = (creates || isPut(operation, plan)) && !isDescribed(vendor);
    return {
      operation: operation.id,
      method: plan.method,
      affectedIds: altering.includes(plan.method) && !creates ? vendor.affectedIds(operation, plan) : [],
      parentId: creates || isInferred ? vendor.parentIds(operation, plan)[0] : undefined,
      isInferred,
      expectedRejection,
      onlyReads: isRead(operation) && !plan.query.some(([name]) => isAction(parameterSaid(operation, name))),
      isDescribed: creates || namesKnownKind(operation, vendor),
      mayCreate: isPut(operation, plan),
      isBlank: isBlank(operation, plan),
    };
  };
  return {
    effectsOf,
    of(operation) {
      const vendor = vendors.of(operation);
      const target = config.targets.find((each) => each.vendor === vendor.id);
      const fixtures = new Map(vendor.fixtures(config).map(({ id, variable }) => [vendor.canonicalId(id), variable]));
      const testDataParents = new Set(vendor.testDataParents(config).map((id) => vendor.canonicalId(id)));
      const kind = vendor.resourceKindOf(operation) ?? '';
      const fixture = (id: string) => fixtures.get(vendor.canonicalId(id));
      const isTestDataParent = (id: string) => testDataParents.has(vendor.canonicalId(id));
      return {
        vendor: vendor.id,
        ...permissionsOf(target),
        isCreated: (id) => target !== undefined && journal.holds({ origin: target.baseUrl, kind, id }),
        isUnknown: (id) =>
          fixture(id) === undefined &&
          !isTestDataParent(id) &&
          (invented.has(vendor.canonicalId(id)) || vendor.isUnknownId(id) || constantsFor(operation, vendor).has(id)),
        fixture,
        isTestDataParent,
      };
    },
    fixtureIn(operation, plan) {
      const { affectedIds, parentId } = effectsOf(operation, plan, undefined);
      const { fixture } = this.of(operation);
      return [...affectedIds, ...(parentId === undefined ? [] : [parentId])]
        .map(fixture)
        .find((each) => each !== undefined);
    },
  };
}

/** A query parameter as the document describes it; its name alone where it does not. */
function parameterSaid({ parameters, contract }: Operation, name: string): Said {
  const known = parameters.find((each) => each.place === 'query' && each.name === name);
  const written = known && at(contract.document, known.pointer);
  const description = isObject(written) ? written['description'] : undefined;
  return { name, ...(known && { schema: known.schema }), ...(typeof description === 'string' && { description }) };
}

/** A POST to a collection that lacks the body it requires: what creates or changes something from a body cannot do it. */
function isBlank(operation: Operation, plan: RequestPlan): boolean {
  const { method, body: required, path, contract } = operation;
  if (method !== 'POST' || plan.method !== method || plan.faulty !== true) return false;
  if (required?.required !== true || path.includes('{') || hasEffect(path)) return false;
  // What asks for nothing may be made of nothing.
  if (required.content.some(({ schemaPointer }) => schemaPointer === undefined || accepts(contract, schemaPointer, {})))
    return false;
  const { body } = plan;
  if (body.kind === 'json') return isObject(body.value) && Object.keys(body.value).length === 0;
  return body.kind === 'none' || (body.kind === 'raw' && !isReadable(body.bytes));
}

/** Whether text is one JSON value. */
function isReadable(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString());
    return true;
  } catch {
    return false;
  }
}

/** Stands for every real id while the cases are looked at. */
const probe = 'conformance-probe';

/**
 * The values that an operation's own refused cases put in the place of an id, whatever id was there before:
 * malformed by construction, so nobody's. Found by looking, so that no list of them can be forgotten.
 */
function constantsOf(operation: Operation, vendor: Vendor, config: Config): ReadonlySet<string> {
  const resource = { kind: vendor.resourceKindOf(operation) ?? '', id: probe, value: () => probe };
  const valid = validPlan(operation, { parameter: () => probe, body: () => vendor.body(operation, resource, config) });
  return new Set(
    casesOf(operation)
      .filter(({ assumed }) => assumed === 'rejected')
      .flatMap((each) => {
        const plan = each.edit(valid, { unknown: () => probe });
        const named = vendor.resourceKindOf(operation) !== undefined || Object.keys(plan.path).length > 0;
        return [...(named ? vendor.affectedIds(operation, plan) : []), ...vendor.parentIds(operation, plan)];
      })
      .filter((id) => id !== probe && id !== ''),
  );
}

/** Nothing may be written where there is no target. */
const permissionsOf = (target: VendorTarget | undefined) => ({
  mayWrite: target?.mayWrite === true,
  production: target?.production !== false,
  isAdHoc: target?.isAdHoc === true,
});
