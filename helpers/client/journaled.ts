/** Notes on disk what a request makes at a vendor before it is sent, and what it made or removed when it was answered. */
import type { Answered, Exchange } from '../contract/types.ts';
import type { Resource, Vendor } from '../profile/vendor.ts';
import type { Budget } from './budget.ts';
import type { About, Journal } from './journal.ts';
import type { Middleware, OutgoingRequest } from './request.ts';

/** What a case has to remove at its end: two resources are the same where kind and id are. */
export interface CaseLedger {
  add(resource: Resource): void;
  remove(kind: string, id: string): void;
  find(kind: string, id: string): Resource | undefined;
}

export interface JournalOptions {
  readonly journal: Journal;
  readonly budget: Pick<Budget, 'reserve'> | undefined;
  readonly vendorOf: (request: OutgoingRequest) => Vendor;
  /** Base URL that the request goes to. */
  readonly origin: (request: OutgoingRequest) => string;
  /** True where the request names something that the configuration says must not be written to. */
  readonly namesFixture: (request: OutgoingRequest) => boolean;
  /** What the case has to remove at its end. */
  readonly resources: CaseLedger;
  /** True where a "not found" can only mean that the resource is gone: all else in the request was right. */
  readonly isPlain: (exchange: Answered, resource: Resource | undefined) => boolean;
}

/** The middleware. */
export const journaled = (options: JournalOptions): Middleware => {
  const { journal, budget, vendorOf, resources } = options;

  function noteCreated(request: OutgoingRequest, exchange: Exchange, seq: string): void {
    if (exchange.kind === 'unanswered') {
      if (exchange.neverSent) journal.made(seq, [], '');
      else journal.lost(seq);
      budget?.reserve(-1);
      return;
    }
    const vendor = vendorOf(request);
    const creation = vendor.created(exchange);
    const kind = creation?.kind ?? '';
    if (creation?.unclear) {
      journal.lost(seq);
      budget?.reserve(-1);
      return;
    }
    // A PUT that may create what it names says nothing new of what the journal already holds.
    const isNew = (id: string) =>
      vendor.creates(request.operation) || !journal.holds({ origin: options.origin(request), kind, id });
    const ids = (creation?.ids ?? []).filter(isNew);
    journal.made(seq, ids, kind);
    budget?.reserve(ids.length - 1);
    // What was wrongly made on a fixture has to be looked for there.
    const parents = options.namesFixture(request)
      ? vendor.parentIds(request.operation, request.plan)
      : creation?.parents;
    for (const id of ids) resources.add(vendor.restore(creation?.kind ?? '', id, parents));
  }

  function noteRemoved(request: OutgoingRequest, exchange: Answered): void {
    const { operation, plan } = request;
    const { status } = exchange.answer;
    const vendor = vendorOf(request);
    const kind = vendor.resourceKindOf(operation) ?? '';
    for (const id of vendor.removedIds(operation, plan)) {
      const isGone =
        status === 200 || status === 204 || (status === 404 && options.isPlain(exchange, resources.find(kind, id)));
      if (!isGone) continue;
      const resource = { origin: options.origin(request), kind, id };
      if (journal.gone(resource, `${plan.method} answered ${status}`)) budget?.reserve(-1);
      resources.remove(kind, id);
    }
  }

  return async (request, next) => {
    const vendor = vendorOf(request);
    const seq = isCreation(vendor, request)
      ? journal.intent(aboutOf(request, options.origin(request), vendor.parentIds(request.operation, request.plan)))
      : undefined;
    const exchange = await next(request);
    if (seq !== undefined) noteCreated(request, exchange, seq);
    if (exchange.kind === 'answered') noteRemoved(request, exchange);
    return exchange;
  };
};

/** True where a success of the request makes something at the vendor. */
export const isCreation = (
  vendor: Pick<Vendor, 'creates' | 'mayCreate'>,
  { operation, plan }: OutgoingRequest,
): boolean => (vendor.creates(operation) || vendor.mayCreate(operation)) && plan.method === operation.method;

/** Where a creation goes, for a person who has to find it. */
function aboutOf({ operation, plan }: OutgoingRequest, origin: string, [parent, ...above]: readonly string[]): About {
  const file =
    plan.body.kind === 'multipart'
      ? plan.body.parts.find(({ fileName }) => fileName !== undefined)?.fileName
      : undefined;
  return {
    vendor: operation.contract.vendor,
    origin,
    resource: operation.id,
    ...(parent === undefined ? {} : { parent }),
    ...(above.length === 0 ? {} : { above }),
    ...(file === undefined ? {} : { file }),
  };
}
