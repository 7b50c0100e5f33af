/** Three ways: what is pinned, what is published now, what was observed; and who moved. */
import type { Json } from '../../contract/types.ts';
import { severities, type Change, type ChangePlace, type Severity } from './change.ts';
import { noClauseChanges, type ClauseChanges, type LinkedClauses } from './clause-changes.ts';
import { operationKey } from './compare.ts';
import { changeId } from './explained.ts';
import type { Observation } from './observed.ts';
import { isUsed, type Uses } from './uses.ts';

/**
 * `both`: the document changed and the answers with it; `document`: it changed, and no run shows whether the answers did
 * (or there is nothing they could show).
 */
export type Mover = 'document without behaviour' | 'behaviour without document' | 'both' | 'document';

/** One thing that moved. */
export interface MovedThing {
  /** The same in every comparison, until it moves again. */
  readonly id: string;
  readonly contract: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly who: Mover;
  readonly places: readonly [ChangePlace, ...ChangePlace[]];
  /** Pointers into the pinned and the current document. */
  readonly pinned?: string;
  readonly current?: string;
  readonly from?: Json;
  readonly to?: Json;
  readonly observed?: {
    readonly expected: string;
    readonly actual: string;
    readonly firstSeen?: string;
  };
  readonly clauses: ClauseChanges & { readonly deviate: readonly string[] };
  /** Whether our product uses it; undefined where no uses.yaml says what it uses. */
  readonly used?: boolean;
}

export interface ContractDrift {
  readonly contract: string;
  readonly changes: readonly Change[];
  readonly clauses: LinkedClauses;
  readonly observations: readonly Observation[];
  /** Verdicts of the pinned contract's clauses in the last run; empty where none ran. */
  readonly verdicts: ReadonlyMap<string, string>;
  /** `<operation key> <status>` of the responses that a run has seen. */
  readonly seen: ReadonlySet<string>;
  readonly uses: Uses | undefined;
}

/** Everything that moved of one contract, the gravest first. */
export function movedThings(drift: ContractDrift): MovedThing[] {
  const taken = new Set<Observation>();
  const things = drift.changes.map((change) => {
    const clauses = drift.clauses.of.get(change) ?? noClauseChanges;
    const observed = drift.observations.filter((each) => isSameThing(change, clauses, each));
    for (const each of observed) taken.add(each);
    return ofChange(drift, change, clauses, observed);
  });
  const alone = drift.observations.filter((each) => !taken.has(each)).map((each) => ofObservation(drift, each));
  return [...things, ...alone].toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** What breaks the build: breaking, and used as far as anybody knows. */
export const isBlocking = ({ severity, used }: MovedThing): boolean => severity === 'breaking' && used !== false;

/** An observation belongs to a change where it violates a clause that the change took away or altered, or shows what it added. */
function isSameThing(change: Change, clauses: ClauseChanges, observation: Observation): boolean {
  if (change.severity === 'editorial') return false;
  const touched = new Set([...clauses.vanish, ...clauses.tighten, ...clauses.loosen, ...clauses.alter]);
  if (observation.clauses.some((id) => touched.has(id)) && observation.actual !== '') {
    // The clause about all statuses is touched by each of them: there the status tells them apart.
    const statuses = new Set(observation.places.map(({ status }) => status));
    if (change.places.some(({ status, side }) => side !== 'response' || statuses.has(status))) return true;
  }
  if (change.before !== undefined) return false;
  return observation.places.some((seen) => change.places.some((place) => isSamePlace(place, seen)));
}

const isSamePlace = (a: ChangePlace, b: ChangePlace): boolean =>
  keyOf(a.operation) === keyOf(b.operation) && a.status === b.status && a.group === b.group && a.pointer === b.pointer;

const keyOf = (operation: string): string => {
  const [method = '', path = ''] = operation.split(' ');
  return operationKey(method, path);
};

function ofChange(
  drift: ContractDrift,
  change: Change,
  clauses: ClauseChanges,
  observed: readonly Observation[],
): MovedThing {
  const { rule, severity, places, before, after, from, to } = change;
  const [first] = observed;
  return {
    id: changeId(change),
    contract: drift.contract,
    rule,
    severity,
    who: whoMoved(drift, change, clauses, observed),
    places,
    ...(before !== undefined && { pinned: before }),
    ...(after !== undefined && { current: after }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(first && { observed: seenOf(first) }),
    clauses: { ...clauses, deviate: [...new Set(observed.flatMap((each) => each.clauses))] },
    ...usedOf(drift, places),
  };
}

function whoMoved(
  drift: ContractDrift,
  change: Change,
  clauses: ClauseChanges,
  observed: readonly Observation[],
): Mover {
  if (change.severity === 'editorial') return 'document';
  if (observed.length > 0) return 'both';
  const touched = [...clauses.vanish, ...clauses.tighten, ...clauses.loosen, ...clauses.alter];
  const decided = touched.some((id) => drift.verdicts.get(id) === 'conforms');
  const answered = change.places.some(
    ({ operation, side, status }) =>
      side === 'response' &&
      (drift.seen.has(`${keyOf(operation)} ${status ?? ''}`) || isNewStatus(change, drift, operation)),
  );
  return decided || answered ? 'document without behaviour' : 'document';
}

/** A status that was not documented before and that no answer had, although the operation answered. */
const isNewStatus = ({ before, places }: Change, { seen }: ContractDrift, operation: string): boolean =>
  before === undefined &&
  places.some(({ group }) => group === undefined) &&
  [...seen].some((each) => each.startsWith(`${keyOf(operation)} `));

function ofObservation(drift: ContractDrift, observation: Observation): MovedThing {
  const { id, contract, rule, severity, places } = observation;
  return {
    id,
    contract,
    rule,
    severity,
    who: 'behaviour without document',
    places,
    observed: seenOf(observation),
    clauses: { ...noClauseChanges, deviate: observation.clauses },
    ...usedOf(drift, places),
  };
}

const seenOf = ({ expected, actual, firstSeen }: Observation) => ({
  expected,
  actual,
  ...(firstSeen !== undefined && { firstSeen }),
});

const usedOf = ({ uses }: ContractDrift, places: readonly ChangePlace[]): { used?: boolean } =>
  uses === undefined ? {} : { used: places.some((place) => isUsed(place, uses)) };
