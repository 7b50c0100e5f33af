/** What to ask where not everything can be asked: a part of a plan that a number of calls is enough for. Pure. */
import { createHash } from 'node:crypto';
import { groupBy } from '../contract/group-by.ts';
import type { Clause } from '../contract/types.ts';
import type { CaseInfo } from './result.ts';

export interface Sample {
  /** Calls that the run may make. */
  readonly calls: number;
  /** UTC, `2026-11-26`: consecutive days ask consecutive operations about what they share. */
  readonly day: string;
}

/** The share of the calls that is planned: deviations are sent again, and lists are read for ids. */
const plannedShare = 0.9;

/** What a clause promises, without the operation: clauses of a shared parameter, schema or security scheme have the same. */
export const promiseOf = ({ ref, hash, level }: Clause): string =>
  JSON.stringify([ref.contract, ref.scope, ref.status, ref.group, ref.pointer, ref.rule, level, hash]);

/**
 * The cases of a sample, in the order of the plan. First each operation's success and its documented errors, one case each; then,
 * of cases that prove the same of a shared part of the document, one after the other, another first each day: n runs on
 * consecutive days ask about each of n. Cases without calls always stay. `reserved`: calls outside the cases; `clauses`: the catalogue.
 */
export function sampleOf<Info extends CaseInfo>(
  cases: readonly Info[],
  clauses: ReadonlyMap<string, Clause>,
  { calls, day }: Sample,
  reserved = 0,
): readonly Info[] {
  const ranks = ranksOf(cases, clauses, day);
  const order = cases
    .map((one) => ({ one, rank: ranks.get(one.id) ?? 1, draw: drawOf(day, one.id) }))
    // Between cases of one rank the day decides, so that no operation is always the last.
    .toSorted((a, b) => a.rank - b.rank || (a.draw < b.draw ? -1 : 1));
  let left = Math.floor(calls * plannedShare) - reserved;
  const taken = new Set<Info>();
  for (const { one } of order) {
    const cost = costOf(one);
    if (cost > left) continue;
    left -= cost;
    taken.add(one);
  }
  return cases.filter((one) => taken.has(one));
}

const costOf = ({ calls }: CaseInfo): number => Object.values(calls).reduce((sum, each) => sum + each, 0);

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
export const sampleText = ({ calls, day }: Sample): string => `a sample of ${day} within ${calls} calls`;
