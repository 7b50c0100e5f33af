/** One GitHub issue for each vendor and environment that is not conformant: it gets one comment when the verdict changes. */
import { placeOf } from '../verdict/place.ts';
import type { Report, RunVerdict } from '../verdict/report.ts';
import type { Step, Tracked } from './issues.ts';
import { cell } from './quote.ts';
import { headline, kindWords, moment, reasonsOf } from './wording.ts';

interface Mark {
  /** Vendors and places of the run. */
  readonly key: string;
  readonly verdict: RunVerdict;
}

const marked = /<!-- verdict (\{[^\n]*\}) -->/;

/** Opens on the first verdict that is not conformant, comments on each change, closes when it is conformant again. */
export function verdictSteps(report: Report, tracked: readonly Tracked[], run: string | undefined): readonly Step[] {
  const { verdict } = report;
  if (verdict === 'invalid' || report.selection !== undefined || report.targets.length === 0) return [];
  const key = keyOf(report);
  const known = tracked
    .flatMap((issue) => {
      const mark = markIn(issue.body);
      return mark?.key === key ? [{ issue, mark }] : [];
    })
    .toSorted((a, b) => Number(b.issue.open) - Number(a.issue.open))[0];
  const before = known?.mark.verdict ?? 'conformant';
  if (verdict === before && (known?.issue.open ?? false) === (verdict !== 'conformant')) return [];
  const title = `${titleOf(report)}: ${verdict}`;
  const body = bodyOf(report, key, run);
  if (!known) return verdict === 'conformant' ? [] : [{ kind: 'open', title, body }];
  const { number, open } = known.issue;
  const comment = `${before} → ${verdict}: ${moment(report.startedAt)}${run === undefined ? '' : `, ${run}`}.`;
  if (verdict === 'conformant') return open ? [{ kind: 'close', number, title, comment, body }] : [];
  return [{ kind: 'update', number, title, body, again: !open, comment }];
}

const keyOf = ({ targets }: Report): string =>
  [...new Set(targets.map((target) => `${target.vendor} ${placeOf(target)}`))].toSorted().join(', ');

const titleOf = ({ targets }: Report): string =>
  [...new Set(targets.map(({ vendor, kind }) => `${vendor} on ${kindWords[kind]}`))].join(', ');

function markIn(body: string): Mark | undefined {
  try {
    const mark = JSON.parse(marked.exec(body)?.[1] ?? '') as Mark;
    return typeof mark.key === 'string' && typeof mark.verdict === 'string' ? mark : undefined;
  } catch {
    return undefined;
  }
}

const bodyOf = (report: Report, key: string, run: string | undefined): string =>
  [
    `**${report.verdict}**: ${cell(headline(report))}`,
    '',
    ...reasonsOf(report).map((reason) => `- ${cell(reason)}`),
    `- Since the run of ${moment(report.startedAt)}${run === undefined ? '' : `: ${run}`}`,
    '',
    'This issue gets one comment when the verdict changes, and is closed when it is conformant.',
    '',
    `<!-- verdict ${JSON.stringify({ key, verdict: report.verdict } satisfies Mark).replaceAll('-->', '--\\u003e')} -->`,
  ].join('\n');
