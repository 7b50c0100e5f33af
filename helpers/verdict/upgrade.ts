/** Reads what the first edition wrote: reports of version 1 and its finding codes, wherever they still stand. */
import type { ClauseRef } from '../contract/types.ts';
import { formerCodes } from './finding-id.ts';
import type { Report } from './report.ts';

const words: Readonly<Record<string, string>> = { ASKS: 'INFO', undecided: 'inconclusive', broken: 'error' };
const codes = new Map(Object.entries(formerCodes).map(([now, before]) => [before, now]));

/** Today's name of a finding code: in waivers and reports of both versions. */
export const currentCode = (code: string): string => codes.get(code) ?? code;

/** What of version 1 is read here; all else is as it is today, and checked against today's schema afterwards. */
interface ReportOf1 {
  readonly version: 1;
  readonly operations: readonly { readonly id: string; readonly contract: string }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly requests: { readonly extra: readonly { readonly why: string; readonly calls: number }[] };
  readonly clauses: readonly ClauseOf1[];
  readonly cases: readonly { readonly level: string; readonly verdict: string }[];
}
interface ClauseOf1 {
  readonly id: string;
  readonly level: string;
  readonly verdict: string;
  readonly example?: unknown;
  readonly findings: readonly {
    readonly code: string;
    readonly actual: string;
    readonly at: string;
    readonly exchange?: unknown;
    readonly before?: unknown;
  }[];
}

/** A report as version 2. Exchanges of version 1 are left out: their requests were kept as shell lines. Anything else is given back as it is. */
export function upgradeReport(value: unknown): unknown {
  if (!isOf1(value)) return value;
  const { operations, counts, requests, clauses, cases } = value;
  return {
    ...value,
    version: 2,
    operations: operations.map((operation) => ({
      ...operation,
      name: operation.id.slice(operation.contract.length + 1),
    })),
    counts: {
      ...Object.fromEntries(Object.entries(counts).map(([word, amount]) => [words[word] ?? word, amount])),
      recorded: clauses.filter(({ level, verdict }) => level === 'ASKS' && verdict === 'conforms').length,
      total: clauses.length,
    },
    requests: { ...requests, extra: requests.extra.map(upgradeExtra) },
    clauses: clauses.map((clause) => upgradeClause(clause, operations)),
    cases: cases.map(inWords),
  };
}

function isOf1(value: unknown): value is ReportOf1 {
  if (typeof value !== 'object' || value === null) return false;
  const { version, operations, counts, requests, clauses, cases } = value as Partial<ReportOf1>;
  return (
    version === 1 &&
    [operations, requests?.extra, clauses, cases].every(Array.isArray) &&
    typeof counts === 'object' &&
    (clauses ?? []).every((clause) => typeof clause.id === 'string' && Array.isArray(clause.findings))
  );
}

const inWords = <T extends { readonly level: string; readonly verdict: string }>(each: T): T => ({
  ...each,
  level: words[each.level] ?? each.level,
  verdict: words[each.verdict] ?? each.verdict,
});

/** `retried after 429: books-v1/getBook` was reason and id in one text. */
function upgradeExtra({ why, calls }: { why: string; calls: number }): Report['requests']['extra'][number] {
  const [reason = why, caseId] = why.split(': ');
  return { reason, calls, ...(caseId !== undefined && { caseId }) };
}

function upgradeClause(clause: ClauseOf1, operations: ReportOf1['operations']): object {
  const { example: _, ...rest } = inWords(clause);
  return {
    ...rest,
    ref: refIn(clause.id, operations),
    findings: clause.findings.map(({ exchange: _exchange, before: _before, ...finding }) => {
      const status = finding.at === 'status' ? /^[1-5]\d\d\b/.exec(finding.actual)?.[0] : undefined;
      return {
        ...finding,
        code: currentCode(finding.code),
        level: rest.level,
        ...(status !== undefined && { status: Number(status) }),
      };
    }),
  };
}

const scenarios = ['lifecycle', 'tenancy', 'rate-limit', 'token', 'version'];
const ofOperation = ['responses', 'transport', 'time', 'http'];

/** Version 1 said where a clause stands by its id alone. */
function refIn(id: string, operations: ReportOf1['operations']): ClauseRef {
  const known = operations.find((operation) => id.startsWith(`${operation.id}/`));
  const [contract = id, name = ''] = id.split('/');
  const base = { contract: known?.contract ?? contract, operation: known?.id ?? `${contract}/${name}` };
  const [first = '', ...others] = id.slice(base.operation.length + 1).split('/');
  const isStatus = /^(?:\d(?:\d\d|XX)|default)$/.test(first);
  const [group = '', ...rest] = isStatus ? others : [first, ...others];
  const scope = isStatus
    ? 'response'
    : scenarios.includes(first)
      ? 'scenario'
      : ofOperation.includes(first)
        ? 'operation'
        : 'request';
  const place = { ...base, scope, ...(isStatus && { status: first }) } as const;
  if (rest.length === 0)
    return isStatus && group === 'body' ? { ...place, group, pointer: '', rule: '' } : { ...place, rule: group };
  // The name of a header is a place, not a rule.
  const steps = isStatus && group === 'headers' ? rest.slice(0, 1) : rest.slice(0, -1);
  return {
    ...place,
    group,
    ...((isStatus || steps.length > 0) && { pointer: steps.map((step) => `/${step}`).join('') }),
    rule: rest.slice(steps.length).join('/'),
  };
}
