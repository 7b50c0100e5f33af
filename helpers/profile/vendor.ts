/** What a vendor's adapter knows that no document says: credentials, test data, how to make and remove a resource. */
import type { Config } from './config.ts';
import type { SchemeSecret } from './credentials.ts';
import type { Plugin } from './plugin.ts';
import type { Inferred } from './inference.ts';
import type { ResourceKind } from './resources.ts';
import type { Profile } from './schema.ts';
import type {
  Body,
  CredentialRecord,
  Exchange,
  Finding,
  Made,
  Operation,
  Reply,
  RequestPlan,
} from '../contract/types.ts';

/** Why the vendor must reject a write to something that the suite did not make. */
export type ExpectedRejection = 'foreign' | 'fixture' | 'unknown';

/** Something made at the vendor for a case, or configured there. */
export interface Resource {
  readonly kind: string;
  readonly id: string;
  /** What was made so that it could be made: it lives as long. */
  readonly parent?: Resource | undefined;
  /** Parameter (or body property) that carries the id, with the value for an operation. */
  value(parameter: string, operation: Operation): string | undefined;
}

/** A resource with what was made so that it could be made, the nearest first; nothing for none. */
export const withParents = (resource: Resource | undefined): readonly Resource[] =>
  resource === undefined ? [] : [resource, ...withParents(resource.parent)];

/** A creation as the journal notes it. */
export interface Creation {
  readonly kind: string;
  /** Ids as the answer gave them; empty where nothing was created. */
  readonly ids: readonly string[];
  /** A success without the mark that was sent, or not the documented one: something may have been created. */
  readonly unclear?: true;
  /** Ids of what it is part of, the nearest first. */
  readonly parents?: readonly string[];
}

/** What an adapter may ask of the running case. */
export interface Sender {
  /** Sends, journals and judges by every check. */
  call(
    operationId: string,
    plan: (valid: RequestPlan, operation: Operation) => RequestPlan,
    options?: CallOptions,
  ): Promise<Exchange>;
  /** Puts bytes to (or gets them from) a signed URL. */
  fetch(
    url: string,
    options: {
      method: string;
      headers?: Readonly<Record<string, string>>;
      body?: { bytes: Uint8Array; contentType: string };
      stored?: StoredAs;
    },
    what: string,
  ): Promise<Reply>;
  /** Judges what a clause promises beyond single responses; true where it holds. `actual` must hold no secret and no health data. */
  assertClause(clause: string, claim: Omit<Finding, 'clause'> & { readonly holds: boolean }): boolean;
}

/** How a request outside every contract is stored, where its address or its headers hold what must not be. */
export interface StoredAs {
  /** The variable that holds the address. */
  readonly variable: string;
  readonly credentials: readonly CredentialRecord[];
  /** What its answer gives. */
  readonly makes: readonly Made[];
}

export interface CallOptions {
  readonly resource?: Resource;
  /** What for: set-up and clean-up failures are not this case's failures. */
  readonly purpose?: 'case' | 'setup' | 'cleanup';
  /** Why a write to something that the journal does not hold must be refused by the vendor. */
  readonly expectedRejection?: ExpectedRejection;
  /** Where an undocumented 4xx is as good as a documented one. */
  readonly tolerant?: boolean;
  /** Where a refusal in other words is not this operation's; then `tolerant` too. */
  readonly outside?: boolean;
  /** Where a 429 is what is asked for. */
  readonly expects429?: true;
}

/** What a vendor's requests are authenticated with. */
export interface VendorCredentials {
  /** The secrets that a request of an operation is sent with, by the kind of credential; those that are not set are left out. */
  credentials(
    operation: Operation,
    kind: RequestPlan['credentials'],
    config: Config,
    tokens: ReadonlyMap<string, string>,
  ): readonly SchemeSecret[];
  /** Why a credential kind cannot be sent: the variable that is not set. */
  missingCredential(operation: Operation, kind: RequestPlan['credentials'], config: Config): string | undefined;
}

/** Valid and unknown values for its requests. */
export interface VendorValues {
  /** A valid value of a parameter, from configuration. */
  value(parameter: string, operation: Operation, config: Config): string | undefined;
  /** A valid body, or undefined where the document's schema has to do. */
  body(operation: Operation, resource: Resource | undefined, config: Config): Body | undefined;
  /** The plan of a creation with a unique mark in its body, where only that says what was created. */
  marked(operation: Operation, plan: RequestPlan): RequestPlan;
  /** The plan of a creation whose fault took the mark of the valid plan away, with a mark in another text of its body. */
  remarked(operation: Operation, plan: RequestPlan, valid: RequestPlan): RequestPlan;
  /** An id of nothing, of the form of `like` where that is given. */
  unknown(parameter: string, operation: Operation, like?: string): string;
  /** True for ids of a spelling that only this suite uses for what does not exist. */
  isUnknownId(id: string): boolean;
  /** The same text for all spellings of an id. */
  canonicalId(id: string): string;
}

/** What can be created and removed at a vendor. */
export interface VendorResources {
  /** The kinds of resources of the profile; where it describes none, those that follow from the documents. */
  readonly kinds: readonly ResourceKind[];
  /** What follows from the documents: resources, and answers that list ids. */
  readonly inferred: Inferred;
  /** A resource by its id; `parent` where it is not part of the configured one. Throws where the profile has no such kind. */
  resource(kind: string, id: string, parent?: string): Resource;
  /** The kind of resource that has to exist for an operation, by the parameters it takes. */
  resourceKindOf(operation: Operation): string | undefined;
  /** The operation that succeeds exactly while a resource of a kind exists. */
  existsOperation(kind: string): string | undefined;
  /** Operations (by id) whose success is known to be safe to run and to clean up. */
  readonly runnable: ReadonlySet<string>;
  /** Calls it takes to make, and to remove one, by operation id. */
  readonly costs: Readonly<
    Record<
      string,
      { readonly create: Readonly<Record<string, number>>; readonly remove: Readonly<Record<string, number>> }
    >
  >;
  /** Makes a resource; undefined where the vendor did not. */
  create(kind: string, sender: Sender): Promise<Resource | undefined>;
  remove(resource: Resource, sender: Sender): Promise<Exchange>;
  /** An exchange that succeeds exactly where the resource is still there and whole. Undefined where nothing can tell. */
  readonly checkExists?: (resource: Resource, sender: Sender) => Promise<Exchange>;
  /** A resource for an id the journal holds; `parents`, the nearest first, where it is not part of the configured one. */
  restore(kind: string, id: string, parents?: readonly string[]): Resource;
}

/** What a request or an exchange does at a vendor. */
export interface VendorEffects {
  creates(operation: Operation): boolean;
  /** Whether a success may create what the request names: `PUT` to an id that did not exist. */
  mayCreate(operation: Operation): boolean;
  /** What an exchange created, where its operation creates. */
  created(exchange: Exchange): Creation | undefined;
  /** Ids that a request would destroy. */
  removedIds(operation: Operation, plan: RequestPlan): readonly string[];
  /** What a request that writes would remove or change, as ids; never empty where it could be anything at all. */
  affectedIds(operation: Operation, plan: RequestPlan): readonly string[];
  /** The ids of what a creation adds to, the nearest first; none where it adds to nothing. */
  parentIds(operation: Operation, plan: RequestPlan): readonly string[];
}

/** What at a vendor the suite must not change, and where test data belongs. */
export interface VendorProtection {
  /** What is configured as refusing every write. */
  fixtures(config: Config): readonly Fixture[];
  /** Ids configured as the place for test data. */
  testDataParents(config: Config): readonly string[];
}

/** A vendor as cases and client use it; who needs a part of it takes that part. */
export interface Vendor extends VendorCredentials, VendorValues, VendorResources, VendorEffects, VendorProtection {
  readonly id: string;
  readonly profile: Profile;
  readonly plugin: Plugin | undefined;
}

/** Something at the vendor that is not the suite's to change. */
export interface Fixture {
  readonly variable: string;
  readonly id: string;
}
