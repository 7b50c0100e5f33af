/** `npm run conformance [-- max-ai|invox-medical]`: the whole run, from the environment to the exit code. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needsSandbox, readConfig, type Config, type VendorName, type VendorTarget } from '../config/config.ts';
import { environment, executor, surroundings } from '../config/environment.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import { loadContracts } from '../contract/load.ts';
import type { Contract } from '../contract/types.ts';
import { journalFolder } from '../journal/journal.ts';
import { buildAllureReport } from '../report/allure.ts';
import { writeAllureResults } from '../report/allure-results.ts';
import { artefacts, clearReports, makePrivate, writeReport } from '../report/disk.ts';
import { junit } from '../report/junit.ts';
import { leakGate } from '../report/leak-gate.ts';
import { markdown } from '../report/markdown.ts';
import { matrixPage } from '../report/matrix.ts';
import { firstLine, summary } from '../report/terminal.ts';
import { catalogue } from '../runner/catalogue.ts';
import { declaredCases } from '../runner/declared.ts';
import { openEngine } from '../runner/engine.ts';
import { preflight, preflightCases, type Preflight } from '../runner/preflight.ts';
import type { CaseResult } from '../runner/result.ts';
import { runWorkers } from '../runner/workers.ts';
import { projectRoot, specsFolder } from '../runner/worker.ts';
import { conclude } from '../verdict/conclude.ts';
import type { Report, Target } from '../verdict/report.ts';
import { noWaivers, readWaivers, undeclaredOpen, type Waivers } from '../verdict/waivers.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { lineOf, vendorsFrom } from './arguments.ts';

const startedAt = new Date();
const exitCodes = { conformant: 0, partial: 0, nonconformant: 1, invalid: 2 } as const;

const folder = path.resolve(environment()['REPORTS_DIR'] || 'reports');
let redactor: Redactor = createRedactor();
let sandbox: Sandbox | undefined;
const meeting = mkdtempSync(path.join(tmpdir(), 'conformance-'));

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const because = redactor.text(lineOf(error));
  process.stderr.write(`invalid: ${because}\n`);
  process.exitCode = 2;
  try {
    clearReports(folder);
    write(nothingRun(because));
  } catch (failure) {
    process.stderr.write(`REPORTS_DIR: ${folder} cannot be written: ${lineOf(failure)}\n`);
  }
} finally {
  await sandbox?.close();
  rmSync(meeting, { recursive: true, force: true });
}

async function run(args: readonly string[]): Promise<number> {
  const selection = vendorsFrom(args);
  clearReports(folder);
  const own = environment();
  if (needsSandbox(own, selection)) {
    readConfig(own, selection);
    sandbox = await startSandbox();
  }
  const config = readConfig(own, selection, sandbox?.env);
  redactor = createRedactor(config.secrets);
  const vendors = config.targets.map(({ vendor }) => vendor);
  const documents = await loadContracts(specsFolder);
  const contracts = documents.filter(({ vendor }) => (vendors as readonly string[]).includes(vendor));
  const waivers = readWaiversFile(documents.map(({ id }) => id));
  const declared = await declaredCases(contracts);
  const targets = targetsOf(config, contracts);
  const planned = [...preflightCases({ config }).map(({ info }) => info), ...declared.map(({ info }) => info)].reduce(
    (total, { calls }) => total + Object.values(calls).reduce((a, b) => a + b, 0),
    0,
  );
  for (const line of openingLines(config, targets, planned)) process.stderr.write(`${line}\n`);

  const before = await prepare(config, contracts);
  redactor = before.redactor;
  const results = await runWorkers({
    meeting,
    redactor,
    timeoutMs: config.values.RUN_TIMEOUT,
    handover: {
      selection: vendors,
      ...(sandbox ? { sandbox: sandbox.env } : { journal: path.join(projectRoot, journalFolder) }),
      tokens: Object.fromEntries(before.tokens),
      meeting,
      silent: before.silent,
    },
  });
  const report = conclude({
    contracts,
    catalogue: catalogue(contracts),
    declared: [...before.preflight.cases, ...declared.map(({ info }) => info)],
    results: [...before.preflight.results, ...results.cases],
    targets,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    notices: [...config.warnings, ...leftOut(config.leftOut), ...results.notices],
    ...(results.invalid === undefined ? {} : { invalid: results.invalid }),
    waivers,
  });
  return finish(report, config, [...before.preflight.results, ...results.cases]);
}

async function prepare(
  config: Config,
  contracts: readonly Contract[],
): Promise<{ preflight: Preflight; tokens: ReadonlyMap<string, string>; silent: string[]; redactor: Redactor }> {
  const given = config.values.INVOX_ACCESS_TOKEN;
  const engine = await openEngine({
    config,
    contracts,
    ...(given === undefined ? {} : { tokens: new Map([['INVOX_ACCESS_TOKEN', given]]) }),
    ...(sandbox ? {} : { journal: path.join(projectRoot, journalFolder) }),
  });
  try {
    const result = await preflight(engine);
    return {
      preflight: result,
      tokens: engine.tokens,
      silent: [...engine.silence].filter(([, count]) => count >= 3).map(([id]) => id),
      redactor: engine.redactor,
    };
  } finally {
    await engine.close();
  }
}

/** Writes all reports, lets the leak gate look at them, and says how it went. */
async function finish(report: Report, config: Config, results: readonly CaseResult[]): Promise<number> {
  write(report);
  writeAllureResults(folder, report, new Map(results.map(({ id, records }) => [id, records])), executor());
  const noAllure = await buildAllureReport(folder, report, path.join(folder, 'allure-history.jsonl'));
  const leaks = leakGate(folder, redactor);
  const last: Report =
    leaks.length > 0
      ? {
          ...report,
          verdict: 'invalid',
          because: `the leak gate found ${leaks
            .map(({ name, file }) => `${name} in ${path.relative(folder, file)}`)
            .slice(0, 3)
            .join('; ')}: removed`,
        }
      : report;
  if (last !== report) write(last);
  makePrivate(folder);
  const { colour, width, height, jobSummary } = surroundings();
  if (jobSummary !== undefined) writeReport(path.dirname(jobSummary), path.basename(jobSummary), markdown(last));
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
          ...(noAllure === undefined ? { allure: shown(`${artefacts.allureReport}/index.html`) } : {}),
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

function write(report: Report): void {
  writeReport(folder, artefacts.json, `${redactor.text(JSON.stringify(report, null, 2))}\n`);
  writeReport(folder, artefacts.markdown, redactor.text(markdown(report)));
  writeReport(folder, artefacts.matrix, redactor.text(matrixPage(report)));
  writeReport(folder, artefacts.junit, redactor.text(junit(report)));
}

function targetsOf(config: Config, contracts: readonly Contract[]): Target[] {
  return contracts.flatMap(({ id, vendor }) => {
    const target = config.targets.find((each) => each.vendor === vendor);
    if (!target) return [];
    return [
      { vendor, contract: id, origin: new URL(target.baseUrl).origin, kind: target.kind, key: keyOf(target, config) },
    ];
  });
}

function openingLines(config: Config, targets: readonly Target[], calls: number): string[] {
  const perCall = config.ratePerMinute === undefined ? 25 : Math.max(25, 60_000 / config.ratePerMinute);
  return [
    firstLine(targets, { calls, milliseconds: 4_000 + calls * perCall }),
    ...config.warnings,
    ...leftOut(config.leftOut),
  ];
}

/** The kind of key a vendor is asked with, in words. */
function keyOf({ vendor, mayWrite }: VendorTarget, config: Config): string {
  if (config.embedded) return 'keys of its own';
  const kind = vendor === 'max-ai' ? keyKind(config.values.MAX_AI_API_KEY ?? '') : 'token service';
  return mayWrite ? kind : `${kind}, read-only: ALLOW_PRODUCTION does not name it`;
}

function keyKind(key: string): string {
  return key.startsWith('max_prd_ak_')
    ? 'production key'
    : key.startsWith('max_dev_ak_')
      ? 'staging key'
      : 'key of no known kind';
}

function leftOut(vendors: readonly VendorName[]): string[] {
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
    version: 1,
    verdict: 'invalid',
    because,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    targets: [],
    operations: [],
    counts: { conforms: 0, waived: 0, 'not-run': 0, undecided: 0, broken: 0, deviates: 0, warnings: 0, cases: 0 },
    requests: { total: 0, planned: 0, extra: [], perOperation: {} },
    clauses: [],
    cases: [],
    notices: [],
  };
}
