/**
 * allure-playwright with a writer that does not flush each result to the disk: they are of this run alone, and read at its end.
 * Files that Playwright attaches (a trace, as its UI asks for) are left out: they hold requests with their credentials, and
 * Playwright removes them as soon as the test has ended.
 */
import type { Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { ReporterRuntime } from 'allure-js-commons/sdk/reporter';
import { AllureReporter } from 'allure-playwright';
import { PlainWriter } from './plain-writer.ts';

export default class PlainAllureReporter extends AllureReporter {
  override onBegin(suite: Suite): void {
    super.onBegin(suite);
    const writer = new PlainWriter({ resultsDir: this.options.resultsDir ?? 'allure-results' });
    Object.assign(this, { allureRuntime: new ReporterRuntime({ ...this.options, writer }) });
  }

  override onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    const attachments = result.attachments.filter((attachment) => attachment.path === undefined);
    return super.onTestEnd(test, { ...result, attachments });
  }
}
