/**
 * The cases of a run as Allure results. How each test went (when, on which worker) is what allure-playwright wrote of it;
 * what it means is the report's: verdicts, waivers and all, which are known only when the run is over.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Stage, Status, type Label, type Link, type StepResult, type TestResult } from 'allure-js-commons';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';
import type { CaseReport, ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import type { ExchangeRecord } from '../run/exchange-record.ts';
import { artefacts, writeReport } from './disk.ts';
import { curlOf } from '../client/curl.ts';
import { exchangeCard } from './exchange-card.ts';
import { faultWords, kindWords } from './wording.ts';

/** Who ran it: what Allure calls the executor. */
export interface Executor {
  readonly name: string;
  readonly type: string;
  readonly buildName?: string;
  readonly buildUrl?: string;
  readonly buildOrder?: number;
}

/** Exchanges that one case shows at most, the last ones. */
const shown = 6;

/** Label by which a result of allure-playwright says which case it is of. */
export const caseLabel = 'case';

/** Results that allure-playwright wrote into a folder, by the id of their case; none where it wrote nothing. */
export function readWritten(folder: string): ReadonlyMap<string, TestResult> {
  if (!existsSync(folder)) return new Map();
  const results = readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as TestResult);
  return new Map(
    results.map((result) => [result.labels.find(({ name }) => name === caseLabel)?.value ?? result.name ?? '', result]),
  );
}

/** Labels of allure-playwright about the run itself: they stay. */
const ofRun = ['language', 'framework', 'package', 'host', 'thread'];

/** Writes `allure-results/`. `exchanges` are those of each case, redacted; `written` what allure-playwright wrote. */
export function writeAllureResults(
  folder: string,
  report: Report,
  exchanges: ReadonlyMap<string, readonly ExchangeRecord[]>,
  executor: Executor,
  written: ReadonlyMap<string, TestResult>,
): void {
  const resultsDir = path.join(folder, artefacts.allureResults);
  const writer = new FileSystemWriter({ resultsDir });
  const attach = (name: string, type: string, extension: string, body: string) => {
    const source = `${hash(name + body)}-attachment${extension}`;
    writeReport(resultsDir, source, body);
    return { name, type, source };
  };
  const known = knowledge(report);
  for (const one of report.cases) {
    const steps = (exchanges.get(one.id) ?? []).slice(-shown).map((record): StepResult => {
      const start = Date.parse(record.startedAt);
      return {
        ...finished(start, start + record.durationMs),
        name: `${record.request.method} ${pathOf(record)}: ${record.answer?.status ?? 'no answer'}`,
        status: record.answer ? Status.PASSED : Status.BROKEN,
        attachments: [
          attach('exchange', exchangeCard.type, exchangeCard.extension, exchangeCard.of(record)),
          attach('curl', 'text/plain', '.txt', curlOf(record.request)),
        ],
      };
    });
    const result = resultOf(one, known, report, steps);
    const went = written.get(one.id);
    writer.writeResult(
      went
        ? {
            ...result,
            uuid: went.uuid,
            start: went.start ?? result.start ?? 0,
            stop: went.stop ?? result.stop ?? 0,
            labels: [...result.labels, ...went.labels.filter(({ name }) => ofRun.includes(name))],
          }
        : result,
    );
  }
  writer.writeEnvironmentInfo(
    Object.fromEntries(
      report.targets.map(({ contract, kind, origin }) => [
        contract,
        `${kindWords[kind]} ${kind === 'embedded' ? '' : origin}`.trim(),
      ]),
    ),
  );
  writeReport(resultsDir, 'executor.json', `${JSON.stringify(executor, null, 2)}\n`);
}

interface Seen {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}
interface Knowledge {
  readonly seen: ReadonlyMap<string, readonly Seen[]>;
  readonly proven: ReadonlyMap<string, readonly ClauseReport[]>;
  readonly pages: ReadonlyMap<string, string>;
  readonly vendors: ReadonlyMap<string, string>;
}

function knowledge(report: Report): Knowledge {
  const seen = new Map<string, Seen[]>();
  const proven = new Map<string, ClauseReport[]>();
  for (const clause of report.clauses) {
    for (const id of clause.cases) void (proven.get(id)?.push(clause) ?? proven.set(id, [clause]));
    for (const finding of clause.findings)
      for (const id of finding.cases)
        void (seen.get(id)?.push({ clause, finding }) ?? seen.set(id, [{ clause, finding }]));
  }
  return {
    seen,
    proven,
    pages: new Map(report.operations.flatMap(({ id, page }) => (page === undefined ? [] : [[id, page]]))),
    vendors: new Map(report.targets.map(({ contract, vendor }) => [contract, vendor])),
  };
}

function resultOf(one: CaseReport, known: Knowledge, report: Report, steps: StepResult[]): TestResult {
  const seen = (known.seen.get(one.id) ?? []).toSorted((a, b) => rank(a) - rank(b));
  const id = hash(one.id);
  const start = steps[0]?.start ?? Date.parse(report.startedAt);
  const [contract = '', name = ''] = one.operation.split('/');
  return {
    ...finished(start, start + one.durationMs),
    uuid: hash(`${one.id} ${report.startedAt}`),
    historyId: id,
    testCaseId: id,
    name: one.title,
    fullName: one.id,
    titlePath: [known.vendors.get(contract) ?? contract, contract, name],
    status: statusOf(one),
    statusDetails: details(one, seen),
    description: description(one.id, known.proven.get(one.id) ?? [], seen),
    steps,
    labels: labelsOf(one, seen, known),
    links: linksOf(one, seen, known),
  };
}

/** MUST before SHOULD, what is open before what is waived. */
const rank = ({ clause, finding }: Seen): number =>
  Number(clause.level !== 'MUST') + 2 * Number(finding.waiver !== undefined);

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

/** The first line is the same for all cases of one cause, so that Allure puts them together. */
function details(one: CaseReport, seen: readonly Seen[]): TestResult['statusDetails'] {
  const [first] = seen;
  const trace = seen.map(({ clause, finding }) => findingText(clause, finding)).join('\n\n');
  if (one.verdict === 'deviates' && first) {
    const { code, at, expected, actual } = first.finding;
    return { message: `${code} at ${at}: expected ${expected}`, trace, expected, actual };
  }
  if (one.verdict === 'waived' && first?.finding.waiver) {
    const { owner, ticket, expires, reason } = first.finding.waiver;
    return { message: `Waived until ${expires} by ${owner} (${ticket}): ${reason}`, trace };
  }
  return one.because === undefined ? {} : { message: one.because, ...(trace === '' ? {} : { trace }) };
}

function findingText({ id, level, sentence, at }: ClauseReport, finding: FindingReport): string {
  const { k, n } = finding.reproduced;
  return [
    `${level} ${sentence}`,
    `clause    ${id}`,
    `finding   ${finding.code} at ${finding.at} (${finding.id})`,
    `expected  ${finding.expected}`,
    `actual    ${finding.actual}`,
    `seen      ${k} of ${n}${finding.streak === undefined || finding.streak < 2 ? '' : `, in ${finding.streak} runs in a row`}`,
    `promised  ${at}`,
  ].join('\n');
}

/** What it found, then what it set out to prove and decided beside. */
function description(id: string, proven: readonly ClauseReport[], seen: readonly Seen[]): string {
  const found = [...new Set(seen.map(({ clause }) => clause))];
  const others = proven
    .filter((clause) => !found.includes(clause) && (clause.level !== 'INFO' || clause.id === id))
    .toSorted((a, b) => Number(b.id === id) - Number(a.id === id));
  const line = ({ level, sentence, id: name }: ClauseReport) => `- **${level}** ${md(sentence)} \`${name}\``;
  const part = (title: string, lines: readonly string[], all: number) =>
    all === 0 ? [] : [title, '', ...lines, ...(all > lines.length ? [`- and ${all - lines.length} more`] : []), ''];
  return [
    ...part(
      '**Not so:**',
      found.slice(0, 6).map((clause) => `${line(clause)}, promised at \`${clause.at}\``),
      found.length,
    ),
    ...part('**Decided:**', others.slice(0, 5).map(line), others.length),
  ].join('\n');
}

const md = (text: string): string => text.replaceAll(/[\\`*_<>[\]|#&]/g, '\\$&');

function labelsOf(one: CaseReport, seen: readonly Seen[], { vendors }: Knowledge): Label[] {
  const [contract = '', name = ''] = one.operation.split('/');
  const vendor = vendors.get(contract) ?? contract;
  const [first] = seen;
  const fault =
    one.verdict === 'error' ? 'suite' : one.verdict === 'inconclusive' ? 'environment' : first?.finding.fault;
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
    ...[...new Set(seen.map(({ clause }) => clause.id))].map((clause) => label('clause', clause)),
  ];
}

const gravest = /^(INTERNALS_SHOWN|PERSONAL_DATA|SERVER_ERROR|CREDENTIAL_ACCEPTED|TENANT_IGNORED)$/;

function severityOf({ level }: CaseReport, seen: readonly Seen[]): string {
  if (seen.some(({ clause, finding }) => clause.level === 'MUST' && gravest.test(finding.code))) return 'blocker';
  return { MUST: 'critical', SHOULD: 'minor', INFO: 'trivial' }[level];
}

function linksOf(one: CaseReport, seen: readonly Seen[], { pages }: Knowledge): Link[] {
  const isPage = (address: string | undefined): address is string => /^https?:\/\/\S+$/.test(address ?? '');
  const page = pages.get(one.operation);
  const tickets = [...new Set(seen.flatMap(({ finding }) => finding.waiver?.ticket ?? []))].filter(isPage);
  const promises = [...new Set(seen.map(({ clause }) => clause.at))].filter((at) => isPage(at) && at !== page);
  return [
    ...(isPage(page) ? [{ name: "the vendor's page", url: page, type: 'link' }] : []),
    ...promises.slice(0, 3).map((url) => ({ name: 'where it is promised', url, type: 'link' })),
    ...tickets.map((url) => ({ name: 'the ticket of the waiver', url, type: 'issue' })),
  ];
}

const finished = (start: number, stop: number) => ({
  stage: Stage.FINISHED,
  statusDetails: {},
  steps: [],
  attachments: [],
  parameters: [],
  start,
  stop,
});

const hash = (text: string): string => createHash('md5').update(text).digest('hex');

const pathOf = ({ request }: ExchangeRecord): string =>
  URL.canParse(request.url) ? new URL(request.url).pathname : request.url;
