/** What to ask where not everything can be asked: a part of a plan that a number of calls is enough for. Pure. */
import { totalCalls } from './calls.ts';
import { createHash } from 'node:crypto';
import { hashOf } from '../contract/clauses.ts';
import { groupBy } from '../contract/group-by.ts';
import type { Clause } from '../contract/types.ts';
import type { CaseInfo } from './result.ts';

export interface Sample {
  /** Calls that the run may make. */
  readonly calls: number;
  /** UTC, `2026-11-26`: consecutive days ask consecutive operations about what they share. */
  readonly day: string;
  /** How many cases with calls neither this run nor an earlier one asks; absent where nothing is known of earlier ones. */
  readonly left?: number;
}

/** When each case was last asked, as `day` of a sample, by `askedKey`. */
export type Asked = ReadonlyMap<string, string>;

/** A case with what its clause says: where the text changes, it has not been asked. */
export const askedKey = (id: string, clauseHash = ''): string => hashOf([id, clauseHash]).slice(0, 12);

/** The share of the calls that is planned: deviations are sent again, and lists are read for ids. */
const plannedShare = 0.9;

/** What a clause promises, without the operation: clauses of a shared parameter, schema or security scheme have the same. */
export const promiseOf = ({ ref, hash, level }: Clause): string =>
  JSON.stringify([ref.contract, ref.scope, ref.status, ref.group, ref.pointer, ref.rule, level, hash]);

/** What a sample is drawn from. */
export interface Population<Info extends CaseInfo> {
  readonly cases: readonly Info[];
  /** The catalogue. */
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Calls outside the cases; default 0. */
  readonly reserved?: number;
  /** What earlier runs asked; default: nothing. */
  readonly asked?: Asked;
}

/**
 * The cases of a sample, in the order of the plan. First each operation's success and its documented errors, one case each; then
 * what no run has asked, and what was asked longest ago. Of cases that prove the same of a shared part of the document, and were
 * asked equally long ago, one comes after the other, another first each day. So consecutive runs ask everything. Cases without
 * calls always stay.
 */
export function sampleOf<Info extends CaseInfo>(
  { cases, clauses, reserved = 0, asked = new Map() }: Population<Info>,
  { calls, day }: Sample,
): readonly Info[] {
  const lastAsked = (id: string): string => asked.get(askedKey(id, clauses.get(id)?.hash)) ?? '';
  const ranks = ranksOf(cases, clauses, day);
  const order = cases
    .map(({ id }, place) => ({ place, rank: ranks.get(id) ?? 1, last: lastAsked(id), draw: drawOf(day, id) }))
    .toSorted(
      (a, b) =>
        Number(a.rank > 0) - Number(b.rank > 0) ||
        compare(a.last, b.last) ||
        a.rank - b.rank ||
        // The day decides, so that no operation is always the last.
        compare(a.draw, b.draw),
    )
    .flatMap(({ place }) => cases[place] ?? []);
  let left = Math.floor(calls * plannedShare) - reserved;
  const taken = new Set<Info>();
  for (const one of order) {
    const cost = costOf(one);
    if (cost > left) continue;
    left -= cost;
    taken.add(one);
  }
  return cases.filter((one) => taken.has(one));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How many cases with calls no run has asked, where this one asks `taken`. */
export function neverAsked<Info extends CaseInfo>(
  { cases, clauses, asked = new Map() }: Population<Info>,
  taken: readonly Info[],
): number {
  const now = new Set<CaseInfo>(taken);
  const isAsked = (one: Info) => now.has(one) || asked.has(askedKey(one.id, clauses.get(one.id)?.hash));
  return cases.filter((one) => costOf(one) > 0 && !isAsked(one)).length;
}

const costOf = ({ calls }: CaseInfo): number => totalCalls(calls);

/** 0: brings about a response that no case before it does. Else from 1 on: how many of the same promise come before it today. */
function ranksOf(
  cases: readonly CaseInfo[],
  clauses: ReadonlyMap<string, Clause>,
  day: string,
): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const provoked = new Set<string>();
  for (const { id, clauses: proven } of cases) {
    // What is no clause is a documented response that the case sets out to bring about.
    const fresh = proven.filter((key) => !clauses.has(key) && !provoked.has(key));
    for (const key of fresh) provoked.add(key);
    if (fresh.length > 0) ranks.set(id, 0);
  }
  const others = cases.filter(({ id, calls }) => !ranks.has(id) && Object.keys(calls).length > 0);
  const shift = Math.floor(Date.parse(day) / 86_400_000);
  for (const same of groupBy(others, ({ id }) => promiseKey(clauses.get(id), id)).values())
    for (const [place, { id }] of same.entries()) ranks.set(id, 1 + ((place + shift) % same.length));
  return ranks;
}

const promiseKey = (clause: Clause | undefined, id: string): string => (clause ? promiseOf(clause) : id);

const drawOf = (day: string, id: string): string => createHash('sha256').update(`${day} ${id}`).digest('hex');

/** A sample in words. */
export const sampleText = ({ calls, day, left }: Sample): string =>
  `a sample of ${day} within ${calls} calls${left === undefined ? '' : `, ${left} ${left === 1 ? 'case' : 'cases'} left for the next runs`}`;
