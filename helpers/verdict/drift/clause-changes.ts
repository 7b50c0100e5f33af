/** Which clauses of the suite a change of the documents makes appear, vanish, tighten or loosen. */
import type { ClauseRef } from '../../contract/types.ts';
import type { Change, ChangePlace } from './change.ts';
import { operationKey } from './compare.ts';

/** What is needed of a clause. */
export interface ClauseView {
  readonly id: string;
  readonly ref: ClauseRef;
  readonly level: string;
  readonly hash: string;
  /** `<file>#<JSON pointer>`, or a page. */
  readonly at: string;
}

/** What is needed of a contract as it is read from a document. */
export interface ContractView {
  readonly clauses: ReadonlyMap<string, ClauseView>;
  /** Operation ids with method and path. */
  readonly operations: ReadonlyMap<string, { readonly method: string; readonly path: string }>;
}

/** Clause ids by what becomes of them. */
export interface ClauseChanges {
  readonly appear: readonly string[];
  readonly vanish: readonly string[];
  readonly tighten: readonly string[];
  readonly loosen: readonly string[];
  /** Says something else, neither more nor less: another type. */
  readonly alter: readonly string[];
}

export const noClauseChanges: ClauseChanges = { appear: [], vanish: [], tighten: [], loosen: [], alter: [] };

/** The clauses that two readings of a document do not have in common, each with the changes that explain it. */
export interface LinkedClauses {
  readonly of: ReadonlyMap<Change, ClauseChanges>;
  /** Clauses that no change explains. */
  readonly others: ClauseChanges;
}

/**
 * Sets the clauses of the pinned contract beside those of the current one. A clause belongs to the changes at its own place or
 * above it; where none is, it is listed among the others, so that no clause moves unseen.
 */
export function linkClauses(changes: readonly Change[], pinned: ContractView, current: ContractView): LinkedClauses {
  const moved = movedClauses(pinned, current);
  const linked = new Map<Change, Draft>();
  const others = draft();
  for (const each of moved) {
    const owners = changes.filter((change) => change.severity !== 'editorial' && owns(change, each));
    for (const change of owners) {
      const known = linked.get(change) ?? draft();
      linked.set(change, known);
      known[kindOf(each, change)].push(each.clause.id);
    }
    if (owners.length === 0) others[kindOf(each, undefined)].push(each.clause.id);
  }
  return { of: linked, others };
}

type Draft = { [kind in keyof ClauseChanges]: string[] };
const draft = (): Draft => ({ appear: [], vanish: [], tighten: [], loosen: [], alter: [] });

interface MovedClause {
  readonly clause: ClauseView;
  readonly what: 'appear' | 'vanish' | 'change';
  readonly operation: string;
}

function movedClauses(pinned: ContractView, current: ContractView): MovedClause[] {
  const nameOf = ({ operations }: ContractView, { ref }: ClauseView) => {
    const operation = operations.get(ref.operation ?? '');
    return operation ? operationKey(operation.method, operation.path) : '';
  };
  const gone = [...pinned.clauses.values()].flatMap((clause): MovedClause[] => {
    const now = current.clauses.get(clause.id);
    const operation = nameOf(pinned, clause);
    if (!now) return [{ clause, what: 'vanish', operation }];
    return now.hash === clause.hash && now.level === clause.level ? [] : [{ clause, what: 'change', operation }];
  });
  const fresh = [...current.clauses.values()]
    .filter(({ id }) => !pinned.clauses.has(id))
    .map((clause): MovedClause => ({ clause, what: 'appear', operation: nameOf(current, clause) }));
  return [...gone, ...fresh];
}

const owns = (change: Change, moved: MovedClause): boolean =>
  isWrittenThere(change, moved) || isPlacedThere(change, moved);

/** A schema that refers to itself shows one change at places without end: they are known by where they are written. */
function isWrittenThere({ before, after }: Change, { clause: { at, ref }, what }: MovedClause): boolean {
  const pointer = what === 'appear' ? after : before;
  const isBody = ref.scope === 'component' || (ref.scope === 'response' && ref.group === 'body');
  if (pointer === undefined || !isBody) return false;
  const written = at.slice(at.indexOf('#') + 1);
  if (written === pointer || written.startsWith(`${pointer}/`)) return true;
  // That a property is there is written where its parent is.
  const [, parent, name] = /^(.*)\/properties\/([^/]+)$/.exec(pointer) ?? [];
  return written === parent && ref.pointer?.endsWith(`/${name}`) === true;
}

const isPlacedThere = (change: Change, { clause, operation }: MovedClause): boolean =>
  change.places.some((place) => {
    if (place.operation === '') return place.group === 'security' && clause.ref.group === 'security';
    const [method = '', path = ''] = place.operation.split(' ');
    return operationKey(method, path) === operation && covers(place, clause.ref, change);
  });

/** Whether what changed at a place can change a clause: one of the same place, or below it. */
function covers(place: ChangePlace, ref: ClauseRef, { before, after }: Change): boolean {
  // An operation that comes or goes brings or takes all its clauses; what it says of itself, none.
  if (place.side === 'operation') return before === undefined || after === undefined;
  // What a case sends is made of the whole parameter or body: a change deep in it is one of its clauses.
  if (place.side === 'request') return ref.scope === 'request' && (isBelow(place, ref) || isAbove(place, ref));
  if (ref.scope === 'operation') return place.group === undefined;
  if (ref.scope !== 'response' || ref.status !== place.status) return false;
  if (place.group === undefined) return true;
  // A media type that comes or goes is said by the clause about Content-Type.
  if (place.group === 'body' && place.pointer === '' && ref.group === undefined) return true;
  return isBelow(place, ref);
}

function isBelow({ group, pointer = '' }: ChangePlace, ref: ClauseRef): boolean {
  if (group !== undefined && ref.group !== group) return false;
  const at = ref.pointer ?? '';
  return pointer === '' || at === pointer || at.startsWith(`${pointer}/`);
}

const isAbove = ({ group, pointer = '' }: ChangePlace, ref: ClauseRef): boolean =>
  ref.group === group && pointer.startsWith(`${ref.pointer ?? ''}/`);

/** A clause that says something else says more or less by what the change does; without a change it is unknown. */
function kindOf({ what }: MovedClause, change: Change | undefined): keyof ClauseChanges {
  if (what !== 'change') return what;
  return change?.effect === 'narrows' ? 'tighten' : change?.effect === 'widens' ? 'loosen' : 'alter';
}
