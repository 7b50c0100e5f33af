/** The Allure 3 report, built by a process of its own, opened without a network. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { projectRoot } from '../config/project.ts';
import { childEnvironment } from '../config/environment.ts';
import { heapGrowth } from '../config/heap.ts';
import type { Report } from '../verdict/report.ts';
import { environmentOf, readWritten } from './allure-results.ts';
import { artefacts } from './disk.ts';
import { isPaged } from './paging.ts';

const program = path.join(projectRoot, 'helpers/report/allure-generate.mjs');

/** Of a large report: V8 collects garbage earlier, which costs time and saves a third of the memory. */
const frugal = ['--max-semi-space-size=1', `--heap-growing-percent=${heapGrowth}`];

/** What Allure's process does: JSON on its input. */
interface Job {
  /** Folder of the results. */
  readonly results: string;
  /** Folder of the report. */
  readonly output: string;
  /** File of the trend. */
  readonly history: string;
  /** What the report says of the run beside its cases. */
  readonly shown: Readonly<Record<string, string>>;
  readonly singleFile: boolean;
}

type AllureProcess = ChildProcessByStdio<Writable, null, Readable>;

let loaded: AllureProcess | undefined;

/** Starts Allure's process before there is anything to do for it: loading takes it as long as a small report. */
export function loadAllure(): void {
  loaded ??= startAllure([]);
}

/** A process that is loaded and lives, once. */
function takeLoaded(): AllureProcess | undefined {
  const taken = loaded;
  loaded = undefined;
  return taken?.exitCode === null && taken.signalCode === null ? taken : undefined;
}

function startAllure(flags: readonly string[]): AllureProcess {
  // One arena of glibc's malloc instead of one a thread.
  const env = { ...childEnvironment(), MALLOC_ARENA_MAX: '1' };
  const child = spawn(process.execPath, [...flags, program], { env, stdio: ['pipe', 'ignore', 'pipe'] });
  // Where it has ended, its exit says so.
  child.stdin.on('error', () => undefined);
  child.unref();
  return child;
}

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
  const results = path.join(folder, artefacts.allureResults);
  const failed = await generate({ results, output, history, shown, singleFile: !isPaged(report) });
  if (failed !== undefined) return failed;
  const file = path.join(output, 'index.html');
  const html = withoutAnalytics(readFileSync(file, 'utf8'));
  writeFileSync(file, withLinks(html, isPaged(report) ? undefined : linksIn(folder)), { mode: 0o600 });
  return undefined;
}

async function generate(job: Job): Promise<string | undefined> {
  const child = job.singleFile ? (takeLoaded() ?? startAllure([])) : startAllure(frugal);
  child.ref();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString().slice(0, 2_000)));
  return new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `Allure ended with ${code ?? signal}: ${said.split('\n')[0] ?? ''}`),
    );
    child.stdin.end(JSON.stringify(job));
  });
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
