/** One case as Allure shows it. It is red only where it deviates itself; what it met on the way is named with the case that carries it. */
import { gravestCodes } from '../verdict/waivers.ts';
import { Stage, Status, type Label, type Link, type StepResult, type TestResult } from 'allure-js-commons';
import type { CaseReport, CauseReport, ClauseReport, FindingReport } from '../verdict/report.ts';
import { allureId, uuidFor, type Lookups, type Seen } from './allure-lookups.ts';
import { anchor } from './anchor.ts';
import { callsOf } from './repeat.ts';
import { faultWords } from './wording.ts';

/** The result of a case. */
export function allureCase(one: CaseReport, known: Lookups, steps: StepResult[]): TestResult {
  const seen = (known.seen.get(one.id) ?? []).toSorted((a, b) => rank(a) - rank(b));
  const id = allureId(one.id);
  const start = steps[0]?.start ?? Date.parse(known.startedAt);
  const { vendor, contract, name } = placeOf(one, known);
  return {
    ...finished(start, start + one.durationMs),
    uuid: uuidFor(one.id, known.startedAt),
    historyId: id,
    testCaseId: id,
    name: one.title,
    fullName: one.id,
    titlePath: [vendor, contract, name],
    status: statusOf(one),
    statusDetails: details(one, seen, known),
    description: description(one, seen, known),
    steps,
    labels: labelsOf(one, seen, known),
    links: linksOf(one, seen, known),
  };
}

/** Vendor, contract and operation of a case; of a case about no operation of the documents its own name for all. */
function placeOf(
  { operation }: CaseReport,
  { operations }: Lookups,
): { vendor: string; contract: string; name: string } {
  return operations.get(operation) ?? { vendor: operation, contract: operation, name: operation };
}

/** MUST before SHOULD, what is open before what is waived. */
const rank = ({ finding }: Seen): number => Number(finding.level !== 'MUST') + 2 * Number(finding.waiver !== undefined);

function statusOf({ verdict, level }: CaseReport): Status {
  switch (verdict) {
    case 'conforms':
    case 'waived':
      return Status.PASSED;
    case 'deviates':
      return level === 'MUST' ? Status.FAILED : Status.PASSED;
    case 'error':
      return Status.BROKEN;
    case 'inconclusive':
    case 'not-run':
      return Status.SKIPPED;
  }
}

/** Causes that a case met, those that it carries itself first. */
const causesMet = ({ id, causes = [] }: CaseReport, known: Lookups): CauseReport[] =>
  causes
    .flatMap((cause) => known.causes.get(cause) ?? [])
    .toSorted((a, b) => Number(a.case !== id) - Number(b.case !== id));

/** The first line is the title of the cause, the same for all cases that deviate by it: Allure puts them together. */
function details(one: CaseReport, seen: readonly Seen[], known: Lookups): TestResult['statusDetails'] {
  const [first] = seen;
  const trace = seen.map(({ clause, finding }) => findingText(clause, finding, known)).join('\n\n');
  if (one.verdict === 'deviates' && first) {
    const { code, at, expected, actual } = first.finding;
    const [cause] = causesMet(one, known);
    return { message: cause?.title ?? `${code} at ${at}: expected ${expected}`, trace, expected, actual };
  }
  if (one.verdict === 'waived' && first?.finding.waiver) {
    const { owner, ticket, expires, reason } = first.finding.waiver;
    return { message: `Waived until ${expires} by ${owner} (${ticket}): ${reason}`, trace };
  }
  return one.because === undefined ? {} : { message: one.because };
}

function findingText(clause: ClauseReport, finding: FindingReport, { repeats }: Lookups): string {
  const { id, sentence, at } = clause;
  const repeat = repeats.ofFinding(finding, clause);
  const { k, n } = finding.reproduced;
  return [
    `${finding.level} ${sentence}`,
    `clause    ${id}`,
    `finding   ${finding.code} at ${finding.at} (${finding.id})`,
    `expected  ${finding.expected}`,
    `actual    ${finding.actual}`,
    `seen      ${k} of ${n}${finding.streak === undefined || finding.streak < 2 ? '' : `, in ${finding.streak} runs in a row`}`,
    `promised  ${at}`,
    ...(repeat ? [`repeat    ${repeat.command}${repeat.calls === undefined ? '' : `  (${callsOf(repeat)})`}`] : []),
  ].join('\n');
}

/** What deviates, what it met that another case carries, then what it set out to prove and decided beside. */
function description(one: CaseReport, seen: readonly Seen[], known: Lookups): string {
  const found =
    one.verdict === 'deviates' || one.verdict === 'waived' ? [...new Set(seen.map(({ clause }) => clause))] : [];
  const others = (known.proven.get(one.id) ?? [])
    .filter((clause) => !found.includes(clause) && (clause.level !== 'INFO' || clause.id === one.id))
    .toSorted((a, b) => Number(b.id === one.id) - Number(a.id === one.id));
  const line = ({ level, sentence, id }: ClauseReport) => `- **${level}** ${md(sentence)} \`${id}\``;
  const met = one.verdict === 'deviates' ? [] : causesMet(one, known);
  const part = (title: string, lines: readonly string[], all: number) =>
    all === 0 ? [] : [title, '', ...lines, ...(all > lines.length ? [`- and ${all - lines.length} more`] : []), ''];
  return [
    ...part(
      '**Not so:**',
      found.slice(0, 6).map((clause) => `${line(clause)}, promised at \`${clause.at}\``),
      found.length,
    ),
    ...part(
      '**Also observed**, reported by another case:',
      met.map((cause) => `- ${md(cause.title)}: “${md(known.titles.get(cause.case ?? '') ?? cause.case ?? '')}”`),
      met.length,
    ),
    ...part('**Decided:**', others.slice(0, 5).map(line), others.length),
  ].join('\n');
}

const md = (text: string): string => text.replaceAll(/[\\`*_<>[\]|#&]/g, '\\$&');

function labelsOf(one: CaseReport, seen: readonly Seen[], known: Lookups): Label[] {
  const { vendor, contract, name } = placeOf(one, known);
  const [first] = seen;
  const fault =
    one.verdict === 'error'
      ? 'suite'
      : one.verdict === 'inconclusive'
        ? 'environment'
        : one.verdict === 'deviates'
          ? first?.finding.fault
          : undefined;
  const label = (key: string, value: string): Label => ({ name: key, value });
  return [
    label('epic', vendor),
    label('feature', contract),
    label('story', name),
    label('layer', 'contract'),
    // Who has to act on it.
    label('owner', first?.finding.waiver?.owner ?? (fault === 'suite' ? 'suite' : vendor)),
    label('severity', severityOf(one, seen)),
    label('level', one.level),
    label('verdict', one.verdict === 'deviates' && one.level !== 'MUST' ? 'warns' : one.verdict),
    ...(fault === undefined ? [] : [label('fault', faultWords[fault])]),
    label('tag', one.level),
    ...(one.verdict === 'waived' ? [label('tag', 'waived')] : []),
    ...causesMet(one, known).map(({ id }) => label('cause', id)),
    ...[...new Set(seen.map(({ clause }) => clause.id))].map((clause) => label('clause', clause)),
  ];
}

function severityOf({ level, verdict }: CaseReport, seen: readonly Seen[]): string {
  const isGrave =
    verdict === 'deviates' && seen.some(({ finding }) => finding.level === 'MUST' && gravestCodes.has(finding.code));
  return isGrave ? 'blocker' : { MUST: 'critical', SHOULD: 'minor', INFO: 'trivial' }[level];
}

/** Links that an engineer follows at most. */
const mostPromises = 3;

function linksOf(one: CaseReport, seen: readonly Seen[], known: Lookups): Link[] {
  const isPage = (address: string | undefined): address is string => /^https?:\/\/\S+$/.test(address ?? '');
  const page = known.operations.get(one.operation)?.page;
  const tickets = [...new Set(seen.flatMap(({ finding }) => finding.waiver?.ticket ?? []))].filter(isPage);
  const promises = [...new Set(seen.map(({ clause }) => clause.at))].filter((at) => isPage(at) && at !== page);
  const clauses = [
    ...new Set([...seen.map(({ clause }) => clause.id), ...(known.proven.get(one.id) ?? []).map(({ id }) => id)]),
  ].filter((id, index) => index === 0 || id === one.id);
  const carriers = [
    ...new Set(causesMet(one, known).flatMap(({ case: id }) => (id === undefined || id === one.id ? [] : [id]))),
  ];
  return [
    ...carriers.map((id) => ({
      name: `reported by: ${known.titles.get(id) ?? id}`,
      url: known.addressOf(id),
      type: 'link',
    })),
    ...clauses.map((id) => ({
      name: `clause ${id}`,
      url: `../${known.pageOf(id)}#${anchor('clause', id)}`,
      type: 'link',
    })),
    ...(isPage(page) ? [{ name: "the vendor's page", url: page, type: 'link' }] : []),
    ...promises.slice(0, mostPromises).map((url) => ({ name: 'where it is promised', url, type: 'link' })),
    ...tickets.map((url) => ({ name: 'the ticket of the waiver', url, type: 'issue' })),
  ];
}

/** What every result and step of Allure has. */
export const finished = (start: number, stop: number) => ({
  stage: Stage.FINISHED,
  statusDetails: {},
  steps: [],
  attachments: [],
  parameters: [],
  start,
  stop,
});
