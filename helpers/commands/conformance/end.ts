/** Ends a run: what workers left is removed, the events are folded, the reports are published. */
import { keyPatterns } from '../../profile/targets.ts';
import { abandoned } from '../../client/journal-file.ts';
import { projectRoot } from '../../config/project.ts';
import { textSharer } from '../../contract/shared-texts.ts';
import { shownBaseUrl } from '../../profile/sources.ts';
import { catalogue } from '../../run/catalogue.ts';
import { inPlanOrder, readRunEvents, resultsIn, type RunEvent, type RunStarted } from '../../run/events.ts';
import type { CaseResult } from '../../run/result.ts';
import { lostResults } from '../../run/lost-cases.ts';
import { isWhole, selectionText } from '../../run/select.ts';
import { sweepNotices, sweepWith } from '../../run/sweep.ts';
import { unsentResults } from '../../run/unsent-cases.ts';
import { fold, planHash, type RunPlan } from '../../verdict/fold.ts';
import { lineOf } from '../command-line.ts';
import { noAnswer, noCaseRan } from './no-case-ran.ts';
import { noticesOf, printSummary, targetsOf } from './announce.ts';
import { journalOf, openRunEngine, type BegunRun, type OpenRun } from './begin.ts';
import { exitCode, exitCodes } from './exit-code.ts';
import { keptPrevious, nothingRun, publish, publishInvalid } from './publish.ts';
import type { ValidatedRun } from './validate.ts';
import { provenanceOf } from './provenance.ts';
import { publishedReader } from './published.ts';
import { writeShard, type ShardPlan } from './shard-files.ts';

/** How long the clean-up after dead workers may take. */
const sweepTime = 30_000;

/** How the cases ended, where not by themselves. */
export interface Ending {
  /** The signal by which a person, or the machine, ended the run. */
  readonly interrupted?: string;
  /** RUN_TIMEOUT ended the run. */
  readonly isLate?: boolean;
}

/** Publishes a begun run and closes it. Resolves to the exit code of `npm run conformance`. */
export async function endRun(begun: BegunRun, ending: Ending): Promise<number> {
  const { run, directory, folder, engine, report } = begun;
  try {
    for (const result of await begun.tidied) report({ kind: 'case-finished', result });
    await engine.close();
    for (const text of await sweepAfter(begun)) report({ kind: 'notice', text });
    begun.restore();
    const plan = planOf(begun);
    const events = eventsOf(begun, plan, ending);
    if (begun.startedBy === 'playwright' && isEmpty(resultsIn(events), begun)) return exitCodes.partial;
    if (run.shard) writeShard(folder.staging, shardPlanOf(begun, plan), events);
    const published = await publish(fold(plan, events), events, {
      folder,
      redactor: run.redactor,
      directory: directory.path,
      keys: keyPatterns(run.suite.profiles),
    });
    printSummary(published, folder.path, run.redactor);
    if (published.report.verdict === 'invalid') tellPrevious(begun);
    return exitCode(published.report, run.config.values.STRICT);
  } catch (error) {
    process.stderr.write(`invalid: ${run.redactor.text(lineOf(error))}\n`);
    return publishFailure(begun, error);
  } finally {
    await closeRun(begun);
  }
}

/** Publishes why a run could not begin or end, and gives the exit code. */
export function publishFailure(open: OpenRun, error: unknown): number {
  const { redactor, startedAt } = open.run;
  open.restore();
  const because = redactor.text(lineOf(error));
  publishInvalid(nothingRun(because, { startedAt }), { folder: open.folder, redactor });
  tellPrevious(open);
  return exitCodes.invalid;
}

/** Gives back what the run held. */
export async function closeRun({ run, folder, directory, restore }: OpenRun): Promise<void> {
  restore();
  folder.close();
  await run.sandbox?.close();
  directory.remove();
}

/** Workers that died left their journals; removing what they made gets a moment of its own. */
async function sweepAfter({ run, directory, engine }: BegunRun): Promise<string[]> {
  const journal = journalOf(run);
  if (journal === undefined || abandoned(journal).length === 0) return [];
  const sweeping = await openRunEngine({ run, directory }, Date.now() + sweepTime, engine.state.tokens);
  try {
    return sweepNotices(await sweepWith(sweeping, journal));
  } finally {
    await sweeping.close();
  }
}

const planOf = ({ run, preflightCases }: BegunRun): RunPlan => ({
  contracts: run.suite.contracts,
  catalogue: catalogue(run.suite),
  cases: [...preflightCases, ...run.declared],
  targets: targetsOf(run.config, run.suite),
  waivers: run.waivers,
  published: publishedReader(projectRoot),
});

const shardPlanOf = ({ run, preflightCases }: BegunRun, plan: RunPlan): ShardPlan => ({
  version: 1,
  hash: planHash(plan),
  vendors: run.config.targets.map(({ vendor }) => vendor),
  cases: plan.cases,
  preflight: preflightCases.map(({ id }) => id),
  targets: plan.targets,
});

/** The events of all processes, with those that only the end of the run knows. */
function eventsOf(begun: BegunRun, plan: RunPlan, ending: Ending): RunEvent[] {
  const { run, directory } = begun;
  const share = textSharer();
  for (const id of plan.catalogue.keys()) share(id);
  share(plan.cases);
  const events = readRunEvents(directory.path, share);
  const lost = lostResults(directory.path, run.declared, resultsIn(events));
  const ran = [...resultsIn(events), ...lost];
  const notices = [...noticesOf(run), ...lateNotices(run, ending)];
  const selection = selectionOf(begun, ran);
  // Who selected by Playwright's own means did not select what no test stands for.
  const unsent = selection?.text === playwrightText ? [] : unsentResults(run.unsent, ran);
  const invalid = invalidBecause(begun, { ran, unsent }, ending);
  return inPlanOrder(
    [
      startedOf(begun, plan, selection),
      ...events,
      ...[...lost, ...unsent].map((result) => ({ kind: 'case-finished' as const, result })),
      ...notices.map((text) => ({ kind: 'notice' as const, text })),
      { kind: 'run-ended', at: new Date().toISOString(), ...(invalid !== undefined && { invalid }) },
    ],
    plan.cases.map(({ id }) => id),
  );
}

function startedOf({ run }: BegunRun, plan: RunPlan, selection: RunStarted['selection']): RunStarted {
  const { startedAt, suite, specs, shard } = run;
  return {
    kind: 'run-started',
    at: startedAt.toISOString(),
    plan: planHash(plan),
    provenance: provenanceOf(suite, specs),
    ...(shard && { shard }),
    ...(suite.problems.length > 0 && { unverified: suite.problems.map(({ message }) => message) }),
    ...(selection && { selection }),
  };
}

const playwrightText = 'npx playwright test';

/** What was selected of the plan: on the command line, or by Playwright's own means (`-g`, a click), which shows in what it ran. */
function selectionOf(
  { run, preflightCases, startedBy }: BegunRun,
  results: readonly CaseResult[],
): RunStarted['selection'] {
  const idsOf = (cases: readonly { id: string }[]) => [...preflightCases, ...cases].map(({ id }) => id);
  const ran = new Set(results.map(({ id }) => id));
  const part = run.declared.filter(({ id }) => ran.has(id));
  if (startedBy === 'playwright' && run.shard === undefined && part.length + run.unsent.length < run.declared.length)
    return { text: playwrightText, cases: idsOf(part) };
  return isWhole(run.selection)
    ? undefined
    : {
        text: selectionText(run.selection),
        cases: idsOf(run.selected),
        ...(run.selection.sample && { sample: run.selection.sample }),
      };
}

const shownTimeout = ({ config }: ValidatedRun): string => `${config.values.RUN_TIMEOUT / 1_000} s`;

const lateNotices = (run: ValidatedRun, { isLate }: Ending): string[] =>
  isLate ? [`the run was ended after ${shownTimeout(run)} (RUN_TIMEOUT): cases that did not run are not-run`] : [];

interface Results {
  readonly ran: readonly CaseResult[];
  readonly unsent: readonly CaseResult[];
}

function invalidBecause(begun: BegunRun, { ran, unsent }: Results, ending: Ending): string | undefined {
  const { run } = begun;
  if (ending.interrupted !== undefined) return `the run was interrupted (${ending.interrupted})`;
  if (run.shard === undefined && isEmpty(ran, begun))
    return ending.isLate
      ? `no case ran within ${shownTimeout(run)} (RUN_TIMEOUT)`
      : 'no case ran: Playwright exited before the first one';
  if (begun.blocked.size > 0)
    return [...begun.blocked].map(([vendor, because]) => `${vendor} was not verified: ${because}`).join('; ');
  if (run.shard !== undefined) return undefined;
  const addresses = run.config.targets.map(({ vendor }) => shownBaseUrl(run.suite.vendors.named(vendor).profile));
  return noCaseRan([...withoutPreflight(ran, begun), ...unsent]) ?? noAnswer(ran, addresses);
}

/** True where no case beside the preflight has a result. */
const isEmpty = (results: readonly CaseResult[], begun: BegunRun): boolean =>
  withoutPreflight(results, begun).length === 0;

function withoutPreflight(results: readonly CaseResult[], { preflightCases }: BegunRun): CaseResult[] {
  const known = new Set(preflightCases.map(({ id }) => id));
  return results.filter(({ id }) => !known.has(id));
}

function tellPrevious({ folder }: OpenRun): void {
  const kept = keptPrevious(folder);
  if (kept !== undefined) process.stderr.write(`the last good report is kept in ${kept}\n`);
}
