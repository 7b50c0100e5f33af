/**
 * Playwright's first reporter: takes each case's result, puts its verdict where the reporters after it read it
 * (so that no test has to fail, which would cost a worker), and notes the results for the command that started the run.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { ALLURE_HTTP_EXCHANGE_CONTENT_TYPE, ALLURE_HTTP_REDACTED_VALUE } from 'allure-js-commons/http';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { readConfig } from '../config/config.ts';
import { environment, surroundings, takeOver } from '../config/environment.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import type { Level } from '../contract/types.ts';
import { catalogue } from '../runner/catalogue.ts';
import type { CaseInfo, CaseResult } from '../runner/result.ts';
import { infoOf, resultType } from '../runner/info.ts';
import { runContracts } from '../runner/worker.ts';
import type { ExchangeRecord } from '../verdict/report.ts';
import { endProgress, progress } from './terminal.ts';

type Attachment = TestResult['attachments'][number];

export default class ConformanceReporter implements Reporter {
  private readonly run = takeOver();
  private readonly infos = new Map<string, CaseInfo>();
  private levels: ReadonlyMap<string, Level> = new Map();
  private redactor: Redactor = createRedactor();
  private done = 0;
  private deviated = false;
  private loaded: Promise<void> = Promise.resolve();

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    const run = this.run;
    if (!run) return;
    const config = readConfig(environment(), run.selection, run.sandbox);
    this.redactor = createRedactor([
      ...config.secrets,
      ...Object.entries(run.tokens).map(([name, value]) => ({ name, value })),
    ]);
    this.loaded = runContracts().then((contracts) => {
      this.levels = new Map([...catalogue(contracts).values()].map(({ id, level }) => [id, level]));
    });
    for (const test of suite.allTests()) {
      const info = infoOf(test.title, test.annotations);
      this.infos.set(test.id, info);
      test.annotations.splice(0, test.annotations.length, ...labels(info));
    }
  }

  async onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    await this.loaded;
    const info = this.infos.get(test.id) ?? infoOf(test.title, []);
    const found = result.attachments.findIndex(({ contentType }) => contentType === resultType);
    const body = found < 0 ? undefined : result.attachments.splice(found, 1)[0]?.body;
    const outcome = body ? (JSON.parse(body.toString()) as CaseResult) : this.lost(info, result);
    if (this.run)
      appendFileSync(path.join(this.run.meeting, 'results.jsonl'), `${JSON.stringify(outcome)}\n`, { mode: 0o600 });
    result.errors.length = 0;
    delete result.error;
    result.attachments.push(...attachments(outcome));
    this.pronounce(test, result, outcome);
    this.done += 1;
    const { terminal: tty, width } = surroundings();
    process.stderr.write(progress(this.done, this.infos.size, info.title, { tty, width }));
  }

  /** A case whose worker died or whose test was cut has still to say so. */
  private lost(info: CaseInfo, result: TestResult): CaseResult {
    const because =
      result.status === 'skipped'
        ? undefined
        : this.redactor.text(
            result.errors[0]?.message?.split('\n')[0]?.slice(0, 200) ?? `the test ended as ${result.status}`,
          );
    return {
      ...info,
      outcomes: [],
      records: [],
      observed: [],
      unique: [],
      made: {},
      extra: [],
      answered: {},
      unanswered: [],
      silent: [],
      notices: [],
      flipped: [],
      durationMs: result.duration,
      ...(because === undefined ? { notRun: 'it was skipped' } : { broken: because }),
    };
  }

  private pronounce(test: TestCase, result: TestResult, outcome: CaseResult): void {
    const violations = outcome.outcomes.flatMap((each) =>
      each.kind === 'violated' && this.levels.get(each.clause) !== 'ASKS' ? [each] : [],
    );
    const must = violations.filter(({ clause }) => this.levels.get(clause) === 'MUST');
    const fail = (name: string, message: string) => {
      result.status = 'failed';
      const error = { message: `${name}: ${message}` };
      result.errors.push(error);
      result.error = error;
      this.deviated = true;
    };
    if (outcome.broken !== undefined) fail('SuiteBroken', outcome.broken);
    else if (outcome.notRun !== undefined) {
      result.status = 'skipped';
      test.annotations.push({ type: 'skip', description: `not-run: ${outcome.notRun}` });
    } else if (must.length > 0)
      fail(
        'VendorDeviates',
        must
          .slice(0, 5)
          .map(
            ({ clause, finding, k, n }) =>
              `${finding.code} ${clause}\n  expected ${finding.expected}\n  actual   ${finding.actual}\n  at       ${finding.at} (seen ${k} of ${n})`,
          )
          .join('\n'),
      );
    else {
      const undecided = outcome.outcomes.find((each) => each.kind === 'undecided');
      if (undecided?.kind === 'undecided') {
        result.status = 'skipped';
        test.annotations.push({ type: 'skip', description: `undecided: ${undecided.because}` });
      } else result.status = 'passed';
    }
  }

  async onEnd(): Promise<{ status?: FullResult['status'] } | void> {
    process.stderr.write(endProgress(surroundings().terminal));
    if (this.deviated) return { status: 'failed' };
  }
}

/** Allure's labels for a case: vendor, contract, operation; level as severity. */
function labels({ id, title, operation, clauses }: CaseInfo): { type: string; description: string }[] {
  const [contract = '', name = ''] = operation.split('/');
  const vendor = contract.startsWith('max-ai') ? 'max-ai' : contract.replace(/-v?\d[\d-]*$/, '');
  const level = title.split(' ')[0] ?? 'MUST';
  return [
    { type: 'allure.label.epic', description: vendor },
    { type: 'allure.label.feature', description: contract },
    { type: 'allure.label.story', description: name },
    { type: 'allure.label.owner', description: vendor },
    { type: 'allure.label.layer', description: 'contract' },
    { type: 'allure.label.level', description: level },
    { type: 'allure.label.severity', description: severities[level] ?? 'normal' },
    ...[...new Set([id, ...clauses])].map((clause) => ({ type: 'allure.label.clause', description: clause })),
  ];
}

const severities: Readonly<Record<string, string>> = { MUST: 'critical', SHOULD: 'normal', ASKS: 'minor' };

const text = (name: string, body: string, contentType = 'text/plain'): Attachment => ({
  name,
  contentType,
  body: Buffer.from(body),
});

/** The exchanges as Allure's request cards and curl lines, and what was found. All of it is redacted already. */
function attachments({ records, outcomes, observed }: CaseResult): Attachment[] {
  const findings = outcomes.flatMap((each) =>
    each.kind === 'violated' ? [{ ...each.finding, seen: `${each.k} of ${each.n}` }] : [],
  );
  const shown = records.slice(-6);
  return [
    ...(findings.length > 0 ? [text('findings', JSON.stringify(findings, null, 2), 'application/json')] : []),
    ...(observed.length > 0
      ? [text('observed', observed.map((each) => `${each.clause}: ${each.text}`).join('\n'))]
      : []),
    ...shown.map((record) =>
      text(
        `${record.request.method} ${record.operation} ${record.answer?.status ?? 'unanswered'}`,
        JSON.stringify(card(record)),
        ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
      ),
    ),
    ...(shown.length > 0 ? [text('to repeat it', shown.map(({ curl }) => curl).join('\n'))] : []),
  ];
}

function card({ request, answer, startedAt, durationMs, unanswered }: ExchangeRecord): unknown {
  const pairs = (headers: readonly (readonly [string, string])[]) =>
    headers.map(([name, value]) => ({ name, value: value === '<redacted>' ? ALLURE_HTTP_REDACTED_VALUE : value }));
  const start = Date.parse(startedAt);
  return {
    schemaVersion: 1,
    request: { method: request.method, url: request.url, headers: pairs(request.headers) },
    ...(answer
      ? {
          response: {
            status: answer.status,
            headers: pairs(answer.headers),
            body: { contentType: 'application/json', encoding: 'utf8', value: answer.body },
          },
        }
      : { error: { name: 'Unanswered', message: unanswered ?? '' } }),
    start,
    stop: start + durationMs,
  };
}
