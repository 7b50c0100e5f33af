/** Writes Allure results as plain files: the writer of allure-js-commons flushes each to the disk, and everything else waits. */
import type { TestResult } from 'allure-js-commons';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';
import { writeReport } from './disk.ts';

/** `resultsDir`: where `<uuid>-result.json` is written; made where it is missing. */
export class PlainWriter extends FileSystemWriter {
  private readonly folder: string;

  constructor(options: { readonly resultsDir: string }) {
    super(options);
    this.folder = options.resultsDir;
  }

  override writeResult(result: TestResult): void {
    writeReport(this.folder, `${result.uuid}-result.json`, JSON.stringify(result));
  }
}
