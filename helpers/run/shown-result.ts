/** The result of a case as a Playwright test shows it: passed, failed or skipped, with what was sent. */
import type { TestInfo } from '@playwright/test';
import type { Clause } from '../contract/types.ts';
import type { Engine } from './engine.ts';
import { plainError } from './plain-error.ts';
import type { CaseResult, ClauseOutcome } from './result.ts';

type Failed = Extract<ClauseOutcome, { kind: 'fail' }>;

/** Exchanges that are attached to a test at most, the last ones. */
const mostExchanges = 10;

/**
 * Skips a test none of whose cases was run; throws where a MUST is violated or the suite failed. A SHOULD is an annotation.
 * `results`: those of the test's cases.
 */
export function shownTo(testInfo: TestInfo, results: readonly CaseResult[], engine: Pick<Engine, 'clause'>): void {
  const [first] = results;
  if (first?.notRun !== undefined && results.every(({ notRun }) => notRun !== undefined))
    testInfo.skip(true, first.notRun);
  const errors = results.flatMap((result) => trouble(testInfo, result, engine) ?? []);
  if (errors.length > 0) throw plainError(errors.join('\n\n'));
}

/** What fails a case, in words; undefined where nothing does. */
function trouble(testInfo: TestInfo, result: CaseResult, engine: Pick<Engine, 'clause'>): string | undefined {
  if (result.error !== undefined) return `the suite itself failed: ${result.error}`;
  const clauseOf = ({ finding }: Failed) => engine.clause(finding.clause, result.operation);
  const failed = result.outcomes.filter((outcome): outcome is Failed => outcome.kind === 'fail');
  if (result.records.length > 0) attachExchanges(testInfo, result);
  const isMust = (outcome: Failed) => (outcome.finding.level ?? clauseOf(outcome)?.level) === 'MUST';
  for (const outcome of failed)
    if (!isMust(outcome))
      testInfo.annotations.push({ type: 'warning', description: lineOf(outcome, clauseOf(outcome)) });
  const violated = failed.filter(isMust);
  return violated.length === 0 ? undefined : violated.map((each) => lineOf(each, clauseOf(each))).join('\n\n');
}

function lineOf({ finding, k, n }: Failed, clause: Clause | undefined): string {
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
