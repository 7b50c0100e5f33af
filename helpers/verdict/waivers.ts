/** Accepted deviations (specs/waivers.yaml): who accepted what, until when, and whether that is still so. */
import { parse } from 'yaml';
import { z } from 'zod';
import { UserError } from '../contract/types.ts';
import type { ClauseReport, Target, WaiverProblem } from './report.ts';

/** How far ahead a waiver may expire. */
export const longestDays = 180;

const date = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a date like 2027-01-31'),
);
const text = z.string().trim().min(1, 'must not be empty');
const environments = z.enum(['embedded', 'loopback', 'sandbox', 'staging', 'production']);

const shape = z.strictObject({
  /** Deviations that are known and accepted for a while. */
  waivers: z
    .array(
      z.strictObject({
        clause: text,
        hash: text,
        code: text,
        owner: text,
        ticket: text,
        environment: environments,
        reason: text,
        expires: date,
      }),
    )
    .default([]),
  /** Clauses that cannot be run in an environment. */
  scope: z
    .array(z.strictObject({ clause: text, environment: environments, owner: text, reason: text, expires: date }))
    .default([]),
});

export type Waivers = z.infer<typeof shape> & { readonly file: string; readonly today: string };

/** Reads the waivers; `today` is a date (UTC). Throws UserError with place and reason. */
export function readWaivers(yaml: string, file: string, today: string): Waivers {
  let raw: unknown;
  try {
    raw = parse(yaml, { maxAliasCount: 0 }) ?? {};
  } catch (error) {
    throw new UserError(
      `${file}: is not YAML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
    );
  }
  const read = shape.safeParse(raw);
  if (!read.success)
    throw new UserError(
      `${file}#/${read.error.issues[0]?.path.join('/') ?? ''}: ${read.error.issues[0]?.message ?? 'is invalid'}`,
    );
  return { ...read.data, file, today };
}

export const noWaivers: Waivers = { waivers: [], scope: [], file: '', today: '' };

/** Findings that nobody may accept. */
const unwaivable = /^(INTERNALS_SHOWN|SERVER_ERROR|CREDENTIAL_ACCEPTED|TENANT_IGNORED)$/;

/** Lays the waivers over judged clauses; what is wrong with a waiver makes the run nonconformant. */
export function applyWaivers(
  clauses: readonly ClauseReport[],
  waivers: Waivers,
  targets: readonly Target[],
): { clauses: ClauseReport[]; problems: WaiverProblem[] } {
  const problems: WaiverProblem[] = [];
  const kindOf = (clause: string) => targets.find(({ contract }) => clause.startsWith(`${contract}/`))?.kind;
  const applied = new Map(clauses.map((clause) => [clause.id, clause]));
  const latest = new Date(Date.parse(waivers.today || '1970-01-01') + longestDays * 86_400_000)
    .toISOString()
    .slice(0, 10);
  for (const waiver of waivers.waivers) {
    if (
      kindOf(waiver.clause) !== waiver.environment &&
      targets.some(({ contract }) => waiver.clause.startsWith(`${contract}/`))
    )
      continue;
    const clause = applied.get(waiver.clause);
    const problem = (what: string) =>
      void problems.push({
        clause: waiver.clause,
        problem: `the waiver of ${waiver.clause} (${waiver.ticket}, ${waiver.owner}) ${what}`,
      });
    if (/[*?]/.test(waiver.clause) || /[*?]/.test(waiver.code))
      problem('is over-broad: it must name one clause and one code');
    else if (!clause) {
      if (targets.some(({ contract }) => waiver.clause.startsWith(`${contract}/`)))
        problem('names a clause that does not exist');
    } else if (waiver.expires < waivers.today) problem(`expired on ${waiver.expires}`);
    else if (waiver.expires > latest) problem(`expires on ${waiver.expires}, more than ${longestDays} days ahead`);
    else if (waiver.hash !== clause.hash)
      problem(`is for another text of the clause (hash ${waiver.hash}, now ${clause.hash})`);
    else if (
      unwaivable.test(waiver.code) ||
      clause.findings.some(({ code, actual }) => code === waiver.code && /^5\d\d$/.test(actual))
    )
      problem(`is for ${waiver.code}, which cannot be waived`);
    else if (clause.verdict === 'conforms') problem('matches nothing: the clause conforms');
    else if (clause.verdict === 'deviates' || clause.verdict === 'waived') {
      if (!clause.findings.some(({ code }) => code === waiver.code))
        problem(`matches nothing: no finding ${waiver.code} in this run`);
      else applied.set(clause.id, waive(clause, waiver));
    }
  }
  for (const entry of waivers.scope) {
    const clause = applied.get(entry.clause);
    if (!clause || kindOf(entry.clause) !== entry.environment) continue;
    if (entry.expires < waivers.today)
      problems.push({
        clause: entry.clause,
        problem: `the scope entry of ${entry.clause} (${entry.owner}) expired on ${entry.expires}`,
      });
    else if (clause.verdict === 'not-run')
      applied.set(clause.id, {
        ...clause,
        because: `out of scope here: ${entry.reason} (${entry.owner}, until ${entry.expires})`,
        conditional: true,
      });
  }
  return { clauses: [...applied.values()], problems };
}

type Waiver = Waivers['waivers'][number];

function waive(clause: ClauseReport, { code, owner, ticket, expires, reason }: Waiver): ClauseReport {
  const findings = clause.findings.map((finding) =>
    finding.code === code ? { ...finding, waiver: { owner, ticket, expires, reason } } : finding,
  );
  return {
    ...clause,
    findings,
    verdict: findings.every(({ waiver }) => waiver !== undefined) ? 'waived' : clause.verdict,
  };
}
