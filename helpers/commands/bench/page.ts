/** docs/benchmarks.md: what was measured, each table with the command that repeats it. */
import { cpus } from 'node:os';
import { phases } from '../../config/phase.ts';
import type { Measured, UsedBy } from './measure.ts';

/** The same requests as plainly as possible. */
export interface PlainLoop {
  readonly requests: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

export interface Round {
  readonly run: Measured;
  readonly loop: PlainLoop;
  readonly empty: Measured;
  /** How long the probe of the rate limit took in the run. */
  readonly probeMs: number;
}

export interface OfSize {
  readonly operations: number;
  readonly plan: Measured;
  readonly run: Measured;
  readonly cases: number;
  readonly calls: number;
  /** All reports together. */
  readonly reportsMegabytes: number;
}

export interface Failing {
  readonly cases: number;
  readonly passingMs: number;
  readonly failingMs: number;
}

/** The tests of the suite itself. */
export interface Tests {
  /** `npx playwright test -c tests --project=unit`. */
  readonly unitMs: number;
  /** `npm test`. */
  readonly allMs: number;
  readonly passed: number;
}

export interface Benchmarks {
  readonly rounds: readonly Round[];
  readonly sizes: readonly OfSize[];
  readonly failing: Failing;
  readonly tests: Tests;
}

export const s = (milliseconds: number) => (milliseconds / 1_000).toFixed(1);
const ratio = (a: number, b: number) => (a / b).toFixed(1);
export const mb = (megabytes: number) => String(Math.round(megabytes));

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** The round in the middle, by the time of its run. */
const median = (rounds: readonly Round[]): Round => {
  const sorted = rounds.toSorted((a, b) => a.run.wallMs - b.run.wallMs);
  return sorted[Math.floor((sorted.length - 1) / 2)] as Round;
};

const floorOf = ({ loop, empty }: Round) => ({
  wallMs: loop.wallMs + empty.wallMs,
  cpuMs: loop.cpuMs + empty.cpuMs,
});

function comparison(rounds: readonly Round[]): string {
  return table(
    ['round', 'run', 'processor', 'plain loop', 'processor', 'empty Playwright', 'processor', 'ratio', 'processor'],
    rounds.map((round, index) => {
      const { run, loop, empty } = round;
      const floor = floorOf(round);
      const cells = [run.wallMs, run.cpuMs, loop.wallMs, loop.cpuMs, empty.wallMs, empty.cpuMs].map(
        (ms) => `${s(ms)} s`,
      );
      return [String(index + 1), ...cells, ratio(run.wallMs, floor.wallMs), ratio(run.cpuMs, floor.cpuMs)];
    }),
  );
}

const marksOf = ({ run }: Round): ReadonlyMap<string, number> =>
  new Map(run.processes.find(({ role }) => role === 'command')?.marks.map(([phase, at]) => [phase, at]));

/** How long the cases took, with the probe. */
function casesMs(round: Round): number {
  const marks = marksOf(round);
  return (marks.get('cases') ?? 0) - (marks.get('start workers') ?? 0);
}

function phaseRows(round: Round): string[][] {
  const { run, probeMs, loop } = round;
  const marks = marksOf(round);
  let before = 0;
  const rows = phases.map((phase): [string, number] => {
    const at = marks.get(phase) ?? before;
    const took = at - before;
    before = at;
    return [phase, took];
  });
  const shown = [...rows, ['end' as string, run.wallMs - before] as const].flatMap(([phase, took]) =>
    phase === 'cases'
      ? ([
          ['cases: requests and judging', took - probeMs],
          [`rate-limit probe (plain loop of all ${loop.requests} requests: ${s(loop.wallMs)} s)`, probeMs],
        ] as const)
      : [[phase, took] as const],
  );
  return shown.map(([phase, took]) => [phase, `${s(took)} s`, `${Math.round((100 * took) / run.wallMs)} %`]);
}

export const processRows = (processes: readonly UsedBy[]): string[][] =>
  processes
    .toSorted((a, b) => a.role.localeCompare(b.role))
    .map(({ role, cpuMs, megabytes }) => [role, `${s(cpuMs)} s`, `${mb(megabytes)} MB`]);

const sizeRows = (sizes: readonly OfSize[]): string[][] =>
  sizes.map(({ operations, plan, run, cases, calls, reportsMegabytes }) => [
    String(operations),
    `${s(plan.wallMs)} s`,
    `${mb(plan.peakMegabytes)} MB`,
    String(cases),
    String(calls),
    `${s(run.wallMs)} s`,
    `${s(run.cpuMs)} s`,
    `${mb(run.peakMegabytes)} MB`,
    `${reportsMegabytes.toFixed(1)} MB`,
  ]);

/** Commit 9ca8919 on two processors, a quiet machine: `npm ci && time npm run conformance` (three times, the middle), `npm test`. */
const before = { runMs: 17_900, megabytes: 604, testsMs: 270_000, tests: 892 };

/** What is aimed at on two processors. */
function goalRows({ rounds, tests }: Benchmarks): string[][] {
  const middle = median(rounds);
  const floorMs = floorOf(middle).wallMs;
  return [
    ['`npm run conformance`', '8 s', `${s(middle.run.wallMs)} s`, `${s(before.runMs)} s`],
    [
      'the same against plain loop and empty Playwright run',
      '3',
      ratio(middle.run.wallMs, floorMs),
      ratio(before.runMs, floorMs),
    ],
    ['memory of all its processes', '500 MB', `${mb(middle.run.peakMegabytes)} MB`, `${mb(before.megabytes)} MB`],
    [
      '`npm test`',
      '90 s',
      `${s(tests.allMs)} s (${tests.passed} tests)`,
      `${s(before.testsMs)} s (${before.tests} tests)`,
    ],
    ['its tests that start no process', '20 s', `${s(tests.unitMs)} s`, '(not apart)'],
  ];
}

/** Where the time goes that a run takes beyond three times the floor. */
function shortfalls(round: Round): string {
  const { run, probeMs } = round;
  const marks = marksOf(round);
  const beyond = run.wallMs - 3 * floorOf(round).wallMs;
  const [before, after] = [marks.get('start workers') ?? 0, run.wallMs - (marks.get('cases') ?? 0)];
  return [
    ...(beyond > 0 ? [`A run takes ${s(beyond)} s more than three times the floor.`] : []),
    `Before its first case it takes ${s(before)} s: it starts Node.js and Playwright, reads the documents, and starts two workers, where the floor starts one.`,
    `Its cases take ${s(casesMs(round) - probeMs)} s: each is a Playwright test, and nearly all of their code runs for the first time, in both workers.`,
    `The probe of the rate limit takes ${s(probeMs)} s: a thousand requests, each judged by all checks.`,
    `After its last case it takes ${s(after)} s: reports, Allure and the leak gate, which the floor has not.`,
  ].join(' ');
}

/** The whole page. `at`: when it was measured. */
export function benchmarksPage(benchmarks: Benchmarks, at: Date): string {
  const { rounds, sizes, failing, tests } = benchmarks;
  const middle = median(rounds);
  const perCase = (ms: number) => `${(ms / failing.cases).toFixed(1)} ms`;
  return `# Benchmarks

Written by \`npm run bench\` on ${at.toISOString().slice(0, 10)}: Node.js ${process.version}, ${cpus().length} processors. Only ratios of one round compare between machines.

## Goals

Before: commit 9ca8919 on the same machine, the day that this table was made, against the plain loop of today.

${table(['what', 'goal', 'measured', 'before'], goalRows(benchmarks))}

${shortfalls(middle)}

Of \`npm test\`, ${s(tests.unitMs)} s are the tests that start no process. The others start commands as a person would; each pays for its processes again, ${s(middle.run.wallMs - casesMs(middle))} s beside the cases.

## A whole run

\`npm run conformance\` on the embedded sandbox, beside its ${middle.loop.requests} requests sent again one after another over one request context (\`tests/bench/plain-loop.ts\`) and an empty Playwright run with three reporters (\`tests/bench/empty.config.ts\`). The ratio is the run against both together.

${comparison(rounds)}

## By phase

The round in the middle.

${table(['phase', 'time', 'share'], phaseRows(middle))}

## By process

All at once: ${mb(middle.run.peakMegabytes)} MB, what they share counted once.

${table(['process', 'processor', 'most memory'], processRows(middle.run.processes))}

## By size of the document

Generated documents of reads, against a server of them on this machine: \`npm run plan -- --spec FILE --url URL\`, \`npm run conformance -- --spec FILE --url URL --max-calls 5000\`. Any other document: \`npm run bench -- --spec FILE\`.

${table(['operations', 'plan', 'memory', 'cases', 'calls', 'run', 'processor', 'memory', 'reports'], sizeRows(sizes))}

## A failing case beside a passing one

The ${failing.cases} cases of one operation in one process, without repetitions: ${perCase(failing.passingMs)} a case where the server conforms, ${perCase(failing.failingMs)} where each 404 deviates: ${ratio(failing.failingMs, failing.passingMs)} times as long.
`;
}
