/** Begins a run: what dead runs left is removed, the vendors are checked, and the workers are told what they need to know. */
import path from 'node:path';
import { openBudget } from '../../client/budget.ts';
import { journalFolder } from '../../client/journal.ts';
import { abandoned } from '../../client/journal-file.ts';
import { addVariables, restrictEnvironment } from '../../config/environment.ts';
import { self } from '../../config/process.ts';
import { projectRoot } from '../../config/project.ts';
import { readRunContext, serializeRunContext, type RunContext } from '../../config/run-context.ts';
import { runVariableNames } from '../../config/variables.ts';
import { variablesOf } from '../../profile/sources.ts';
import { openReportsFolder, type ReportsFolder } from '../../report/folder/reports-folder.ts';
import { openEngine, type Engine } from '../../run/engine.ts';
import { appendEvent, eventsFile, type RunEvent } from '../../run/events.ts';
import { preflight, requestTokens, type Preflight } from '../../run/preflight.ts';
import { createRunDirectory, type RunDirectory } from '../../run/run-directory.ts';
import { writeRunIndex } from '../../run/run-index.ts';
import { sweepNotices, sweepWith } from '../../run/sweep.ts';
import { limitsOf } from '../../run/worker.ts';
import type { CaseInfo, CaseResult } from '../../run/result.ts';
import { redactOutput } from './redact-output.ts';
import type { ValidatedRun } from './validate.ts';

/** A run whose cases may be sent. */
export interface BegunRun extends OpenRun {
  readonly engine: Engine;
  /** Cases of the preflight, which are not among the declared ones. */
  readonly preflightCases: readonly CaseInfo[];
  /** `Preflight.blocked`. */
  readonly blocked: ReadonlyMap<string, string>;
  /** What the preflight made is being removed meanwhile. */
  readonly tidied: Promise<readonly CaseResult[]>;
}

/** What a run holds until it is closed. */
export interface OpenRun {
  readonly run: ValidatedRun;
  readonly startedBy: RunContext['startedBy'];
  readonly directory: RunDirectory;
  readonly folder: ReportsFolder;
  /** Milliseconds of the epoch at which nothing more is sent. */
  readonly deadline: number;
  /** Adds an event of this process. */
  readonly report: (event: RunEvent) => void;
  /** Gives this process its environment and its output back. */
  readonly restore: () => void;
}

/** A person at Playwright's UI, debugger or editor takes the time that it takes. */
const interactiveMs = 24 * 3_600_000;
/** Room for the clean-up and the reports after RUN_TIMEOUT. */
const afterwardsMs = 600_000;

/** Folder of the journal; none where nothing outlives the run. */
export const journalOf = ({ sandbox }: Pick<ValidatedRun, 'sandbox'>): string | undefined =>
  sandbox ? undefined : path.join(projectRoot, journalFolder);

/** Takes the reports folder and makes the run directory. Throws UserError where another run uses the folder. */
export function openRun(run: ValidatedRun, startedBy: RunContext['startedBy'], isInteractive: boolean): OpenRun {
  const deadline = run.startedAt.getTime() + (isInteractive ? interactiveMs : run.config.values.RUN_TIMEOUT);
  const folder = openReportsFolder(run.reports, deadline + afterwardsMs);
  const directory = createRunDirectory();
  writeRunIndex(directory.path, run.suite, run.index);
  const restoreOutput = redactOutput(run.redactor);
  const restoreEnvironment = restrictEnvironment(
    [...runVariableNames, ...run.suite.profiles.flatMap((profile) => [...variablesOf(profile).keys()])],
    serializeRunContext(contextOf(run, { startedBy, directory: directory.path, deadline, tokens: new Map() })),
  );
  return {
    run,
    startedBy,
    directory,
    folder,
    deadline,
    report: (event) => appendEvent(path.join(directory.path, eventsFile), event),
    restore() {
      restoreEnvironment();
      restoreOutput();
    },
  };
}

/** Checks the vendors. Throws UserError where none of them can be verified. */
export async function beginRun(open: OpenRun): Promise<BegunRun> {
  const engine = await openRunEngine(open, open.deadline);
  try {
    const prepared = await prepare(engine, open);
    const context = readRunContext();
    if (context)
      addVariables(
        serializeRunContext({
          ...context,
          tokens: Object.fromEntries(engine.state.tokens),
          preflightCases: prepared.cases.length,
          ...(prepared.blocked.size > 0 && { blocked: Object.fromEntries(prepared.blocked) }),
        }),
      );
    for (const result of prepared.results) open.report({ kind: 'case-finished', result });
    const tidied = prepared.tidy();
    // Who ends the run waits for it; until then nobody looks at its error.
    tidied.catch(() => undefined);
    return { ...open, engine, preflightCases: prepared.cases, blocked: prepared.blocked, tidied };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** An engine of the process that started the run. */
export const openRunEngine = (
  { run, directory }: Pick<OpenRun, 'run' | 'directory'>,
  deadline: number,
  tokens?: ReadonlyMap<string, string>,
): Promise<Engine> => {
  const { config, suite, redactor } = run;
  const journal = journalOf(run);
  return openEngine({
    config,
    suite,
    redactor,
    ...(tokens && { tokens }),
    ...(journal === undefined ? {} : { journal }),
    budget: openBudget(directory.path, limitsOf(config, deadline, run.shard)),
    deadline,
    directory: directory.path,
  });
};

/** What earlier runs left is removed first; then it is checked whether the vendors are there. */
async function prepare(engine: Engine, { run, report }: OpenRun): Promise<Preflight> {
  const journal = journalOf(run);
  if (journal !== undefined && abandoned(journal).length > 0) {
    await requestTokens(engine);
    const swept = await sweepWith(engine, journal);
    // Creations without a known result stay in their journals: the sweep at the end names them.
    for (const text of sweepNotices({ ...swept, lost: [] })) report({ kind: 'notice', text });
  }
  return preflight(engine);
}

interface ContextParts extends Pick<RunContext, 'startedBy' | 'directory' | 'deadline'> {
  readonly tokens: ReadonlyMap<string, string>;
}

function contextOf(run: ValidatedRun, { tokens, ...parts }: ContextParts): RunContext {
  const journal = journalOf(run);
  return {
    ...parts,
    selection: run.config.targets.map(({ vendor }) => vendor),
    profiles: run.suite.profiles,
    allowWrites: run.allowWrites,
    ...(run.specs === undefined ? {} : { specs: run.specs }),
    ...(run.sandbox ? { sandbox: run.sandbox.env } : {}),
    ...(journal === undefined ? {} : { journal }),
    ...(run.shard && { shard: run.shard }),
    tokens: Object.fromEntries(tokens),
    by: self(),
  };
}
