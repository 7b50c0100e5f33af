/** What changed between two runs, clause by clause. */
import type { ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import { displayStatus, displayStatuses } from './display-status.ts';
import { count, moment, oneLine, verdictWords } from './wording.ts';

export type Change =
  | { readonly kind: 'new-deviation'; readonly clause: ClauseReport; readonly finding: FindingReport }
  | { readonly kind: 'gone-deviation'; readonly clause: ClauseReport; readonly finding: FindingReport }
  /** The deviation is not there any more, but neither was its clause decided again. */
  | { readonly kind: 'unconfirmed-deviation'; readonly clause: ClauseReport; readonly finding: FindingReport }
  | { readonly kind: 'verdict'; readonly before: ClauseReport; readonly after: ClauseReport }
  | { readonly kind: 'added'; readonly clause: ClauseReport }
  | { readonly kind: 'removed'; readonly clause: ClauseReport }
  /** What the document says there is another text now. */
  | { readonly kind: 'promise'; readonly before: ClauseReport; readonly after: ClauseReport };

export interface Comparison {
  readonly text: string;
  readonly changed: readonly Change[];
  /** A promise holds less surely than before, or the run as a whole says less. */
  readonly worse: boolean;
}

/** Compares the run `a` with the later run `b`. */
export function compare(a: Report, b: Report): Comparison {
  const before = new Map(a.clauses.map((clause) => [clause.id, clause]));
  const after = new Map(b.clauses.map((clause) => [clause.id, clause]));
  const changed = [
    ...b.clauses.flatMap((clause) => changesOf(before.get(clause.id), clause)),
    ...a.clauses.filter((clause) => !after.has(clause.id)).map((clause): Change => ({ kind: 'removed', clause })),
  ].sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind));
  return {
    text: text(a, b, changed),
    changed,
    worse: runs.indexOf(b.verdict) > runs.indexOf(a.verdict) || changed.some(isWorse),
  };
}

const runs: readonly Report['verdict'][] = ['conformant', 'partial', 'nonconformant', 'invalid'];

/** Only promises count: what merely warns or is recorded never fails anything. */
function isWorse(change: Change): boolean {
  if (change.kind === 'new-deviation') return change.clause.level === 'MUST' && !change.finding.waiver;
  if (change.kind !== 'verdict') return false;
  const { before, after } = change;
  return after.level === 'MUST' && !after.conditional && rank[after.verdict] > rank[before.verdict];
}

/** Not asked and not told are equally open. */
const rank = { conforms: 0, waived: 1, 'not-run': 2, inconclusive: 2, error: 3, deviates: 4 } as const;

const titles: Readonly<Record<Change['kind'], string>> = {
  'new-deviation': 'New deviations',
  'gone-deviation': 'Deviations that are gone',
  'unconfirmed-deviation': 'Deviations not seen again, their clauses inconclusive or not run',
  verdict: 'Other verdicts that changed',
  promise: 'Promises whose text changed',
  added: 'Clauses added',
  removed: 'Clauses removed',
};
const kinds = Object.keys(titles) as readonly Change['kind'][];

function changesOf(before: ClauseReport | undefined, after: ClauseReport): readonly Change[] {
  const appeared = deviationsOf(after).filter((finding) => !has(before, finding));
  const fresh = appeared.map((finding): Change => ({ kind: 'new-deviation', clause: after, finding }));
  if (before === undefined) return [{ kind: 'added', clause: after }, ...fresh];
  const left = deviationsOf(before).filter((finding) => !has(after, finding));
  const decided = ['conforms', 'waived', 'deviates'].includes(after.verdict);
  const ended = left.map((finding): Change => ({
    kind: decided ? 'gone-deviation' : 'unconfirmed-deviation',
    clause: after,
    finding,
  }));
  const explained = fresh.length + ended.length > 0;
  return [
    ...fresh,
    ...ended,
    ...(before.hash === after.hash ? [] : [{ kind: 'promise', before, after } as const]),
    ...(explained || displayStatus(before) === displayStatus(after)
      ? []
      : [{ kind: 'verdict', before, after } as const]),
  ];
}

function deviationsOf(clause: ClauseReport): readonly FindingReport[] {
  return clause.verdict === 'deviates' ? clause.findings : [];
}

/** A deviation that was waived before, or is now, is a change of verdict, not a new or gone deviation. */
function has(clause: ClauseReport | undefined, { code, at }: FindingReport): boolean {
  return clause?.findings.some((finding) => finding.code === code && finding.at === at) === true;
}

function text(a: Report, b: Report, changed: readonly Change[]): string {
  const targets = (report: Report) =>
    report.targets.map((target) => `${target.contract} on ${target.kind} ${target.origin}`).join(', ') || 'no target';
  const lines = [
    `A  ${verdictWords[a.verdict]}, ${moment(a.startedAt)}`,
    `B  ${verdictWords[b.verdict]}, ${moment(b.startedAt)}`,
    ...(targets(a) === targets(b) ? [] : [`Other targets: A ran against ${targets(a)}; B ran against ${targets(b)}`]),
  ];
  const sections = kinds.flatMap((kind) => {
    const same = changed.filter((change) => change.kind === kind);
    if (same.length === 0) return [];
    return ['', `${titles[kind]} (${same.length})`, ...same.flatMap(say).map((line) => `  ${line}`)];
  });
  const unchanged = b.clauses.length - new Set(changed.filter(({ kind }) => kind !== 'removed').map(idOf)).size;
  const end = changed.length === 0 ? 'Nothing changed' : `${count(changed.length, 'change')}`;
  return `${[...lines.map(oneLine), ...sections, '', `${end}; ${count(unchanged, 'clause')} as before.`].join('\n')}\n`;
}

function idOf(change: Change): string {
  return 'clause' in change ? change.clause.id : change.after.id;
}

function say(change: Change): readonly string[] {
  const id = oneLine(idOf(change));
  switch (change.kind) {
    case 'new-deviation':
    case 'gone-deviation':
    case 'unconfirmed-deviation': {
      const { clause, finding } = change;
      return [
        `${clause.level} ${id}  ${oneLine(`${finding.code} at ${finding.at}`)}`,
        `  expected ${oneLine(finding.expected)}; actual ${oneLine(finding.actual)}`,
      ];
    }
    case 'verdict': {
      const because = change.after.because === undefined ? '' : `: ${oneLine(change.after.because)}`;
      return [`${change.after.level} ${id}  ${word(change.before)} -> ${word(change.after)}${because}`];
    }
    case 'promise':
      return [
        `${change.after.level} ${id}  ${oneLine(change.before.hash)} -> ${oneLine(change.after.hash)}`,
        `  ${oneLine(change.after.at)}`,
      ];
    case 'added':
    case 'removed':
      return [`${change.clause.level} ${id}  ${word(change.clause)}`];
  }
}

function word(clause: ClauseReport): string {
  return displayStatuses[displayStatus(clause)].label.toLowerCase();
}
