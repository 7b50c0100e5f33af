/** Playwright's reporter in a run: shows the progress of `npm run conformance`, and notes cases whose test ended without a result. */
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { hostEnvironment } from '../config/environment.ts';
import { endPhase } from '../config/phase.ts';
import { readRunContext, runDirectoryPath } from '../config/run-context.ts';
import { caseIdsOf } from '../run/info.ts';
import { noteLost } from '../run/lost-cases.ts';
import { readCaseIndex } from '../run/run-index.ts';
import { loadAllure } from './allure.ts';
import { endProgress, progress } from './progress.ts';

export default class ConformanceReporter implements Reporter {
  /** Progress and errors are shown in a run of the command; Playwright's own has Playwright's reporters. */
  private readonly isCommand = readRunContext()?.startedBy === 'command';
  private planned = 0;
  /** Tests that have not begun. */
  private waiting = 0;
  private done = 0;

  printsToStdio(): boolean {
    return this.isCommand;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    // The preflight's cases are cases of the plan, too, and have run when the tests begin.
    this.done = readRunContext()?.preflightCases ?? 0;
    this.waiting = suite.allTests().length;
    this.planned = this.waiting + this.done;
    endPhase('collect');
  }

  onTestBegin(): void {
    endPhase('start workers');
    this.waiting -= 1;
    if (this.waiting === 0 && this.isCommand && buildsSmallReport()) loadAllure();
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    // In a run of Playwright's own a failed test is one whose case deviates: its worker has written the result.
    if (result.status !== 'passed' && result.status !== 'skipped') this.noteCases(test, result);
    this.done += 1;
    if (!this.isCommand) return;
    const { terminal: tty, progressWidth: width } = hostEnvironment();
    process.stderr.write(progress(this.done, this.planned, test.title, { tty, width }));
  }

  private noteCases({ annotations }: TestCase, result: TestResult): void {
    const directory = runDirectoryPath();
    const index = readCaseIndex(directory);
    // Without an index no run has begun: Playwright says why.
    if (!index) return;
    for (const id of caseIdsOf(annotations, index.groups))
      noteLost(directory, { id, because: reasonOf(result), durationMs: result.duration });
  }

  onError(error: TestError): void {
    if (this.isCommand) process.stderr.write(`${firstLineOf(error.message ?? error.value ?? 'Playwright failed')}\n`);
  }

  onEnd(): void {
    if (this.isCommand) process.stderr.write(endProgress(hostEnvironment().terminal));
  }
}

/** Whether the run ends with an Allure report, and needs its memory for nothing else until then. */
function buildsSmallReport(): boolean {
  const run = readRunContext();
  return run !== undefined && run.shard === undefined && readCaseIndex(run.directory)?.isGrouped === false;
}

const reasonOf = ({ errors, status }: TestResult): string =>
  errors[0]?.message === undefined ? `the test ended as ${status}` : firstLineOf(errors[0].message).slice(0, 200);

const firstLineOf = (text: string): string => (text.split('\n')[0] ?? '').replace(/^Error: /, '');
