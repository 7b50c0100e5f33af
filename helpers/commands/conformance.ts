/** `npm run conformance`: the whole run, from the environment to the exit code. */
import { fold, planHash, type RunPlan } from '../verdict/fold.ts';
import type { Report } from '../verdict/report.ts';
import { undeclaredOpen } from '../verdict/waivers.ts';
import { catalogue } from '../run/catalogue.ts';
import { openMeeting } from '../run/run-directory.ts';
import { isWhole, selectionText } from '../run/select.ts';
import { openReportsFolder, type ReportsFolder } from '../report/folder/reports-folder.ts';
import { lineOf, runCommand } from './command-line.ts';
import { commands } from './table.ts';
import { noticesOf, openingLines, printSummary, targetsOf } from './conformance/announce.ts';
import { provenanceOf } from './conformance/provenance.ts';
import { deadlineOf, execute, type Executed } from './conformance/execute.ts';
import { keptPrevious, nothingRun, publish, publishInvalid, summariseInvalid } from './conformance/publish.ts';
import { validateRun, type RunOptions, type ValidatedRun } from './conformance/validate.ts';

const exitCodes = { conformant: 0, partial: 0, nonconformant: 1, invalid: 2 } as const;

await runCommand(
  commands.conformance,
  async (options, vendors) => {
    const run = await validate(vendors, options);
    const meeting = openMeeting();
    try {
      // As long as a run may take, and its clean-up and reports after it.
      const folder = openReportsFolder(run.reports, deadlineOf(run) + 600_000);
      try {
        return await begin(run, folder, meeting.folder);
      } finally {
        folder.close();
      }
    } finally {
      await run.sandbox?.close();
      meeting.close();
    }
  },
  { prefix: 'invalid: ' },
);

/** Up to here nothing is touched; a CI job's summary still says why there is no run. */
async function validate(vendors: readonly string[], options: RunOptions): Promise<ValidatedRun> {
  try {
    return await validateRun(vendors, options);
  } catch (error) {
    summariseInvalid(lineOf(error));
    throw error;
  }
}

async function begin(run: ValidatedRun, folder: ReportsFolder, meeting: string): Promise<number> {
  const { redactor, startedAt } = run;
  try {
    for (const line of openingLines(run)) process.stderr.write(`${line}\n`);
    const executed = await execute(run, meeting);
    const published = await publish(judge(run, executed), executed.results, { folder, redactor, meeting });
    printSummary(published, folder.path, redactor);
    if (published.report.verdict === 'invalid') tellPrevious(folder);
    return exitCode(published.report, run.config.values.STRICT);
  } catch (error) {
    const because = redactor.text(lineOf(error));
    publishInvalid(nothingRun(because, { startedAt }), { folder, redactor });
    tellPrevious(folder);
    process.stderr.write(`invalid: ${because}\n`);
    return exitCodes.invalid;
  }
}

function judge(run: ValidatedRun, executed: Executed): Report {
  const { config, suite, declared, selected, selection, waivers, startedAt } = run;
  const invalid = executed.invalid ?? suite.problems[0]?.message;
  const plan: RunPlan = {
    contracts: suite.contracts,
    catalogue: catalogue(suite),
    cases: [...executed.preflightCases, ...declared],
    targets: targetsOf(config, suite),
    waivers,
  };
  const cases = [...executed.preflightCases, ...selected].map(({ id }) => id);
  const part = isWhole(selection) ? {} : { selection: { text: selectionText(selection), cases } };
  return fold(plan, [
    {
      kind: 'run-started',
      at: startedAt.toISOString(),
      plan: planHash(plan),
      provenance: provenanceOf(suite, run.specs),
      ...part,
    },
    ...executed.results.map((result) => ({ kind: 'case-finished' as const, result })),
    ...[...noticesOf(run), ...executed.notices].map((text) => ({ kind: 'notice' as const, text })),
    { kind: 'run-ended', at: new Date().toISOString(), ...(invalid !== undefined && { invalid }) },
  ]);
}

function exitCode({ verdict, clauses }: Report, isStrict: boolean): number {
  const open = isStrict && verdict === 'partial' ? undeclaredOpen(clauses).map(({ id }) => id) : [];
  if (open.length === 0) return exitCodes[verdict];
  const named = `${open.slice(0, 3).join(', ')}${open.length > 3 ? ', …' : ''}`;
  process.stderr.write(
    `STRICT: ${open.length} MUST clauses are open and not declared in specs/waivers.yaml: ${named}\n`,
  );
  return 1;
}

function tellPrevious(folder: ReportsFolder): void {
  const kept = keptPrevious(folder);
  if (kept !== undefined) process.stderr.write(`the last good report is kept in ${kept}\n`);
}
