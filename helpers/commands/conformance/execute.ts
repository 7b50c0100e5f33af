/** Drives the vendors: what dead runs left is removed, the preflight, the cases in their workers, and the clean-up. */
import path from 'node:path';
import { openBudget } from '../../client/budget.ts';
import { journalFolder } from '../../client/journal.ts';
import { abandoned } from '../../client/journal-file.ts';
import { self } from '../../config/process.ts';
import { runVariableNames } from '../../config/variables.ts';
import { variablesOf } from '../../profile/sources.ts';
import { openEngine, type Engine } from '../../run/engine.ts';
import { requestTokens, preflight, type Preflight } from '../../run/preflight.ts';
import type { CaseInfo, CaseResult } from '../../run/result.ts';
import { limitTo } from '../../run/run-directory.ts';
import { isWhole } from '../../run/select.ts';
import { sweepNotices, sweepWith } from '../../run/sweep.ts';
import { limitsOf, projectRoot } from '../../run/worker.ts';
import { runWorkers } from '../../run/workers.ts';
import type { ValidatedRun } from './validate.ts';

/** How long the clean-up after dead workers may take. */
const sweepTime = 30_000;

/** What a run has brought, before it is judged. */
export interface Executed {
  /** Cases of the preflight, which no spec file declares. */
  readonly preflightCases: readonly CaseInfo[];
  readonly results: readonly CaseResult[];
  readonly notices: readonly string[];
  /** Why the run proves nothing. */
  readonly invalid?: string;
}

/** When this run ends at the latest, its clean-up aside: milliseconds of the epoch. */
export const deadlineOf = ({ startedAt, config }: ValidatedRun): number =>
  startedAt.getTime() + config.values.RUN_TIMEOUT;

/** Runs the cases. `meeting`: folder in which the processes of the run meet. Throws UserError where the preflight does. */
export async function execute(run: ValidatedRun, meeting: string): Promise<Executed> {
  const journal = run.sandbox ? undefined : path.join(projectRoot, journalFolder);
  const deadline = deadlineOf(run);
  const opened = { run, meeting, journal };
  if (!isWhole(run.selection))
    limitTo(
      meeting,
      run.selected.map(({ id }) => id),
    );
  const { before, ran, results } = await withEngine({ ...opened, deadline }, async (engine) => {
    const prepared = await prepare(engine, journal);
    const workers = runWorkers({
      redactor: run.redactor,
      variables: [...runVariableNames, ...run.suite.profiles.flatMap((profile) => [...variablesOf(profile).keys()])],
      shown: `${run.config.values.RUN_TIMEOUT / 1_000} s`,
      handover: {
        selection: run.config.targets.map(({ vendor }) => vendor),
        profiles: run.suite.profiles,
        allowWrites: run.allowWrites,
        ...(run.specs === undefined ? {} : { specs: run.specs }),
        ...(run.sandbox ? { sandbox: run.sandbox.env } : {}),
        ...(journal === undefined ? {} : { journal }),
        tokens: Object.fromEntries(engine.state.tokens),
        meeting,
        deadline,
        by: self(),
      },
    });
    const [tidied, done] = await Promise.all([prepared.preflight.tidy(), workers]);
    return { before: prepared, ran: done, results: [...prepared.preflight.results, ...tidied, ...done.cases] };
  });
  // Workers that died left their journals; removing what they made gets a moment of its own.
  const after =
    journal === undefined || abandoned(journal).length === 0
      ? []
      : await withEngine({ ...opened, deadline: Date.now() + sweepTime, tokens: before.tokens }, async (engine) =>
          sweepNotices(await sweepWith(engine, journal)),
        );
  return {
    preflightCases: before.preflight.cases,
    results,
    notices: [...ran.notices, ...before.notices, ...after],
    ...(ran.invalid === undefined ? {} : { invalid: ran.invalid }),
  };
}

interface Opened {
  readonly run: ValidatedRun;
  readonly meeting: string;
  readonly journal: string | undefined;
  readonly deadline: number;
  readonly tokens?: ReadonlyMap<string, string>;
}

async function withEngine<T>(
  { run: { config, suite, redactor }, meeting, journal, deadline, tokens }: Opened,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({
    config,
    suite,
    redactor,
    ...(tokens && { tokens }),
    ...(journal === undefined ? {} : { journal }),
    budget: openBudget(meeting, limitsOf(config, deadline)),
    deadline,
    meeting,
  });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

interface Prepared {
  readonly preflight: Preflight;
  readonly tokens: ReadonlyMap<string, string>;
  readonly notices: readonly string[];
}

/** What earlier runs left is removed first; then it is checked whether the vendors are there. */
async function prepare(engine: Engine, journal: string | undefined): Promise<Prepared> {
  let notices: string[] = [];
  if (journal !== undefined && abandoned(journal).length > 0) {
    await requestTokens(engine);
    notices = sweepNotices(await sweepWith(engine, journal));
  }
  const result = await preflight(engine);
  return { preflight: result, tokens: engine.state.tokens, notices };
}
