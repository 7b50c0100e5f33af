/** A sandbox and what is needed to run cases against it again and again, over HTTP, in one process. */
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { checks } from '../../checks/index.ts';
import { dropStacks, restoreStacks } from '../../client/stacks.ts';
import { responseKey } from '../../contract/clause.ts';
import type { Check, Outcome } from '../../contract/types.ts';
import { readConfig } from '../../profile/config.ts';
import type { Suite } from '../../profile/suite.ts';
import { catalogue } from '../../run/catalogue.ts';
import type { DeclaredCase } from '../../run/declared.ts';
import { runCase } from '../../run/run-case.ts';
import { openEngine } from '../../run/engine.ts';
import { preflight } from '../../run/preflight.ts';
import type { CaseResult } from '../../run/result.ts';
import { fold, planHash } from '../../verdict/fold.ts';
import type { Report } from '../../verdict/report.ts';
import { noWaivers, type Waivers } from '../../verdict/waivers.ts';

/** What came of one run. */
export interface BenchRun {
  readonly report: Report;
  readonly calls: number;
  readonly milliseconds: number;
  /** Ids of the checks that made a finding; none where a case asserted it. */
  readonly checksThatFound: (clause: string, code: string) => readonly string[];
}

export interface RunOptions {
  /** Beside those of the sandbox. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly waivers?: Waivers;
}

export interface Bench {
  /** Runs cases against the sandbox in the given state. */
  run(
    choice: { fault?: string | readonly string[]; variant?: string },
    cases: readonly DeclaredCase[],
    options?: RunOptions,
  ): Promise<BenchRun>;
  /** The vendor that serves an operation; undefined for none. */
  vendorOf(operation: string): string | undefined;
  readonly suite: Suite;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

/** Starts the sandbox on a free port. */
export async function openBench(suite: Suite): Promise<Bench> {
  const sandbox = await startSandbox();
  const vendors = new Map(
    suite.contracts.flatMap(({ vendor, operations }) => [...operations.keys()].map((id) => [id, vendor])),
  );
  return {
    sandbox,
    suite,
    vendorOf: (operation) => vendors.get(operation),
    run: (choice, cases, options) => runOn(sandbox, suite, choice, cases, options),
    close: () => sandbox.close(),
  };
}

async function runOn(
  sandbox: Sandbox,
  suite: Suite,
  choice: Parameters<Bench['run']>[0],
  cases: readonly DeclaredCase[],
  { variables = {}, waivers = noWaivers }: RunOptions = {},
): Promise<BenchRun> {
  const { contracts, profiles } = suite;
  const config = readConfig({}, { profiles, sandbox: { ...sandbox.env, ...variables } });
  const started = performance.now();
  sandbox.use({});
  const found = new Map<string, Set<string>>();
  const watching = checks.map((check) => watched(check, found));
  const engine = await openEngine({ config, suite, repeats: 0, trusted: true, checks: watching });
  dropStacks();
  // Whether clauses can fail at all is tried in a run; here the faults decide it.
  for (const { id, responses } of engine.operations.values())
    for (const key of responses.keys()) engine.state.alteredResponses.add(responseKey(id, key));
  try {
    // A fault may end the tokens that another subject left.
    await (await preflight(engine)).tidy();
    sandbox.use(choice);
    const results: CaseResult[] = [];
    for (const { info, run } of cases) results.push(await runCase(engine, info, run));
    const plan = {
      contracts,
      catalogue: catalogue(suite),
      cases: cases.map(({ info }) => info),
      targets: config.targets.map(({ vendor }) => ({
        vendor,
        contract: contracts.find((each) => each.vendor === vendor)?.id ?? vendor,
        origin: sandbox.origin,
        kind: 'embedded' as const,
        key: 'keys of its own',
      })),
      waivers,
    };
    const at = new Date(0).toISOString();
    const report = fold(plan, [
      { kind: 'run-started', at, plan: planHash(plan) },
      ...results.map((result) => ({ kind: 'case-finished' as const, result })),
      { kind: 'run-ended', at },
    ]);
    return {
      report,
      calls: sandbox.requests(),
      milliseconds: Math.round(performance.now() - started),
      checksThatFound: (clause, code) => [...(found.get(`${clause} ${code}`) ?? [])],
    };
  } finally {
    restoreStacks();
    await engine.close();
  }
}

/** The check, with its findings noted. */
const watched = (check: Check, found: Map<string, Set<string>>): Check => ({
  ...check,
  evaluate(operation, answer) {
    const outcomes = check.evaluate(operation, answer);
    for (const outcome of [outcomes].flat() as readonly Outcome[]) {
      if (outcome.kind !== 'fail') continue;
      const key = `${outcome.finding.clause} ${outcome.finding.code}`;
      found.set(key, (found.get(key) ?? new Set()).add(check.id));
    }
    return outcomes;
  },
});
