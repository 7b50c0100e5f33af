/** Playwright's reporter in a run: notes what each case says for the command that started the run, and shows progress. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { readConfig } from '../config/config.ts';
import { environment, surroundings, takeOver } from '../config/environment.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import type { CaseInfo, CaseResult } from '../runner/result.ts';
import { infoOf, resultType } from '../runner/info.ts';
import { endProgress, progress } from './terminal.ts';

export default class ConformanceReporter implements Reporter {
  private readonly run = takeOver();
  private redactor: Redactor = createRedactor();
  private planned = 0;
  private done = 0;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    if (!this.run) return;
    const config = readConfig(environment(), this.run.selection, this.run.sandbox);
    this.redactor = createRedactor([
      ...config.secrets,
      ...Object.entries(this.run.tokens).map(([name, value]) => ({ name, value })),
    ]);
    this.planned = suite.allTests().length;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const info = infoOf(test.title, test.annotations);
    const body = result.attachments.find(({ contentType }) => contentType === resultType)?.body;
    const outcome = body ? (JSON.parse(body.toString()) as CaseResult) : this.lost(info, result);
    if (this.run)
      appendFileSync(path.join(this.run.meeting, 'results.jsonl'), `${JSON.stringify(outcome)}\n`, { mode: 0o600 });
    this.done += 1;
    const { terminal: tty, width } = surroundings();
    process.stderr.write(progress(this.done, this.planned, info.title, { tty, width }));
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

  onEnd(): void {
    process.stderr.write(endProgress(surroundings().terminal));
  }
}
