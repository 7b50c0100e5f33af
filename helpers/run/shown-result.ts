/** The result of a case as a Playwright test shows it: passed, failed or skipped, with what was sent. */
import type { TestInfo } from '@playwright/test';
import type { Engine } from './engine.ts';
import type { CaseResult, ClauseOutcome } from './result.ts';

type Failed = Extract<ClauseOutcome, { kind: 'fail' }>;

/** Exchanges that are attached to a test at most, the last ones. */
const mostExchanges = 10;

/** Skips the test of a case that was not run; throws where a MUST is violated or the suite failed. A SHOULD is an annotation. */
export function shownTo(testInfo: TestInfo, result: CaseResult, engine: Pick<Engine, 'clauses'>): void {
  if (result.notRun !== undefined) testInfo.skip(true, result.notRun);
  if (result.error !== undefined) throw plainError(`the suite itself failed: ${result.error}`);
  const failed = result.outcomes.filter((outcome): outcome is Failed => outcome.kind === 'fail');
  if (failed.length > 0) attachExchanges(testInfo, result);
  const isMust = ({ finding }: Failed) => (finding.level ?? engine.clauses.get(finding.clause)?.level) === 'MUST';
  for (const outcome of failed)
    if (!isMust(outcome)) testInfo.annotations.push({ type: 'warning', description: lineOf(outcome, engine) });
  const violated = failed.filter(isMust);
  if (violated.length > 0) throw plainError(violated.map((each) => lineOf(each, engine)).join('\n\n'));
}

function lineOf({ finding, k, n }: Failed, { clauses }: Pick<Engine, 'clauses'>): string {
  const clause = clauses.get(finding.clause);
  return [
    `${finding.code} at ${finding.at}: expected ${finding.expected}, actual ${finding.actual} (seen in ${k} of ${n})`,
    `  ${clause?.level ?? ''} ${clause?.sentence ?? ''}`,
    `  ${finding.clause}, promised at ${clause?.at ?? 'an unknown place'}`,
  ].join('\n');
}

function attachExchanges(testInfo: TestInfo, { records }: CaseResult): void {
  const body = Buffer.from(JSON.stringify(records.slice(-mostExchanges), null, 2));
  testInfo.attachments.push({ name: 'exchanges', contentType: 'application/json', body });
}

/** Without a stack: it says nothing about the vendor. */
function plainError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
