/** What a chat is told when the verdict of a vendor changes: names, verdicts and numbers, nothing that was answered. */
import type { Report, RunVerdict } from '../verdict/report.ts';
import type { RunLine } from '../verdict/scorecard/history-line.ts';
import { causes } from './causes.ts';
import { count, kindWords } from './wording.ts';

/** The body of the request. Slack, Mattermost and Teams show `text`; the rest is for programs. */
export interface Notification {
  readonly text: string;
  readonly conformance: {
    readonly version: 1;
    /** Each vendor of the run with where it was tested. */
    readonly targets: readonly { readonly vendor: string; readonly environment: string }[];
    readonly verdict: RunVerdict;
    /** That of the run before; null where there was none. */
    readonly previous: RunVerdict | null;
    readonly startedAt: string;
    /** What deviates, each thing once. */
    readonly causes: number;
    readonly counts: Report['counts'];
    /** Address of the build, where a CI system ran it. */
    readonly build?: string;
  };
}

/**
 * The notification of a run; `lines` are those of all runs. Undefined where the verdict is that of the run before (the first
 * run of all is compared with conformant), and for what says nothing of a vendor: an invalid run, a selection.
 */
export function notification(
  report: Report,
  lines: readonly RunLine[],
  build: string | undefined,
): Notification | undefined {
  const { verdict, targets, startedAt, counts } = report;
  if (verdict === 'invalid' || report.selection !== undefined || targets.length === 0) return undefined;
  const places = [...new Map(targets.map((each) => [`${each.vendor} ${each.kind}`, each])).values()];
  const before = places.map(({ vendor, kind }) => lastVerdict(lines, vendor, kind, startedAt));
  if (before.every((each) => (each ?? 'conformant') === verdict)) return undefined;
  const previous = before.find((each) => each !== undefined && each !== verdict) ?? null;
  const where = places.map(({ vendor, kind }) => `${vendor} on ${kindWords[kind]}`).join(', ');
  const { length } = causes(report);
  const numbers = [
    ...(length > 0 ? [count(length, 'cause')] : []),
    ...(counts.inconclusive > 0 ? [count(counts.inconclusive, 'inconclusive clause')] : []),
  ];
  return {
    text: [
      `${where}: ${verdict}${previous === null ? '' : ` (was ${previous})`}`,
      ...(numbers.length > 0 ? [numbers.join(', ')] : []),
      ...(build === undefined ? [] : [build]),
    ].join('\n'),
    conformance: {
      version: 1,
      targets: places.map(({ vendor, kind }) => ({ vendor, environment: kind })),
      verdict,
      previous,
      startedAt,
      causes: length,
      counts,
      ...(build !== undefined && { build }),
    },
  };
}

const lastVerdict = (
  lines: readonly RunLine[],
  vendor: string,
  environment: string,
  before: string,
): RunVerdict | undefined =>
  lines
    .filter((line) => line.vendor === vendor && line.environment === environment && line.at < before)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1)?.verdict;
