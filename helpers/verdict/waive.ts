/** A new entry for specs/waivers.yaml, taken from what a run found. Comments and order of the file stay. */
import { isMap, isSeq, parseDocument, YAMLSeq } from 'yaml';
import { UserError } from '../contract/types.ts';
import type { ClauseReport, FindingReport, Report, TargetKind } from './report.ts';
import { cannotBeWaived, toBeFilledIn } from './waivers.ts';

/** What an entry is for: one finding code of a clause, or a clause that could not be run. */
export type Wanted =
  | { readonly kind: 'waivers'; readonly clause: ClauseReport; readonly code: string; readonly environment: TargetKind }
  | { readonly kind: 'scope'; readonly clause: ClauseReport; readonly environment: TargetKind };

/** Finds what a person named: a finding's id (four digits are enough), or a clause and, where it has several findings, a code. */
export function wantedOf(report: Report, name: string, code?: string): Wanted {
  const byId = /^[0-9a-f]{4,}$/i.test(name)
    ? report.clauses.flatMap((clause) =>
        clause.findings.filter(({ id }) => id.startsWith(name.toLowerCase())).map((finding) => ({ clause, finding })),
      )
    : [];
  if (byId.length > 1) throw new UserError(`${name} is the beginning of ${byId.length} findings: give more of it`);
  if (byId[0]) return waiverFor(report, byId[0].clause, byId[0].finding.code);
  const clause = report.clauses.find(({ id }) => id === name);
  if (!clause) throw new UserError(unknown(report, name));
  const environment = environmentOf(report, clause);
  if (clause.verdict === 'not-run' && !clause.conditional) return { kind: 'scope', clause, environment };
  const codes = [...new Set(clause.findings.map((finding) => finding.code))];
  const chosen = code ?? (codes.length === 1 ? codes[0] : undefined);
  if (codes.length === 0) throw new UserError(`${name} has nothing to waive: it ${said(clause)}`);
  if (chosen === undefined || !codes.includes(chosen))
    throw new UserError(`${name} has ${codes.join(' and ')}: npm run waive -- ${name} ${codes[0]}`);
  return waiverFor(report, clause, chosen);
}

function waiverFor(report: Report, clause: ClauseReport, code: string): Wanted {
  const findings: readonly FindingReport[] = clause.findings.filter((finding) => finding.code === code);
  const why = cannotBeWaived(code, findings);
  if (why !== undefined) throw new UserError(`${code} in ${clause.id} ${why}`);
  const covered = findings.find(({ waiver }) => waiver)?.waiver;
  if (covered) throw new UserError(`${code} in ${clause.id} is waived until ${covered.expires} (${covered.ticket})`);
  return { kind: 'waivers', clause, code, environment: environmentOf(report, clause) };
}

function environmentOf(report: Report, clause: ClauseReport): TargetKind {
  const target = report.targets.find(({ contract }) => contract === clause.ref.contract);
  if (!target) throw new UserError(`the report has no target for ${clause.id}`);
  return target.kind;
}

const said = ({ verdict, conditional }: ClauseReport): string =>
  ({
    conforms: 'conforms',
    waived: 'is waived already',
    'not-run': conditional ? 'cannot be provoked, and need not be' : 'was not run',
    inconclusive: 'is inconclusive',
    error: 'met an error of the suite',
    deviates: 'deviates without a finding',
  })[verdict];

function unknown(report: Report, name: string): string {
  const like = report.clauses
    .filter(({ id, findings }) => id.includes(name) && findings.length > 0)
    .map(({ id }) => id);
  const hint = like.length > 0 ? `: do you mean ${like.slice(0, 3).join(' or ')}${like.length > 3 ? ', …' : ''}?` : '';
  return `the run has no finding and no clause called ${JSON.stringify(name.slice(0, 80))}${hint}`;
}

/** How far ahead a new entry expires. */
export const usualDays = 90;

/** The file with the entry added. `today` is a date (UTC). Throws UserError where it is there already. */
export function withEntry(yaml: string, file: string, wanted: Wanted, today: string): string {
  const document = parseDocument(yaml);
  if (document.errors[0] || (document.contents !== null && !isMap(document.contents)))
    throw new UserError(
      `${file} is not YAML that can be added to: ${document.errors[0]?.message.split('\n')[0] ?? ''}`,
    );
  const { kind, clause, environment } = wanted;
  const code = kind === 'waivers' ? wanted.code : undefined;
  const known = document.get(kind);
  const list = isSeq(known) ? known : new YAMLSeq();
  const there = (list.toJSON() as { clause?: string; code?: string; environment?: string }[]).some(
    (each) => each.clause === clause.id && each.code === code && each.environment === environment,
  );
  if (there)
    throw new UserError(
      `${file} has an entry for ${code === undefined ? '' : `${code} in `}${clause.id} (${environment}) already`,
    );
  const expires = new Date(Date.parse(today) + usualDays * 86_400_000).toISOString().slice(0, 10);
  const todo = (what: string) => `${toBeFilledIn} ${what}`;
  list.add(
    document.createNode({
      clause: clause.id,
      ...(code === undefined ? {} : { hash: clause.hash, code }),
      environment,
      owner: todo('a person or team here'),
      ...(code === undefined ? {} : { ticket: todo("the vendor's ticket") }),
      reason: todo(code === undefined ? 'why it cannot be run there' : 'why it is accepted'),
      expires,
    }),
  );
  list.flow = false;
  if (list !== known) document.set(kind, list);
  return document.toString({ lineWidth: 0 });
}
