/** One run against a vendor that is hostile on one operation, and what has to come of it. */
import { expect } from '@playwright/test';
import { startHostile, type OperationId } from './hostile-server.ts';
import { watchMemory } from './memory.ts';
import { command, reportIn, start, type Project } from './project.ts';
import { behind, withoutProbe, type SandboxProcess } from './sandbox-process.ts';

export interface Normal {
  readonly vendors: readonly string[];
  /** Verdicts of the cases where nobody is hostile, and the operations that each calls. */
  readonly verdicts: ReadonlyMap<string, string>;
}

export async function normalRun(
  project: Project,
  sandbox: SandboxProcess,
  vendors: readonly string[] = [],
): Promise<Normal> {
  const { folder, reports } = project;
  const { code, stderr } = await command('conformance', { folder, env: withoutProbe(sandbox.env), args: vendors });
  expect(code, stderr).toBe(0);
  return { vendors, verdicts: new Map(reportIn(reports).cases.map(({ id, verdict }) => [id, verdict])) };
}

export async function hostileRun(
  options: Normal & {
    readonly project: Project;
    readonly sandbox: SandboxProcess;
    readonly behaviour: string;
    readonly operation: OperationId;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<{ seconds: number; peakMb: number; asked: number }> {
  const { project, sandbox, behaviour, operation, vendors, verdicts } = options;
  const secure = behaviour === 'broken TLS';
  const hostile = await startHostile({ sandbox: sandbox.origin, behaviour, operation, secure });
  try {
    const env = {
      ...behind(withoutProbe(sandbox.env), sandbox.origin, hostile.origin),
      ...(hostile.certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: hostile.certificate }),
      ...options.env,
    };
    const running = start('conformance', { folder: project.folder, env, args: vendors });
    const memory = watchMemory(running.child.pid ?? 0);
    const { code, milliseconds, stdout, stderr } = await running.ended;
    const peakMb = memory.stop();
    const report = reportIn(project.reports);
    const said = `${behaviour} on ${operation}: ${stdout.slice(-1_500)}${stderr.slice(-500)}`;
    expect(code, said).toBe(1);
    expect(peakMb, said).toBeLessThan(behaviour.includes('bomb') ? 2_500 : 1_024);
    const deviating = report.clauses.filter(({ level, verdict }) => level === 'MUST' && verdict === 'deviates');
    const [here, there] = [true, false].map((own) =>
      deviating.filter(({ id }) => id.startsWith(`${operation}/`) === own),
    );
    expect(here?.length, said).toBeGreaterThan(0);
    expect(
      there?.map(({ id }) => id),
      said,
    ).toEqual([]);
    // The cases of other operations have their normal verdict, unless they need the broken one themselves.
    const moved = report.cases.filter(
      (each) =>
        each.operation !== operation &&
        each.verdict !== verdicts.get(each.id) &&
        !JSON.stringify(each).includes(operation),
    );
    const needing = moved.filter(
      ({ because }) =>
        !/setup|no rejected request|did not answer|existence check failed|no complete/.test(because ?? ''),
    );
    expect(
      needing.map(({ id, verdict, because }) => `${id} ${verdict} ${because}`),
      said,
    ).toEqual([]);
    expect(
      report.cases.filter(({ verdict }) => verdict === 'error').map(({ id, because }) => `${id} ${because}`),
      said,
    ).toEqual([]);
    expect(hostile.strays, 'credentials never follow').toEqual([]);
    return { seconds: Math.round(milliseconds / 1_000), peakMb, asked: hostile.asked() };
  } finally {
    await hostile.close();
  }
}
