/** Playwright's UI: a person filters, runs, and the run has its reports. The editor's extension talks to the same server. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { copyProject, reportIn } from '../e2e/harness/project.ts';

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');

test('--ui runs what is chosen, from a fresh copy and without any variable', async ({ page }) => {
  test.setTimeout(180_000);
  const project = copyProject();
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: process.env['TMPDIR'],
    PLAYWRIGHT_TRANSFORM_CACHE_DIR: path.join(project.folder, '.cache/transform'),
  };
  const ui = spawn(process.execPath, [cli, 'test', '--ui-host', '127.0.0.1', '--ui-port', '0'], {
    cwd: project.folder,
    env,
    detached: true,
  });
  const ended = new Promise((resolve) => ui.once('exit', resolve));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        const [found] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      };
      ui.stdout.on('data', hear);
      ui.stderr.on('data', hear);
      ui.once('exit', () => reject(new Error(said)));
    });
    await page.goto(url);
    await page.getByRole('searchbox', { name: 'Filter (e.g. text, @tag)' }).fill('unknown API key');
    await expect(page.getByText('MUST reject an unknown API key (401)')).toHaveCount(4, { timeout: 60_000 });
    await page.locator('button[title^="Run all"]').click();
    await expect(page.getByText('4 passed')).toBeVisible({ timeout: 120_000 });
  } finally {
    ui.kill('SIGINT');
    await ended;
  }
  // The global teardown writes the reports: once, when the UI ends.
  const { cases, verdict: ofRun, because } = reportIn(project.reports);
  expect([ofRun, because]).toEqual(['partial', expect.stringContaining('npx playwright test')]);
  expect(cases.filter(({ id, verdict }) => id.endsWith('/security/unknown') && verdict === 'conforms').length).toBe(4);
  project.remove();
});
