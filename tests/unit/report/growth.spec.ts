/** What all reports cost grows with the operations of a document, not faster: eight times as many, in CPU time of this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@playwright/test';
import { createRedactor } from '../../../helpers/config/redactor.ts';
import { redacted } from '../../../helpers/config/redacted.ts';
import { allureCase } from '../../../helpers/report/allure-case.ts';
import { lookups } from '../../../helpers/report/allure-lookups.ts';
import { ctrf } from '../../../helpers/report/ctrf.ts';
import { writeJson } from '../../../helpers/report/disk.ts';
import { evidence } from '../../../helpers/report/evidence/files.ts';
import { noHistory, remember } from '../../../helpers/report/history.ts';
import { junit } from '../../../helpers/report/junit.ts';
import { markdown } from '../../../helpers/report/markdown.ts';
import { partsOf } from '../../../helpers/report/paging.ts';
import { sarif } from '../../../helpers/report/sarif.ts';
import { causeReport, causesOf } from '../../../helpers/verdict/causes.ts';
import type { ClauseReport, FindingReport, Report } from '../../../helpers/verdict/report.ts';
import { expectLinear } from '../growth.ts';
import { large } from './large.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'growth-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const redactor = createRedactor([{ name: 'KEY', value: 'a-secret-8f41c2' }]);

/** The report with a deviation in each operation, and as many causes. */
function deviating(report: Report): Report {
  const seen = new Set<string | undefined>();
  const clauses = report.clauses.map((clause): ClauseReport => {
    const { operation } = clause.ref;
    if (operation === undefined || seen.has(operation)) return clause;
    seen.add(operation);
    const cases = [`${operation}/case-0`];
    return { ...clause, verdict: 'deviates', cases, findings: [{ ...finding, id: clause.id, cases }] };
  });
  const causes = causesOf(clauses).map((cause) => causeReport(cause, report.operations));
  return { ...report, verdict: 'nonconformant', clauses, causes };
}

const finding: FindingReport = {
  code: 'STATUS_UNEXPECTED',
  level: 'MUST',
  at: 'status',
  status: 500,
  expected: '200',
  actual: '500',
  occurrences: 1,
  reproduced: { k: 3, n: 3 },
  fault: 'vendor',
  id: '',
  cases: [],
};

const writers: Readonly<Record<string, (report: Report) => unknown>> = {
  causes: (report) => causesOf(report.clauses).map((cause) => causeReport(cause, report.operations)),
  'the history of findings': (report) => remember(report, noHistory),
  'the redacted report': (report) => redacted(report, redactor),
  'conformance.json': (report) => writeJson(folder, 'conformance.json', report),
  'conformance.md': markdown,
  'junit.xml': junit,
  'ctrf.json': ctrf,
  'conformance.sarif': (report) => sarif(report, () => 1),
  'the parts of the page': partsOf,
  evidence,
  'Allure results': (report) => {
    const known = lookups(report, (id) => id);
    return report.cases.map((one) => allureCase(one, known, []));
  },
};

for (const [what, write] of Object.entries(writers))
  test(`${what}: eight times the operations cost eight times as much, not 64 times`, () => {
    expectLinear(
      400,
      (operations) => {
        const report = deviating(large(operations));
        return () => write(report);
      },
      what,
    );
  });
