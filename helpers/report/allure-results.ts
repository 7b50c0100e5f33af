/**
 * The cases of a run as Allure results. How each test went (when, on which worker) is what allure-playwright wrote of it;
 * what it means is the report's: verdicts, waivers and all, which are known only when the run is over.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Status, type StepResult, type TestResult } from 'allure-js-commons';
import type { ExchangeRecord } from '../run/exchange-record.ts';
import type { Report } from '../verdict/report.ts';
import { allureCase, finished } from './allure-case.ts';
import { allureId, lookups, uuidFor } from './allure-lookups.ts';
import { artefacts, writeReport } from './disk.ts';
import { curlOf } from '../client/curl.ts';
import { exchangeCard } from './exchange-card.ts';
import { PlainWriter } from './plain-writer.ts';
import { kindWords } from './wording.ts';

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
  const writer = new PlainWriter({ resultsDir });
  const attach = (name: string, type: string, extension: string, body: string) => {
    const source = `${allureId(name + body)}-attachment${extension}`;
    writeReport(resultsDir, source, body);
    return { name, type, source };
  };
  const uuidOf = (id: string) => written.get(id)?.uuid ?? uuidFor(id, report.startedAt);
  const known = lookups(report, uuidOf);
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
    const result = allureCase(one, known, steps);
    const went = written.get(one.id);
    writer.writeResult(
      went
        ? {
            ...result,
            uuid: uuidOf(one.id),
            start: went.start ?? result.start ?? 0,
            stop: went.stop ?? result.stop ?? 0,
            labels: [...result.labels, ...went.labels.filter(({ name }) => ofRun.includes(name))],
          }
        : result,
    );
  }
  writer.writeEnvironmentInfo(environmentOf(report));
  writeReport(resultsDir, 'executor.json', `${JSON.stringify(executor, null, 2)}\n`);
}

/** Where each contract was tested, and what was run: names and values for Allure's front page. */
export const environmentOf = (report: Report): Record<string, string> => ({
  ...Object.fromEntries(
    report.targets.map(({ contract, kind, origin, key }) => [
      contract,
      `${kindWords[kind]} ${kind === 'embedded' ? '' : origin}, ${key}`.replace(' ,', ','),
    ]),
  ),
  ...provenanceOf(report),
});

/** What was run, each by the name of what it is. */
function provenanceOf({ provenance }: Report): Record<string, string> {
  if (provenance === undefined) return {};
  const { suite, node, playwright, documents, files } = provenance;
  return {
    Suite: `${suite.version}${suite.commit === undefined ? '' : ` (commit ${suite.commit.slice(0, 12)})`}`,
    'Node.js': node,
    Playwright: playwright,
    ...Object.fromEntries([...documents, ...files].map(({ file, hash }) => [file, `sha256 ${hash}`])),
  };
}

const pathOf = ({ request }: ExchangeRecord): string =>
  URL.canParse(request.url) ? new URL(request.url).pathname : request.url;
