/** The run in the Common Test Report Format (CTRF 0.0, ctrf.io): one test a case. */
import type { Report, TargetKind } from '../verdict/report.ts';
import { judgedCases, type JudgedCase } from './judged-case.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** The part of CTRF that is written here. Times are milliseconds, `start` and `stop` of the epoch. */
export interface Ctrf {
  readonly reportFormat: 'CTRF';
  readonly specVersion: '0.0.0';
  readonly timestamp: string;
  readonly generatedBy: string;
  readonly results: {
    readonly tool: { readonly name: string; readonly version?: string };
    readonly summary: Readonly<Record<'tests' | Status | 'start' | 'stop' | 'duration', number>>;
    readonly tests: readonly CtrfTest[];
    readonly environment: {
      readonly commit?: string;
      readonly testEnvironment?: string;
      readonly healthy: boolean;
      readonly extra: { readonly verdict: string; readonly because?: string };
    };
  };
}

interface CtrfTest {
  readonly testId: string;
  readonly name: string;
  readonly status: Status;
  readonly duration: number;
  readonly suite: readonly string[];
  /** The case's verdict. */
  readonly rawStatus: string;
  /** Its level. */
  readonly tags: readonly string[];
  readonly message?: string;
  readonly trace?: string;
}

const statuses: Readonly<Record<JudgedCase['kind'], Status>> = {
  passed: 'passed',
  failure: 'failed',
  error: 'other',
  skipped: 'skipped',
};

/** The whole report. An error of the suite itself is `other`: it says nothing of the vendor. */
export function ctrf(report: Report): Ctrf {
  const suites = new Map(report.operations.map(({ id, contract, name }) => [id, [contract, name]]));
  const tests = judgedCases(report).map((judged) => testOf(judged, suites.get(judged.of.operation)));
  const amount = (status: Status) => tests.filter((test) => test.status === status).length;
  const start = Date.parse(report.startedAt);
  const { suite } = report.provenance ?? {};
  const kinds = [...new Set<TargetKind>(report.targets.map(({ kind }) => kind))];
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: new Date(start + report.durationMs).toISOString(),
    generatedBy: 'vendor-conformance',
    results: {
      tool: { name: 'vendor-conformance', ...(suite && { version: suite.version }) },
      summary: {
        tests: tests.length,
        passed: amount('passed'),
        failed: amount('failed'),
        skipped: amount('skipped'),
        pending: 0,
        other: amount('other'),
        start,
        stop: start + Math.round(report.durationMs),
        duration: Math.round(report.durationMs),
      },
      tests,
      environment: {
        ...(suite?.commit === undefined ? {} : { commit: suite.commit }),
        ...(kinds.length > 0 && { testEnvironment: kinds.join(', ') }),
        healthy: report.verdict === 'conformant' || report.verdict === 'partial',
        extra: { verdict: report.verdict, ...(report.because !== undefined && { because: report.because }) },
      },
    },
  };
}

const testOf = ({ of, kind, message, detail }: JudgedCase, suite: readonly string[] = [of.operation]): CtrfTest => ({
  testId: of.id,
  name: of.title,
  status: statuses[kind],
  duration: Math.round(of.durationMs),
  suite,
  rawStatus: of.verdict,
  tags: [of.level],
  ...(message !== '' && { message }),
  ...(detail !== '' && { trace: detail }),
});
