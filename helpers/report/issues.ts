/** One GitHub issue for each cause of deviations: opened when it is new, kept up to date while it lasts, closed when it is gone. */
import { placeOf } from '../verdict/place.ts';
import { hashOf } from '../contract/clauses.ts';
import type { Report } from '../verdict/report.ts';
import { curlOf } from '../client/curl.ts';
import { titleOf } from '../verdict/causes.ts';
import { causes, othersOf, type Cause } from './causes.ts';
import { block, cell, code } from './quote.ts';
import { count, faultWords, kindWords, moment, oneLine, provenanceLines } from './wording.ts';

/** An issue as the tracker has it, as far as it matters here. */
export interface Tracked {
  readonly number: number;
  readonly open: boolean;
  readonly body: string;
}

export type Step =
  | { readonly kind: 'open'; readonly title: string; readonly body: string }
  | {
      readonly kind: 'update';
      readonly number: number;
      readonly title: string;
      readonly body: string;
      readonly again: boolean;
      /** What a person who follows the issue is told; without it, what an issue that is reopened says. */
      readonly comment?: string;
    }
  | {
      readonly kind: 'close';
      readonly number: number;
      readonly title: string;
      readonly comment: string;
      /** The text of the issue from then on, where it changes. */
      readonly body?: string;
    };

export const label = 'conformance';
/** So many new issues a run at most: more at once are one broken environment, not so many defects. */
export const mostNew = 20;

interface Mark {
  /** Absent in issues of the first edition. */
  readonly version?: 2;
  readonly key: string;
  /** Where it was asked: an issue of another environment is none of this run's business. */
  readonly place: string;
  readonly clauses: readonly string[];
}

const marked = /<!-- conformance (\{[^\n]*\}) -->/;

/** What to do with the tracker after a run. Nothing after an invalid one, or one of a part: it shows neither that something is there nor that it is gone. */
export function stepsFor(report: Report, tracked: readonly Tracked[], run: string | undefined): readonly Step[] {
  if (report.verdict === 'invalid' || report.selection !== undefined) return [];
  const issues = tracked.flatMap((issue) => {
    const mark = markIn(issue.body);
    return mark ? [{ issue, mark }] : [];
  });
  const found = causes(report).filter(({ level }) => level === 'MUST');
  const keys = new Map(found.map((cause) => [markOf(report, cause).key, cause]));
  const steps: Step[] = [];
  const taken = new Set<Tracked>();
  for (const [key, cause] of keys) {
    const mark = markOf(report, cause);
    const known = issues
      .filter((each) => each.mark.key === key || isFormer(each.mark, mark))
      .toSorted(
        (a, b) =>
          Number(b.mark.key === key) - Number(a.mark.key === key) || Number(b.issue.open) - Number(a.issue.open),
      )[0];
    if (known) taken.add(known.issue);
    const title = titleFor(report, cause);
    const body = bodyOf(report, cause, run);
    if (!known) steps.push({ kind: 'open', title, body });
    else if (!known.issue.open || known.issue.body !== body)
      steps.push({ kind: 'update', number: known.issue.number, title, body, again: !known.issue.open });
  }
  for (const { issue, mark } of issues)
    if (issue.open && !taken.has(issue) && isDecided(report, mark))
      steps.push({
        kind: 'close',
        number: issue.number,
        title: mark.clauses[0] ?? '',
        comment: `${waivedNow(report, mark) ? 'Waived in specs/waivers.yaml' : 'Not seen any more'}: run of ${moment(report.startedAt)}${run === undefined ? '' : `, ${run}`}.`,
      });
  return steps;
}

function markIn(body: string): Mark | undefined {
  try {
    const mark = JSON.parse(marked.exec(body)?.[1] ?? '') as Mark;
    return Array.isArray(mark.clauses) ? mark : undefined;
  } catch {
    return undefined;
  }
}

/** An issue of the first edition, whose key was made of a code and a place, is that of the cause with its clauses. */
const isFormer = (former: Mark, { place, clauses, version }: Mark): boolean =>
  former.version === undefined &&
  version !== undefined &&
  former.place === place &&
  former.clauses.some((id) => clauses.includes(id));

function markOf(report: Report, { id, contract, first, others }: Cause): Mark {
  const target = report.targets.find((each) => each.contract === contract);
  const place = target ? placeOf(target) : '';
  const clauses = [first, ...others].map(({ clause }) => clause.id).toSorted();
  return { version: 2, key: hashOf([place, id]).slice(0, 12), place, clauses };
}

/** The run asked there, and every clause of the issue that still exists was decided. */
function isDecided({ targets, clauses }: Report, mark: Mark): boolean {
  const here = targets.some(
    (target) => placeOf(target) === mark.place && mark.clauses.some((id) => id.startsWith(`${target.contract}/`)),
  );
  const open = clauses.filter(
    ({ id, verdict }) => mark.clauses.includes(id) && !/^(conforms|waived|deviates)$/.test(verdict),
  );
  return here && open.length === 0;
}

const waivedNow = ({ clauses }: Report, mark: Mark): boolean =>
  clauses.some(({ id, verdict }) => verdict === 'waived' && mark.clauses.includes(id));

const titleFor = (report: Report, cause: Cause): string =>
  oneLine(`${cause.contract} ${titleOf(cause, report.operations)} (${cause.first.finding.code})`).slice(0, 120);

function bodyOf(report: Report, cause: Cause, run: string | undefined): string {
  const { clause, finding } = cause.first;
  const target = report.targets.find(({ contract }) => contract === cause.contract);
  const { k, n } = finding.reproduced;
  const others = othersOf(report, cause);
  return [
    `**${cause.level}** ${cell(clause.sentence)}`,
    '',
    `- Clause: ${code(clause.id)}${others.count > 0 ? ` and ${count(others.count, 'other')}: ${others.names.slice(0, 12).map(code).join(', ')}` : ''}`,
    `- Promised: ${code(clause.at)}`,
    `- Expected: ${code(finding.expected)}`,
    `- Observed: ${code(finding.actual)} at ${code(finding.at)}`,
    `- Seen: ${k} of ${n} requests, ${faultWords[finding.fault]}${target ? `, on ${kindWords[target.kind]} ${code(target.origin)}` : ''}`,
    ...(finding.firstSeen === undefined ? [] : [`- First seen: ${moment(finding.firstSeen)}`]),
    ...(finding.traceIds ? [`- Trace ids: ${finding.traceIds.slice(0, 3).map(code).join(', ')}`] : []),
    ...(finding.streak === undefined ? [] : [`- Runs in a row: ${finding.streak}`]),
    ...provenanceLines(report, target?.vendor).map((line) => `- ${code(line)}`),
    ...(run === undefined ? [] : [`- Last run that saw it: ${run} (its artefact holds the evidence)`]),
    '',
    ...(finding.exchange ? block('sh', curlOf(finding.exchange.request)) : []),
    '',
    `To accept it for a while: \`npm run waive -- ${finding.id}\`. This issue is closed by the first run that does not see it.`,
    '',
    `<!-- conformance ${JSON.stringify(markOf(report, cause)).replaceAll('-->', '--\\u003e')} -->`,
  ].join('\n');
}
