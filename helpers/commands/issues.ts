/** `npm run issues [-- --dry-run]`: brings the issues of the GitHub repository in line with the last run. */
import path from 'node:path';
import { environment, github } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { artefacts } from '../report/disk.ts';
import { reportsDir } from '../report/folder/check.ts';
import { label, mostNew, stepsFor, type Step, type Tracked } from '../report/issues.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';
import { readReportFile } from './reports.ts';

await runCommand(commands.issues, async ({ 'dry-run': isDry = false }) => {
  await run(isDry);
  return 0;
});

async function run(dry: boolean): Promise<void> {
  const report = readReportFile(path.resolve(reportsDir(environment()['REPORTS_DIR']), artefacts.json));
  const { build } = github();
  const steps = stepsFor(report, await tracked(), build);
  const fresh = steps.filter(({ kind }) => kind === 'open');
  const left = new Set(fresh.slice(mostNew));
  for (const step of steps) {
    if (left.has(step)) continue;
    if (!dry) await take(step);
    process.stdout.write(`${dry ? 'would ' : ''}${line(step)}\n`);
  }
  if (left.size > 0)
    process.stdout.write(`${left.size} more new deviations got no issue: ${mostNew} a run are enough\n`);
  if (steps.length === 0) process.stdout.write('no issue has to change\n');
}

function line(step: Step): string {
  if (step.kind === 'open') return `open: ${step.title}`;
  const what = step.kind === 'close' ? 'close' : step.again ? 'reopen' : 'update';
  return `${what} #${step.number}: ${step.title}`;
}

async function take(step: Step): Promise<void> {
  switch (step.kind) {
    case 'open':
      await ask('POST', '/issues', { title: step.title, body: step.body, labels: [label] });
      return;
    case 'update':
      await ask('PATCH', `/issues/${step.number}`, { title: step.title, body: step.body, state: 'open' });
      if (step.again) await ask('POST', `/issues/${step.number}/comments`, { body: 'It is there again.' });
      return;
    case 'close':
      await ask('POST', `/issues/${step.number}/comments`, { body: step.comment });
      await ask('PATCH', `/issues/${step.number}`, { state: 'closed', state_reason: 'completed' });
  }
}

/** Every issue with the label, closed ones too: what comes back is reopened. */
async function tracked(): Promise<Tracked[]> {
  const all: Tracked[] = [];
  for (let page = 1; page <= 50; page += 1) {
    const list = (await ask('GET', `/issues?labels=${label}&state=all&per_page=100&page=${page}`)) as {
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

async function ask(method: string, place: string, body?: unknown): Promise<unknown> {
  const { api, repository, token } = github();
  if (repository === '' || token === '') throw new UserError('GITHUB_REPOSITORY and GITHUB_TOKEN are needed');
  let response: Response;
  try {
    response = await fetch(`${api}/repos/${repository}${place}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        'content-type': 'application/json',
      },
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new UserError(`${method} ${place.split('?')[0]}: GitHub did not answer`);
  }
  if (!response.ok) throw new UserError(`${method} ${place.split('?')[0]}: GitHub answered ${response.status}`);
  return response.json();
}
