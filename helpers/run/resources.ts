/** The resources of one attempt of a case: what it creates, keeps, removes and shares. */
import { totalCalls } from './calls.ts';
import type { Operation } from '../contract/types.ts';
import { ancestorsOf } from '../profile/resources.ts';
import { withParents, type Sender } from '../profile/vendor.ts';
import type { Attempt } from './attempt.ts';
import type { CaseResources } from './context.ts';
import type { Engine } from './engine.ts';
import { resourceVendor } from './resource-vendor.ts';
import type { CaseInfo } from './result.ts';
import { Stop } from './stop.ts';

/** Ids with fewer letters and digits are too close to one another: a similar one could be somebody's. */
const shortestForSimilar = 20;

export interface ResourceOptions {
  readonly engine: Engine;
  readonly info: CaseInfo;
  readonly state: Attempt;
  readonly operationBy: (id: string) => Operation;
  readonly sender: () => Sender;
}

export function openResources({ engine, info, state, operationBy, sender }: ResourceOptions): CaseResources {
  return {
    async create(kind) {
      const vendor = resourceVendor(engine, kind);
      const own = vendor.kinds.find((each) => each.kind === kind);
      const creations = own ? [own, ...ancestorsOf(own, vendor.kinds)].map(({ create }) => create) : [];
      const creation = creations.find((each) => engine.state.unmarkedCreations.has(each));
      if (creation !== undefined)
        throw new Stop(`setup failed: what ${creation} creates cannot be told from what was there before`, 'setup');
      const created = await vendor.create(kind, sender());
      if (!created) throw new Stop(`setup failed: no ${kind} could be made (${lastAnswer(state)})`, 'setup');
      return created;
    },
    cleanUpLater(resource) {
      for (const each of withParents(resource).toReversed()) state.kept.add(each);
    },
    keepForLater(resource) {
      for (const { kind, id } of withParents(resource)) state.kept.remove(kind, id);
    },
    leases: engine.state.leases,
    async tryShared(send, mayStemFromEarlierCase) {
      const [before, calls] = [state.outcomes.length, totalCalls(state.made)];
      const result = await send();
      if (result.accepted || !mayStemFromEarlierCase(result.exchange)) return result;
      const judged = state.outcomes.splice(before).filter((each) => each.clause !== info.id);
      state.outcomes.push(...judged);
      state.extra.push({
        reason: 'repeated on a separate resource',
        caseId: info.id,
        calls: totalCalls(state.made) - calls,
      });
      return result;
    },
    unknownId(parameter, operationId, like) {
      const operation = operationBy(operationId);
      const similar = (like.match(/[0-9a-z]/gi)?.length ?? 0) >= shortestForSimilar;
      const vendor = engine.vendors.of(operation);
      const id = vendor.unknown(parameter, operation, similar ? like : '');
      engine.state.inventedIds.add(vendor.canonicalId(id));
      return { id, similar };
    },
  };
}

function lastAnswer({ records }: Attempt): string {
  const last = records.at(-1);
  return last === undefined
    ? 'nothing was sent'
    : `${last.operation} answered ${last.answer?.status ?? `nothing: ${last.unanswered ?? ''}`}`;
}
