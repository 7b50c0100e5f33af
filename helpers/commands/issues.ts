/** `npm run issues [-- --drift FILE]`: brings the issues of the GitHub repository in line with the last run, or with what moved. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openService } from '../client/service.ts';
import { environment, github } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { artefacts } from '../report/disk.ts';
import { reportsDir } from '../report/folder/check.ts';
import { label, mostNew, stepsFor, type Step, type Tracked } from '../report/issues.ts';
import { driftLabel, movedSteps } from '../report/moved-issues.ts';
import { verdictSteps } from '../report/verdict-issues.ts';
import type { DriftReport } from '../verdict/drift/report.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';
import { readReportFile } from './reports.ts';

await runCommand(commands.issues, async ({ 'dry-run': isDry = false, drift }) => {
  const { build } = github();
  if (drift !== undefined) {
    const reports = readDriftFile(drift);
    await withGitHub(async (ask) =>
      carryOut(movedSteps(reports, await tracked(ask, driftLabel), build), { ask, label: driftLabel, isDry }),
    );
    return 0;
  }
  const report = readReportFile(path.resolve(reportsDir(environment()['REPORTS_DIR']), artefacts.json));
  await withGitHub(async (ask) => {
    const known = await tracked(ask, label);
    await carryOut([...stepsFor(report, known, build), ...verdictSteps(report, known, build)], { ask, label, isDry });
  });
  return 0;
});

/** Reads the drift.json of `npm run drift -- --out`. Throws UserError. */
function readDriftFile(file: string): readonly DriftReport[] {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as readonly DriftReport[];
    if (Array.isArray(value) && value.every(({ version, things }) => version === 1 && Array.isArray(things)))
      return value;
  } catch {
    // The same line as for any other file.
  }
  throw new UserError(`${file}: is no drift.json: npm run drift -- --out FOLDER writes one`);
}

interface Tracker {
  readonly ask: Ask;
  readonly label: string;
  readonly isDry: boolean;
}

async function carryOut(steps: readonly Step[], { ask, label: with_, isDry }: Tracker): Promise<void> {
  const fresh = steps.filter(({ kind }) => kind === 'open');
  const left = new Set(fresh.slice(mostNew));
  for (const step of steps) {
    if (left.has(step)) continue;
    if (!isDry) await take(ask, step, with_);
    process.stdout.write(`${isDry ? 'would ' : ''}${line(step)}\n`);
  }
  if (left.size > 0) process.stdout.write(`${left.size} more new ones got no issue: ${mostNew} a run are enough\n`);
  if (steps.length === 0) process.stdout.write('no issue has to change\n');
}

function line(step: Step): string {
  if (step.kind === 'open') return `open: ${step.title}`;
  const what = step.kind === 'close' ? 'close' : step.again ? 'reopen' : 'update';
  return `${what} #${step.number}: ${step.title}`;
}

async function take(ask: Ask, step: Step, with_: string): Promise<void> {
  switch (step.kind) {
    case 'open':
      await ask('POST', '/issues', { title: step.title, body: step.body, labels: [with_] });
      return;
    case 'update':
      await ask('PATCH', `/issues/${step.number}`, { title: step.title, body: step.body, state: 'open' });
      if (step.again || step.comment !== undefined)
        await ask('POST', `/issues/${step.number}/comments`, { body: step.comment ?? 'It is back.' });
      return;
    case 'close':
      await ask('POST', `/issues/${step.number}/comments`, { body: step.comment });
      await ask('PATCH', `/issues/${step.number}`, {
        state: 'closed',
        state_reason: 'completed',
        ...(step.body === undefined ? {} : { title: step.title, body: step.body }),
      });
  }
}

/** Every issue with the label, closed ones too: what comes back is reopened. */
async function tracked(ask: Ask, with_: string): Promise<Tracked[]> {
  const all: Tracked[] = [];
  for (let page = 1; page <= 50; page += 1) {
    const list = (await ask('GET', `/issues?labels=${with_}&state=all&per_page=100&page=${page}`)) as {
      number: number;
      state: string;
      body?: string | null;
      pull_request?: unknown;
    }[];
    all.push(
      ...list
        .filter((each) => each.pull_request === undefined)
        .map((each) => ({ number: each.number, open: each.state === 'open', body: each.body ?? '' })),
    );
    if (list.length < 100) break;
  }
  return all;
}

/** A request to the repository's API. Throws UserError where it is not answered with success. */
type Ask = (method: string, place: string, body?: unknown) => Promise<unknown>;

/** Runs `work` with the repository's API at hand. */
async function withGitHub(work: (ask: Ask) => Promise<void>): Promise<void> {
  const { api, repository, token } = github();
  if (repository === '' || token === '') throw new UserError('GITHUB_REPOSITORY and GITHUB_TOKEN are needed');
  const service = await openService(api);
  const ask: Ask = async (method, place, body) => {
    const reply = await service.send(method, `${api}/repos/${repository}${place}`, {
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      body,
    });
    const what = `${method} ${place.split('?')[0]}`;
    if (reply.kind === 'unanswered') throw new UserError(`${what}: GitHub did not answer: ${reply.because}`);
    const { status, body: bytes } = reply.answer;
    if (status < 200 || status > 299) throw new UserError(`${what}: GitHub answered ${status}`);
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  };
  try {
    await work(ask);
  } finally {
    await service.close();
  }
}
