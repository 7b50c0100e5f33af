/** Since when a deviation is there: what earlier runs on the same environment saw, kept in one small file beside Allure's own history. */
import { placeOf } from '../verdict/place.ts';
import type { ClauseReport, FindingReport, Report, Target } from '../verdict/report.ts';

interface Remembered {
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Runs in a row that saw it. */
  readonly streak: number;
}

export interface History {
  readonly version: 1;
  /** By finding and place, with the clause it is about. */
  readonly findings: Readonly<Record<string, Remembered & { readonly clause: string }>>;
}

export const noHistory: History = { version: 1, findings: {} };

/** Reads the file; what cannot be read is no history. */
export function readHistory(text: string | undefined): History {
  try {
    const value = JSON.parse(text ?? '') as Partial<History>;
    return value.version === 1 && typeof value.findings === 'object' ? (value as History) : noHistory;
  } catch {
    return noHistory;
  }
}

/** The environments of a run, as part of a file name: runs on others are no history of it. */
export const environmentOf = ({ targets }: { readonly targets: readonly Pick<Target, 'kind'>[] }): string =>
  [...new Set(targets.map(({ kind }) => kind))].toSorted().join('+') || 'none';

/** The report with first seen and streak over all runs, and what the next run has to know. A run that is invalid or was limited to some cases teaches nothing. */
export function remember(report: Report, history: History): { report: Report; history: History } {
  const places = new Map(report.targets.map((target) => [target.contract, placeOf(target)]));
  const keyOf = (clause: ClauseReport, { id }: FindingReport) => `${id} ${places.get(clause.ref.contract) ?? ''}`;
  const findings: Record<string, Remembered & { clause: string }> = { ...history.findings };
  const decided = new Set(
    report.clauses.filter(({ verdict }) => /^(conforms|waived|deviates)$/.test(verdict)).map(({ id }) => id),
  );
  const here = new Set(places.values());
  for (const [key, known] of Object.entries(findings))
    if (decided.has(known.clause) && here.has(key.slice(key.indexOf(' ') + 1))) findings[key] = { ...known, streak: 0 };
  const clauses = report.clauses.map((clause) => {
    if (clause.findings.length === 0) return clause;
    const remembered = clause.findings.map((finding) => {
      const known = history.findings[keyOf(clause, finding)];
      const now = {
        firstSeen: known?.firstSeen ?? finding.firstSeen ?? report.startedAt,
        lastSeen: finding.lastSeen ?? report.startedAt,
        streak: (known?.streak ?? 0) + 1,
      };
      findings[keyOf(clause, finding)] = { ...now, clause: clause.id };
      return { ...finding, ...now };
    });
    return { ...clause, findings: remembered };
  });
  return {
    report: { ...report, clauses },
    history: report.verdict === 'invalid' || report.selection !== undefined ? history : { version: 1, findings },
  };
}
