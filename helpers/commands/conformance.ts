/** `npm run conformance [-- max-ai|invox-medical]`: the whole run, from the environment to the exit code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { needsSandbox, readConfig, type Config } from '../profile/config.ts';
import { selected, type Suite } from '../profile/suite.ts';
import { keyKind, type VendorTarget } from '../profile/targets.ts';
import { environment, executor, surroundings } from '../config/environment.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import { abandoned, journalFolder } from '../client/journal.ts';
import { self } from '../config/process.ts';
import { buildAllureReport } from '../report/allure.ts';
import { readWritten, writeAllureResults } from '../report/allure-results.ts';
import {
  appendReport,
  artefacts,
  clearReports,
  historyFolder,
  makePrivate,
  readReport,
  writeReport,
} from '../report/disk.ts';
import { evidence } from '../report/evidence.ts';
import { environmentOf, readHistory, remember } from '../report/history.ts';
import { junit } from '../report/junit.ts';
import { leakGate, type Leak } from '../report/leak-gate.ts';
import { markdown } from '../report/markdown.ts';
import { matrixPage } from '../report/matrix.ts';
import { redacted } from '../report/redacted.ts';
import { firstLine, summary } from '../report/terminal.ts';
import { catalogue } from '../run/catalogue.ts';
import { declaredCases } from '../run/declared.ts';
import { openEngine, type Engine } from '../run/engine.ts';
import { openMeeting } from '../run/run-directory.ts';
import { asConfigured } from '../run/plan.ts';
import { requestTokens, preflight, preflightCases, type Preflight } from '../run/preflight.ts';
import type { CaseResult } from '../run/result.ts';
import { sweepNotices, sweepWith } from '../run/sweep.ts';
import { runWorkers } from '../run/workers.ts';
import { limitsOf, loadProject, projectRoot, specsFolder } from '../run/worker.ts';
import { conclude } from '../verdict/conclude.ts';
import type { Report, Target } from '../verdict/report.ts';
import { noWaivers, readWaivers, undeclaredOpen, type Waivers } from '../verdict/waivers.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { openBudget } from '../client/budget.ts';
import { lineOf, vendorsFrom } from './arguments.ts';

/** How long the clean-up after dead workers may take. */
const sweepTime = 30_000;

const startedAt = new Date();
const exitCodes = { conformant: 0, partial: 0, nonconformant: 1, invalid: 2 } as const;

const folder = path.resolve(environment()['REPORTS_DIR'] || 'reports');
let redactor: Redactor = createRedactor();
let sandbox: Sandbox | undefined;
const meeting = openMeeting();
const journal = path.join(projectRoot, journalFolder);

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const because = redactor.text(lineOf(error));
  process.stderr.write(`invalid: ${because}\n`);
  process.exitCode = 2;
  try {
    clearReports(folder);
    write(nothingRun(because));
    summarise();
  } catch (failure) {
    process.stderr.write(`REPORTS_DIR: ${folder} cannot be written: ${lineOf(failure)}\n`);
  }
} finally {
  await sandbox?.close();
  meeting.close();
}

async function run(args: readonly string[]): Promise<number> {
  const project = await loadProject();
  const { profiles } = project;
  const selection = vendorsFrom(
    args,
    profiles.map(({ vendor }) => vendor),
  );
  clearReports(folder);
  const own = environment();
  const chosen = profiles.filter(({ vendor }) => selection.includes(vendor));
  if (needsSandbox(own, chosen)) {
    readConfig(own, { profiles, selection });
    sandbox = await startSandbox();
  }
  const config = readConfig(own, { profiles, selection, sandbox: sandbox?.env });
  redactor = createRedactor(config.secrets);
  const vendors = config.targets.map(({ vendor }) => vendor);
  const suite = selected(project, vendors);
  const { contracts } = suite;
  const waivers = readWaiversFile(project.contracts.map(({ id }) => id));
  const declared = (await declaredCases(suite)).map(({ info }) => asConfigured(info, config.variables));
  const targets = targetsOf(config, suite);
  const planned = [
    ...preflightCases({ config, operations: operationsIn(suite), vendors: suite.vendors }),
    ...declared,
  ].reduce((total, { calls }) => total + Object.values(calls).reduce((a, b) => a + b, 0), 0);
  for (const line of openingLines(config, targets, planned)) process.stderr.write(`${line}\n`);

  const deadline = startedAt.getTime() + config.values.RUN_TIMEOUT;
  const { before, ran, results } = await withEngine({ config, suite, deadline }, async (engine) => {
    const prepared = await prepare(engine);
    redactor = engine.redactor;
    const workers = runWorkers({
      redactor,
      shown: `${config.values.RUN_TIMEOUT / 1_000} s`,
      handover: {
        selection: vendors,
        profiles,
        ...(sandbox ? { sandbox: sandbox.env } : { journal }),
        tokens: Object.fromEntries(engine.tokens),
        meeting: meeting.folder,
        deadline,
        by: self(),
      },
    });
    const [tidied, done] = await Promise.all([prepared.preflight.tidy(), workers]);
    return { before: prepared, ran: done, results: [...prepared.preflight.results, ...tidied, ...done.cases] };
  });
  // Workers that died left their journals; removing what they made gets a moment of its own.
  const after =
    sandbox || abandoned(journal).length === 0
      ? []
      : await withEngine({ config, suite, deadline: Date.now() + sweepTime, tokens: before.tokens }, async (engine) =>
          sweepNotices(await sweepWith(engine, journal)),
        );
  const invalid = ran.invalid ?? suite.problems[0]?.message;
  const report = conclude({
    contracts,
    catalogue: catalogue(suite),
    declared: [...before.preflight.cases, ...declared],
    results,
    targets,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    notices: [
      ...new Set([
        ...config.warnings,
        ...project.problems.map(({ message }) => `not verified: ${message}`),
        ...leftOut(config.leftOut),
        ...ran.notices,
        ...before.notices,
        ...after,
      ]),
    ],
    ...(invalid === undefined ? {} : { invalid }),
    waivers,
  });
  return finish(report, config, results);
}

interface Opened {
  readonly config: Config;
  readonly suite: Suite;
  readonly deadline: number;
  readonly tokens?: ReadonlyMap<string, string>;
}

async function withEngine<T>(
  { config, suite, deadline, tokens }: Opened,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({
    config,
    suite,
    ...(tokens && { tokens }),
    ...(sandbox ? {} : { journal }),
    budget: openBudget(meeting.folder, limitsOf(config, deadline)),
    deadline,
    meeting: meeting.folder,
  });
  try {
    return await use(engine);
  } finally {
    redactor = engine.redactor;
    await engine.close();
  }
}

interface Prepared {
  readonly preflight: Preflight;
  readonly tokens: ReadonlyMap<string, string>;
  readonly notices: readonly string[];
}

/** What earlier runs left is removed first; then it is asked whether the vendors are there. */
async function prepare(engine: Engine): Promise<Prepared> {
  let notices: string[] = [];
  if (!sandbox && abandoned(journal).length > 0) {
    await requestTokens(engine);
    notices = sweepNotices(await sweepWith(engine, journal));
  }
  const result = await preflight(engine);
  return { preflight: result, tokens: engine.tokens, notices };
}

/** Writes all reports, lets the leak gate look at them, and says how it went. */
async function finish(judged: Report, config: Config, results: readonly CaseResult[]): Promise<number> {
  const history = path.join(historyFolder, environmentOf(judged));
  const known = remember(judged, readHistory(readReport(folder, `${history}.findings.json`)));
  const report = redacted(known.report, redactor);
  write(report);
  writeReport(folder, `${history}.findings.json`, `${JSON.stringify(redacted(known.history, redactor), null, 2)}\n`);
  for (const { path: file, text } of evidence(report)) writeReport(folder, `${artefacts.evidence}/${file}`, text);
  writeAllureResults(
    folder,
    report,
    new Map(results.map(({ id, records }) => [id, records])),
    executor(),
    readWritten(path.join(meeting.folder, 'allure')),
  );
  const noAllure = await buildAllureReport(folder, report, path.join(folder, `${history}.allure.jsonl`));
  const leaks = leakGate(folder, redactor);
  const last = leaks.length > 0 ? leaked(report, leaks) : report;
  if (last !== report) {
    // Whatever else is there was made of the same records: none of it stays.
    clearReports(folder);
    write(last);
  }
  makePrivate(folder);
  summarise();
  const { colour, width, height } = surroundings();
  const shown = (name: string) => path.relative(process.cwd(), path.join(folder, name));
  process.stdout.write(
    redactor.text(
      summary(last, {
        colour,
        width,
        ...(height === undefined ? {} : { height }),
        reports: {
          matrix: shown(artefacts.matrix),
          json: shown(artefacts.json),
          ...(last.counts.deviates > 0 ? { evidence: shown(`${artefacts.evidence}/README.md`) } : {}),
          ...(noAllure === undefined && last === report
            ? { allure: shown(`${artefacts.allureReport}/index.html`) }
            : {}),
        },
      }),
    ),
  );
  if (noAllure !== undefined) process.stderr.write(`the Allure report was not built: ${redactor.text(noAllure)}\n`);
  const strict = config.values.STRICT ? undeclaredOpen(last.clauses) : [];
  if (last.verdict !== 'partial' || strict.length === 0) return exitCodes[last.verdict];
  process.stderr.write(
    `STRICT: ${strict.length} MUST clauses are open and not declared in specs/waivers.yaml: ${strict
      .slice(0, 3)
      .map(({ id }) => id)
      .join(', ')}${strict.length > 3 ? ', …' : ''}\n`,
  );
  return 1;
}

/** Where a CI job has a summary, the run is in it, after what earlier steps wrote there. */
function summarise(): void {
  const { jobSummary } = surroundings();
  // The very text that the leak gate has read.
  if (jobSummary !== undefined) appendReport(jobSummary, readReport(folder, artefacts.markdown) ?? '');
}

function leaked(report: Report, leaks: readonly Leak[]): Report {
  const places = leaks.map(({ name, file }) => `${name} in ${path.relative(folder, file)}`);
  const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
  return {
    ...nothingRun(`the leak gate found ${places.slice(0, 3).join('; ')}${more}: every report of this run was removed`),
    targets: report.targets,
    requests: report.requests,
  };
}

function write(report: Report): void {
  const clean = redacted(report, redactor);
  writeReport(folder, artefacts.json, `${JSON.stringify(clean, null, 2)}\n`);
  writeReport(folder, artefacts.markdown, redactor.text(markdown(clean)));
  writeReport(folder, artefacts.matrix, redactor.text(matrixPage(clean)));
  writeReport(folder, artefacts.junit, redactor.text(junit(clean)));
}

const operationsIn = ({ contracts }: Suite) => new Map(contracts.flatMap((contract) => [...contract.operations]));

function targetsOf(config: Config, { contracts, vendors }: Suite): Target[] {
  return contracts.flatMap(({ id, vendor }) => {
    const target = config.targets.find((each) => each.vendor === vendor);
    if (!target) return [];
    return [
      {
        vendor,
        contract: id,
        origin: new URL(target.baseUrl).origin,
        kind: target.kind,
        key: keyOf(target, config, vendors),
      },
    ];
  });
}

function openingLines(config: Config, targets: readonly Target[], calls: number): string[] {
  const perCall = config.ratePerMinute === undefined ? 25 : Math.max(25, 60_000 / config.ratePerMinute);
  return [
    firstLine(targets, { calls, milliseconds: 4_000 + calls * perCall }),
    ...(calls > (config.values.REQUEST_BUDGET ?? Infinity)
      ? [
          `REQUEST_BUDGET of ${config.values.REQUEST_BUDGET} is less than the ${calls} calls planned: the rest is not run`,
        ]
      : []),
    ...config.warnings,
    ...leftOut(config.leftOut),
  ];
}

/** The kind of key a vendor is asked with, in words. */
function keyOf({ vendor, mayWrite }: VendorTarget, config: Config, vendors: Suite['vendors']): string {
  if (config.embedded) return 'keys of its own';
  const kind = keyKind(vendors.named(vendor).profile, config.variables);
  return mayWrite ? kind : `${kind}, read-only: ALLOW_PRODUCTION does not name it`;
}

function leftOut(vendors: readonly string[]): string[] {
  return vendors.map((vendor) => `${vendor} is left out: another vendor is live and this one has no base URL`);
}

function readWaiversFile(contracts: readonly string[]): Waivers {
  const file = path.join(specsFolder, 'waivers.yaml');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return noWaivers;
  }
  return readWaivers(text, path.relative(projectRoot, file), startedAt.toISOString().slice(0, 10), contracts);
}

/** The report of a run that made no call worth judging. */
function nothingRun(because: string): Report {
  return {
    version: 2,
    verdict: 'invalid',
    because,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    targets: [],
    operations: [],
    counts: { conforms: 0, waived: 0, 'not-run': 0, inconclusive: 0, error: 0, deviates: 0, warnings: 0, cases: 0 },
    requests: { total: 0, planned: 0, extra: [], perOperation: {} },
    clauses: [],
    cases: [],
    notices: [],
  };
}
