/** What a run would do, without a network: every case, every clause with its cases or the reason why it has none, every call. */
import { addCalls, totalCalls } from './calls.ts';
import type { Clause } from '../contract/types.ts';
import type { Suite } from '../profile/suite.ts';
import type { DocumentFinding } from '../contract/document-finding.ts';
import { responseKeyOf } from '../contract/clause.ts';
import { groupBy } from '../contract/group-by.ts';
import { catalogue } from './catalogue.ts';
import type { PlannedCase, PlannedOperation } from './as-configured.ts';
import { idLines, plannedIds, type PlannedIds } from './plan-graph.ts';

/** Why a clause has no case of its own. The list is closed. */
export const reasons = {
  'every-answer': 'every response of the operation decides it',
  response: 'every response with this status decides it; these cases provoke one',
  'not-provoked': 'no request is certain to provoke this status',
  conditional: 'it is decided only where its condition is met',
} as const;
export type Reason = keyof typeof reasons;

export interface PlannedClause {
  readonly id: string;
  readonly level: Clause['level'];
  readonly sentence: string;
  readonly cases: readonly string[];
  /** Given where no case has been made for the clause alone. */
  readonly reason?: Reason;
}

export interface Plan {
  readonly version: 1;
  readonly cases: readonly PlannedCase[];
  readonly clauses: readonly PlannedClause[];
  /** Calls by operation, set-up and clean-up included. */
  readonly calls: Readonly<Record<string, number>>;
  readonly total: number;
  /** Where ids of requests come from, but for configured ones. */
  readonly ids: PlannedIds;
}

/** The plan of a run. Clauses that have neither case nor reason are an error in the suite: they are in `orphans`. */
export function planOf(suite: Suite, cases: readonly PlannedCase[]): Plan & { readonly orphans: readonly string[] } {
  const provers = groupBy(
    cases.flatMap(({ id, clauses }) => clauses.map((clause) => ({ clause, id }))),
    ({ clause }) => clause,
  );
  const casesFor = (key: string) => provers.get(key)?.map(({ id }) => id);
  const orphans: string[] = [];
  const clauses = [...catalogue(suite).values()].map((clause): PlannedClause => {
    const { id, level, sentence } = clause;
    const base = { id, level, sentence };
    const own = casesFor(id);
    if (own) return { ...base, cases: own };
    const reason = reasonFor(clause, provers);
    if (reason === undefined) orphans.push(id);
    const response = responseKeyOf(clause.ref);
    return {
      ...base,
      cases: reason === 'response' && response !== undefined ? (casesFor(response) ?? []) : [],
      ...(reason === undefined ? {} : { reason }),
    };
  });
  const calls = addCalls(cases.map((info) => info.calls));
  const sorted = Object.fromEntries(Object.entries(calls).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    version: 1,
    cases,
    clauses,
    calls: sorted,
    total: totalCalls(sorted),
    ids: plannedIds(suite),
    orphans,
  };
}

function reasonFor({ ref, decidedBy, conditional }: Clause, provers: ReadonlyMap<string, unknown>): Reason | undefined {
  const response = responseKeyOf(ref);
  if (response !== undefined) return provers.has(response) ? 'response' : 'not-provoked';
  if (conditional !== undefined) return 'conditional';
  return decidedBy === 'every-response' ? 'every-answer' : undefined;
}

const flawLine = ({ at, sentence, places }: DocumentFinding): string =>
  `  ${at}: ${sentence}${places > 1 ? ` (in ${places} places)` : ''}`;

/** The plan for a person; `operations` are those that it calls, `flaws` what is wrong with the documents. */
export function planText(
  plan: Plan,
  operations: readonly PlannedOperation[] = [],
  flaws: readonly DocumentFinding[] = [],
): string {
  const lines = [`${plan.total} calls in ${plan.cases.length} cases, ${plan.clauses.length} clauses`, ''];
  const known = new Map(operations.map((each) => [each.id, each]));
  for (const [id, count] of Object.entries(plan.calls)) {
    const { effect, environment, method, url } = known.get(id) ?? {};
    const where = url === undefined ? '' : `  ${effect}  ${environment}  ${method} ${url}`;
    lines.push(`${String(count).padStart(6)}  ${id}${where}`);
  }
  lines.push(...idLines(plan.ids));
  let operation = '';
  for (const info of plan.cases) {
    if (info.operation !== operation) lines.push('', info.operation);
    operation = info.operation;
    const calls = Object.entries(info.calls).filter(([, count]) => count > 0);
    lines.push(`  ${info.title}`, `      proves ${info.clauses.join(', ') || 'what every response decides'}`);
    if (info.accepts !== undefined) lines.push(`      accepts ${info.accepts}`);
    if (info.needs.length > 0) lines.push(`      needs ${info.needs.join(', ')}`);
    if (info.notRun !== undefined) lines.push(`      not run: ${info.notRun}`);
    else
      lines.push(
        `      calls ${calls.map(([id, count]) => `${count} ${id}${known.get(id)?.effect === 'writes' ? ' (writes)' : ''}`).join(', ') || 'nothing'}`,
      );
  }
  lines.push('', 'Clauses without a case of their own:');
  for (const [reason, words] of Object.entries(reasons)) {
    const those = plan.clauses.filter((clause) => clause.reason === reason);
    lines.push(`  ${words}: ${those.length}`);
    if (reason === 'not-provoked' || reason === 'conditional') for (const { id } of those) lines.push(`      ${id}`);
  }
  if (flaws.length > 0) lines.push('', 'Flaws of the documents:', ...flaws.map(flawLine));
  return `${lines.join('\n')}\n`;
}
