/** Accepted deviations and what cannot be run where (specs/waivers.yaml): who accepted what, until when, and whether that is still so. */
import { parse } from 'yaml';
import { z } from 'zod';
import { formatClauseId, responseKeyOf } from '../contract/clause.ts';
import { UserError, type ClauseRef } from '../contract/types.ts';
import type { Judged } from './clause-verdicts.ts';
import { worst, type Judgement } from './precedence.ts';
import { currentCode } from './upgrade.ts';
import type { ClauseReport, Target, WaiverProblem } from './report.ts';
import { firstLine } from '../contract/text.ts';

/** How far ahead a waiver may expire. */
export const longestDays = 180;

/** What stands in a new entry until an owner is filled in. */
export const toBeFilledIn = 'TODO';

const environments = ['embedded', 'loopback', 'sandbox', 'staging', 'production'] as const;
const text = z.string('must be text').trim().min(1, 'must not be empty');
const person = text.refine((value) => !/^TODO\b/i.test(value), 'is still TODO: fill it in');
const date = z
  .preprocess((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value), z.string())
  .refine(
    (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
    'must be a date like 2027-01-31',
  );
const shared = { clause: text, environment: z.enum(environments), owner: person, reason: person, expires: date };

const shape = z.strictObject({
  /** Deviations that are known and accepted for a while. */
  waivers: z
    .array(z.strictObject({ ...shared, hash: text, code: text.transform(currentCode), ticket: person }))
    .nullish()
    .transform((list) => list ?? []),
  /** Clauses that cannot be run in an environment. */
  scope: z
    .array(z.strictObject(shared))
    .nullish()
    .transform((list) => list ?? []),
});

export type Waivers = z.infer<typeof shape> & { readonly file: string; readonly today: string };
type Waiver = Waivers['waivers'][number];
type Scope = Waivers['scope'][number];

export const noWaivers: Waivers = { waivers: [], scope: [], file: '', today: '' };

/** Reads the waivers; `today` is a date (UTC). `contracts` are all that specs/ has. Throws UserError with place and reason. */
export function readWaivers(yaml: string, file: string, today: string, contracts?: readonly string[]): Waivers {
  let raw: unknown;
  try {
    raw = parse(yaml, { maxAliasCount: 0 }) ?? {};
  } catch (error) {
    throw new UserError(`${file}: is not YAML: ${firstLine(error)}`);
  }
  const read = shape.safeParse(raw);
  const issue = read.error?.issues[0];
  if (!read.success)
    throw new UserError(
      `${file}#/${issue?.path.join('/') ?? ''}${entryIn(raw, issue?.path)}: ${issue?.message ?? 'is invalid'}`,
    );
  for (const { clause } of [...read.data.waivers, ...read.data.scope])
    if (contracts && contractNamed(clause, contracts) === undefined)
      throw new UserError(`${file}: ${clause}: no such contract; known are ${contracts.join(', ')}`);
  return { ...read.data, file, today };
}

/** The contract that a person's entry is about. What follows it may be a clause that does not exist. */
const contractNamed = (entry: string, contracts: readonly string[]): string | undefined =>
  contracts.find((contract) => entry.startsWith(`${contract}/`));

/** Which entry a path of the file leads into. */
function entryIn(raw: unknown, path: readonly PropertyKey[] = []): string {
  const [list, index] = path;
  const entry = (raw as Record<string, { clause?: unknown }[]>)[String(list)]?.[Number(index)];
  return typeof entry?.clause === 'string' ? ` (${entry.clause})` : '';
}

export interface Applied {
  readonly clauses: ClauseReport[];
  readonly problems: WaiverProblem[];
  readonly notices: string[];
}

/**
 * Lays the waivers over judged clauses; what is wrong with a waiver makes the run nonconformant. That one matches nothing is
 * wrong only where everything was run (`isFull`).
 */
export function applyWaivers(
  judged: readonly Judged[],
  waivers: Waivers,
  targets: readonly Target[],
  isFull = true,
): Applied {
  const clauses = new Map(judged.map(({ clause }) => [clause.id, clause]));
  const beside = new Map(judged.map((each) => [each.clause.id, each.beside]));
  const problems: WaiverProblem[] = [];
  const notices: string[] = [];
  const here = ({ clause, environment }: Scope) => {
    const contract = contractNamed(
      clause,
      targets.map((target) => target.contract),
    );
    return targets.some((target) => target.contract === contract && target.kind === environment);
  };
  const broader = new Set(judged.flatMap(({ clause }) => broaderThan(clause.ref)));
  for (const [index, waiver] of waivers.waivers.entries()) {
    if (!here(waiver)) continue;
    const clause = clauses.get(waiver.clause);
    const again = waivers.waivers.slice(0, index).some((each) => isSame(each, waiver));
    const what = again
      ? 'is duplicated'
      : (wrongWith(waiver, waivers.today) ?? mismatch(waiver, clause, broader, isFull));
    if (what !== undefined)
      problems.push({
        clause: waiver.clause,
        problem: `the waiver of ${waiver.code} in ${waiver.clause} (${waiver.ticket}, ${waiver.owner}) ${what}`,
      });
    else if (clause?.findings.some(({ code }) => code === waiver.code))
      clauses.set(clause.id, waive(clause, waiver, beside.get(clause.id) ?? { verdict: 'conforms' }));
  }
  for (const entry of waivers.scope.filter(here)) {
    const clause = clauses.get(entry.clause);
    const name = `the scope entry of ${entry.clause} (${entry.owner})`;
    if (!clause) notices.push(`${name} names a clause that does not exist`);
    else if (entry.expires < waivers.today) notices.push(`${name} expired on ${entry.expires}`);
    else if (entry.expires > latest(waivers.today)) notices.push(`${name} ${tooLate(entry)}`);
    else if (clause.verdict !== 'not-run') notices.push(`${name} is not needed: the clause was run`);
    else clauses.set(clause.id, outOfScope(clause, entry));
  }
  return { clauses: [...clauses.values()], problems, notices };
}

/** Names that cover more than the one clause: its contract, operation, response, and what of the response. */
function broaderThan(ref: ClauseRef): string[] {
  const { pointer: _place, ...whole } = ref;
  return [ref.contract, ref.operation, responseKeyOf(ref), formatClauseId({ ...whole, rule: '' })].filter(
    (name) => name !== undefined,
  );
}

const isSame = (a: Waiver, b: Waiver): boolean =>
  a.clause === b.clause && a.code === b.code && a.environment === b.environment;

const latest = (today: string): string =>
  new Date(Date.parse(today || '1970-01-01') + longestDays * 86_400_000).toISOString().slice(0, 10);

const tooLate = ({ expires }: Scope): string => `expires on ${expires}, more than ${longestDays} days ahead`;

/** Codes of the gravest findings, which no waiver may cover: leaks, failures of the server, accepted bad credentials. */
export const gravestCodes: ReadonlySet<string> = new Set([
  'INTERNALS_SHOWN',
  'PERSONAL_DATA',
  'SERVER_ERROR',
  'CREDENTIAL_ACCEPTED',
  'TENANT_IGNORED',
]);

/** What is wrong with a waiver whatever the run found. */
function wrongWith(waiver: Waiver, today: string): string | undefined {
  if (/[*?^$|[\]]/.test(waiver.clause + waiver.code) || /^(any|all)$/i.test(waiver.code))
    return 'is over-broad: it must name one clause and one code';
  if (waiver.expires < today) return `expired on ${waiver.expires}`;
  if (waiver.expires > latest(today)) return tooLate(waiver);
  const why = cannotBeWaived(waiver.code, []);
  return why === undefined ? undefined : `is for ${waiver.code}: it ${why}`;
}

/** Why no waiver may cover a finding; undefined where one may. */
export function cannotBeWaived(code: string, findings: readonly { readonly status?: number }[]): string | undefined {
  if (gravestCodes.has(code))
    return 'cannot be waived: leaks, failures of the server and accepted bad credentials never are';
  if (findings.some(({ status = 0 }) => status >= 500)) return 'cannot be waived: the server failed (5xx)';
  return undefined;
}

/** Why a waiver does not fit its clause as the run found it. */
function mismatch(
  waiver: Waiver,
  clause: ClauseReport | undefined,
  broader: ReadonlySet<string>,
  isFull: boolean,
): string | undefined {
  if (!clause)
    return broader.has(waiver.clause)
      ? 'is over-broad: it must name one clause and one code'
      : 'names a clause that does not exist';
  if (waiver.hash !== clause.hash) return `is for another text of the clause (hash ${waiver.hash}, now ${clause.hash})`;
  const found = clause.findings.filter(({ code }) => code === waiver.code);
  const why = cannotBeWaived(waiver.code, found);
  if (why !== undefined) return `is for a finding that ${why}`;
  if (found.length > 0 || !isFull) return undefined;
  if (clause.verdict === 'conforms') return 'matches nothing: the clause conforms';
  return clause.findings.length > 0 ? `matches nothing: the run found no ${waiver.code} there` : undefined;
}

function waive(
  clause: ClauseReport,
  { code, owner, ticket, expires, reason }: Waiver,
  beside: Judgement,
): ClauseReport {
  const findings = clause.findings.map((finding) =>
    finding.code === code ? { ...finding, waiver: { owner, ticket, expires, reason } } : finding,
  );
  if (findings.some(({ waiver }) => waiver === undefined)) return { ...clause, findings };
  return { ...clause, ...worst([{ verdict: 'waived' }, beside]), findings };
}

const outOfScope = (clause: ClauseReport, { owner, reason, expires }: Scope): ClauseReport => ({
  ...clause,
  because: `out of scope here until ${expires}: ${reason} (${owner})`,
  scope: { owner, reason, expires },
});

/** MUST clauses that nothing decided and that are not declared out of scope: what `STRICT` fails on. */
export const undeclaredOpen = (clauses: readonly ClauseReport[]): ClauseReport[] =>
  clauses.filter(
    ({ level, verdict, conditional, scope }) =>
      level === 'MUST' && (verdict === 'inconclusive' || verdict === 'not-run') && !conditional && !scope,
  );
