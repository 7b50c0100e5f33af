/** The Allure 3 report, built by its own command line, opened without a network. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { projectRoot } from '../config/project.ts';
import { childEnvironment } from '../config/environment.ts';
import { heapGrowth } from '../config/heap.ts';
import type { Report } from '../verdict/report.ts';
import { environmentOf, readWritten } from './allure-results.ts';
import { artefacts } from './disk.ts';
import { isPaged } from './paging.ts';

const configFile = path.join(projectRoot, 'helpers/report/allurerc.mjs');

/** Of a large report: V8 collects garbage earlier, which costs time and saves a third of the memory. */
const frugal = ['--max-semi-space-size=1', `--heap-growing-percent=${heapGrowth}`];

/**
 * Builds `allure-report/index.html` from `allure-results/`: one file, or of a large report a folder of them, which a browser reads
 * through `npx allure open` on the reports folder only. Resolves to a reason where that failed.
 */
export async function buildAllureReport(folder: string, report: Report, history: string): Promise<string | undefined> {
  const output = path.join(folder, artefacts.allureReport);
  const shown = {
    Verdict: report.verdict,
    ...(report.because === undefined ? {} : { Because: report.because.slice(0, 200) }),
    ...environmentOf(report),
    Requests: String(report.requests.total),
  };
  const cli = path.resolve(path.dirname(createRequire(import.meta.url).resolve('allure')), '../cli.js');
  const environment = {
    ...childEnvironment(),
    // One arena of glibc's malloc instead of one a thread.
    MALLOC_ARENA_MAX: '1',
    CONFORMANCE_ALLURE: JSON.stringify({ output, history, shown, singleFile: !isPaged(report) }),
  };
  const failed = await new Promise<string | undefined>((resolve) => {
    const child = spawn(
      process.execPath,
      [
        ...(isPaged(report) ? frugal : []),
        cli,
        'generate',
        path.join(folder, artefacts.allureResults),
        '--config',
        configFile,
      ],
      { env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString().slice(0, 2_000)));
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) =>
      resolve(code === 0 ? undefined : `allure generate ended with ${code}: ${said.split('\n')[0] ?? ''}`),
    );
  });
  if (failed !== undefined) return failed;
  const file = path.join(output, 'index.html');
  const html = withoutAnalytics(readFileSync(file, 'utf8'));
  writeFileSync(file, withLinks(html, isPaged(report) ? undefined : linksIn(folder)), { mode: 0o600 });
  return undefined;
}

/** The links of all results that lead to no web address. */
const linksIn = (folder: string) =>
  [...readWritten(path.join(folder, artefacts.allureResults)).values()]
    .flatMap((result) => result.links)
    .filter(({ url }) => !/^https?:/.test(url));

/** Allure's page asks Google Analytics on every opening, with no option against it. */
export const withoutAnalytics = (html: string): string =>
  html.replaceAll(
    /<script async src="https:\/\/www\.googletagmanager\.com[^"]*"><\/script>\s*<script>[\s\S]*?gtag\('config'[\s\S]*?<\/script>/g,
    '',
  );

/**
 * Allure's page shows a link that is no web address as plain text: it follows those to our own pages and to other cases, too.
 * Without `links`, in a report of many files, it reads them from the result that is open.
 */
export function withLinks(html: string, links?: readonly { readonly name?: string; readonly url: string }[]): string {
  const place = html.lastIndexOf('</body>');
  const added = `<style>[data-testid="test-result-meta-link"] { cursor: pointer; }</style>
<script>{
  const addressOf = ${links === undefined ? ofOpenResult : among(links)};
  document.addEventListener('click', async ({ target }) => {
    const link = target.closest('[data-testid="test-result-meta-link"]');
    if (link === null || link.querySelector('a')) return;
    const address = await addressOf(link.textContent.trim());
    if (address !== undefined) location.href = address;
  });
}</script>
`;
  return place < 0 ? html : html.slice(0, place) + added + html.slice(place);
}

/** Looks a link up by its name among those that are given. */
function among(links: readonly { readonly name?: string; readonly url: string }[]): string {
  const addresses = JSON.stringify(Object.fromEntries(links.map(({ name = '', url }) => [name, url])));
  return `((addresses) => (name) => addresses.get(name))(new Map(Object.entries(${addresses.replaceAll('<', String.raw`\u003c`)})))`;
}

/** Looks a link up in the file of the result whose id stands in the page's address. */
const ofOpenResult = `async (name) => {
    const [id] = /[0-9a-f]{32}/.exec(location.hash) ?? [];
    if (id === undefined) return undefined;
    const { links } = await (await fetch('data/test-results/' + id + '.json')).json();
    return links.find((each) => each.name === name && !/^https?:/.test(each.url))?.url;
  }`;
