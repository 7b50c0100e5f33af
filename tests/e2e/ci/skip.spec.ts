/** What the nightly workflow does with a pair of vendor and environment that nobody has set up: the step as bash runs it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { projectRoot } from '../harness/project.ts';

test('it is skipped aloud, and with a base URL it goes on', () => {
  const workflow = parse(readFileSync(path.join(projectRoot, '.github/workflows/schedule.yml'), 'utf8')) as {
    jobs: { conformance: { steps: { id?: string; run?: string }[] } };
  };
  const script = workflow.jobs.conformance.steps.find(({ id }) => id === 'configured')?.run ?? 'exit 1';
  const folder = mkdtempSync(path.join(tmpdir(), 'step-'));
  const run = (baseUrls: string) => {
    const files = { GITHUB_OUTPUT: path.join(folder, 'output'), GITHUB_STEP_SUMMARY: path.join(folder, 'summary') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const env = { PATH: process.env['PATH'], BASE_URLS: baseUrls, PAIR: 'books-staging', ...files };
    const said = execFileSync('bash', ['-eo', 'pipefail', '-c', script], { env }).toString();
    return [said, ...Object.values(files).map((file) => readFileSync(file, 'utf8'))];
  };
  try {
    expect(run(' ')).toEqual([
      '::notice title=books-staging is skipped::the environment books-staging has no base URL (docs/ci.md)\n',
      '',
      '**books-staging is skipped**: its environment has no base URL.\n',
    ]);
    expect(run(' https://api.example')).toEqual(['', 'yes=true\n', '']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
