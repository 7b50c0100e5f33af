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

export interface Benchmarks {
  readonly rounds: readonly Round[];
  readonly sizes: readonly OfSize[];
  readonly failing: Failing;
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

function phaseRows({ run, probeMs, loop }: Round): string[][] {
  const marks = new Map(run.processes.find(({ role }) => role === 'command')?.marks.map(([phase, at]) => [phase, at]));
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

/** The whole page. `at`: when it was measured. */
export function benchmarksPage({ rounds, sizes, failing }: Benchmarks, at: Date): string {
  const middle = median(rounds);
  const perCase = (ms: number) => `${(ms / failing.cases).toFixed(1)} ms`;
  return `# Benchmarks

Written by \`npm run bench\` on ${at.toISOString().slice(0, 10)}: Node.js ${process.version}, ${cpus().length} processors. Only ratios of one round compare between machines.

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
