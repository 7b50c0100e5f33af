/** The verdict of a run, with its reason: the first of an ordered list that applies. */
import { isViolated } from './counts.ts';
import type { CaseReport, ClauseReport, RunVerdict, WaiverProblem } from './report.ts';

/** What the verdict of a run rests on. */
export interface Basis {
  readonly clauses: readonly ClauseReport[];
  readonly cases: readonly CaseReport[];
  readonly problems: readonly WaiverProblem[];
  /** Why the run proves nothing, where it does not. */
  readonly invalid: string | undefined;
  /** True where not one case finished. */
  readonly isEmpty: boolean;
  /** Why not everything was run, where it was not. */
  readonly partial: readonly string[];
}

export interface RunJudgement {
  readonly verdict: RunVerdict;
  readonly because?: string;
}

/** Each verdict with what makes it so; the first reason given counts. */
const rules: readonly (readonly [RunVerdict, (basis: Basis) => string | undefined])[] = [
  ['invalid', ({ invalid }) => invalid],
  ['invalid', ({ isEmpty }) => (isEmpty ? 'no case was run' : undefined)],
  ['invalid', ({ cases }) => errorsIn(cases)],
  ['nonconformant', ({ clauses }) => violationsIn(clauses)],
  ['nonconformant', ({ problems }) => problems[0]?.problem],
  ['partial', ({ clauses, partial }) => openIn(clauses, partial)],
];

/** Judges a run. */
export function judgeRun(basis: Basis): RunJudgement {
  for (const [verdict, reasonIn] of rules) {
    const because = reasonIn(basis);
    if (because !== undefined) return { verdict, because };
  }
  return { verdict: 'conformant' };
}

function errorsIn(cases: readonly CaseReport[]): string | undefined {
  const failed = cases.filter(({ verdict }) => verdict === 'error');
  const [first] = failed;
  return first && `the suite failed in ${failed.length} of its cases: ${first.because ?? first.title}`;
}

function violationsIn(clauses: readonly ClauseReport[]): string | undefined {
  const { length } = clauses.filter(isViolated);
  return length === 0 ? undefined : `${length} MUST ${length === 1 ? 'clause deviates' : 'clauses deviate'}`;
}

/** Reasons that are named at most. */
const mostReasons = 3;

function openIn(clauses: readonly ClauseReport[], partial: readonly string[]): string | undefined {
  const open = clauses.filter(
    ({ level, verdict, conditional }) =>
      level === 'MUST' && !conditional && (verdict === 'inconclusive' || verdict === 'not-run'),
  );
  const reasons = [...new Set(open.map(({ because }) => because ?? ''))].filter(Boolean);
  const listed = `${reasons.slice(0, mostReasons).join('; ')}${reasons.length > mostReasons ? '; …' : ''}`;
  const lines = [
    ...partial,
    ...(open.length === 0
      ? []
      : [`${open.length} MUST ${open.length === 1 ? 'clause is' : 'clauses are'} inconclusive or not run: ${listed}`]),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
