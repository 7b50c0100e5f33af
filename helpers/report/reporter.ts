/** Playwright's reporter in a run: notes what each case says for the command that started the run, and shows progress. */
import path from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { readConfig } from '../profile/config.ts';
import type { Profile } from '../profile/schema.ts';
import { environment, surroundings, takeOver } from '../config/environment.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import { emptyResult, type CaseInfo, type CaseResult } from '../run/result.ts';
import { appendEvent, eventsFile } from '../run/events.ts';
import { infoOf, resultType } from '../run/info.ts';
import { endWith } from '../run/workers.ts';
import { caseLabel } from './allure-results.ts';
import { endProgress, progress } from './terminal.ts';

export default class ConformanceReporter implements Reporter {
  private readonly run = takeOver();
  private redactor: Redactor = createRedactor();
  private readonly infos = new Map<string, CaseInfo>();
  private done = 0;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    if (!this.run) return;
    endWith(this.run.by);
    const config = readConfig(environment(), {
      profiles: this.run.profiles as readonly Profile[],
      selection: this.run.selection,
      sandbox: this.run.sandbox,
    });
    this.redactor = createRedactor([
      ...config.secrets,
      ...Object.entries(this.run.tokens).map(([name, value]) => ({ name, value })),
    ]);
    for (const test of suite.allTests()) {
      const info = infoOf(test.annotations);
      if (!info) continue;
      this.infos.set(test.id, info);
      // allure-playwright makes labels of these; by the case's id its results are found again.
      test.annotations.splice(0, test.annotations.length, { type: `allure.label.${caseLabel}`, description: info.id });
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const info = this.infos.get(test.id);
    if (!info) return;
    const at = result.attachments.findIndex(({ contentType }) => contentType === resultType);
    const body = at < 0 ? undefined : result.attachments.splice(at, 1)[0]?.body;
    const outcome = body ? (JSON.parse(body.toString()) as CaseResult) : this.lost(info, result);
    if (this.run) appendEvent(path.join(this.run.meeting, eventsFile), { kind: 'case-finished', result: outcome });
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
      ...emptyResult(info),
      durationMs: result.duration,
      ...(because === undefined ? { notRun: 'it was skipped' } : { error: because }),
    };
  }

  onEnd(): void {
    process.stderr.write(endProgress(surroundings().terminal));
  }
}
