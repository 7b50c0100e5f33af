/** What a case has to remove at its end. */
import type { CaseLedger } from '../client/journaled.ts';
import type { Resource } from '../profile/vendor.ts';

export interface Ledger extends CaseLedger {
  readonly all: readonly Resource[];
}

/** `canonicalId` gives the same text for all spellings of an id. */
export function openLedger(canonicalId: (kind: string, id: string) => string): Ledger {
  const resources = new Map<string, Resource>();
  const keyOf = (kind: string, id: string) => JSON.stringify([kind, canonicalId(kind, id)]);
  return {
    add: (resource) => void resources.set(keyOf(resource.kind, resource.id), resource),
    remove: (kind, id) => void resources.delete(keyOf(kind, id)),
    find: (kind, id) => resources.get(keyOf(kind, id)),
    get all() {
      return [...resources.values()];
    },
  };
}
