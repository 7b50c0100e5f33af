/** The only file that touches process.env and .env. */
import { readFileSync, statSync } from 'node:fs';
import dotenv from 'dotenv';
import { UserError } from '../contract/types.ts';
import { envFileWarnings } from './checks/env-file.ts';

/**
 * The process's environment, with what `.env` adds where it is not set already. Throws UserError where there is a `.env` that
 * cannot be read: a run without it would test something else.
 */
export function environment(): Readonly<Record<string, string | undefined>> {
  const problem = envFileProblem(envFile);
  if (problem !== undefined) throw new UserError(problem);
  dotenv.config({ quiet: true });
  return process.env;
}

const envFile = '.env';

/** Why a file of variables cannot be read, in one line without a value; undefined where it can, or does not exist. */
export function envFileProblem(name: string): string | undefined {
  try {
    // Text in UTF-16, as some shells of Windows write it, has a NUL in every second byte.
    return readFileSync(name).includes(0) ? `${name} is not text in UTF-8: save it as UTF-8` : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : `${name} cannot be read (${code})`;
  }
}

/** Sets variables for this process and those it starts; the environment's own values are replaced. */
export function addVariables(variables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, variables);
}

/** What a person should know of the .env file, one line each. */
export function environmentWarnings(): string[] {
  const name = envFile;
  try {
    const mode = process.platform === 'win32' ? undefined : statSync(name).mode & 0o777;
    return envFileWarnings({ name, mode, text: readFileSync(name, 'utf8') });
  } catch {
    return [];
  }
}

/** What a Node.js process needs of its host: where programs and temporary files are, language, terminal, the way out. */
const hostVariables =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|WINDIR|COMSPEC|TMPDIR|TMP|TEMP|TZ|LANG|LANGUAGE|LC_\w+|TERM|COLORTERM|FORCE_COLOR|NO_COLOR|CI|NODE_OPTIONS|NODE_COMPILE_CACHE|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/i;

/**
 * The environment for a child process: what every process needs, and the variables that are named. Credentials and
 * whatever else stands in this process's environment are not inherited.
 */
export const childEnvironment = (names: readonly string[] = []): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => hostVariables.test(name) || names.includes(name)));

/** The proxy variables, in both spellings that programs know. */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** Variables of Playwright and of the programs that drive it. */
const playwrightVariables = /^(?:PW|PLAYWRIGHT_|TEST_|DEBUG$|VSCODE_)/;

/**
 * Takes out of this process's environment, until the returned function is called, what its workers must not inherit: all but
 * what every process needs, what Playwright reads, and the variables that are named. `added` is set meanwhile.
 */
export function restrictEnvironment(names: readonly string[], added: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  const kept = new Set(Object.keys(childEnvironment([...names, ...proxyVariables])));
  for (const name of Object.keys(process.env))
    if (!kept.has(name) && !playwrightVariables.test(name)) delete process.env[name];
  // One arena of glibc's malloc instead of one a thread: about 20 MB less in each worker.
  process.env['MALLOC_ARENA_MAX'] ??= '1';
  Object.assign(process.env, added);
  return () => {
    for (const name of Object.keys(added)) delete process.env[name];
    Object.assign(process.env, before);
  };
}

/** Options that npm took for its own because no `--` stood before them: `npm run NAME --option`. */
export const takenByNpm = (script: string, options: readonly string[]): string[] =>
  process.env['npm_lifecycle_event'] === script
    ? options.filter((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined)
    : [];

/** A variable of this process that the run sets for its workers; undefined where it is not set. */
export const runVariable = (name: string): string | undefined => process.env[name];

/** Whether to write in colour: FORCE_COLOR before NO_COLOR before the terminal, as Node.js itself decides. */
export function hasColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return !/^(?:0|false)$/.test(forced);
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** Colour, progress on one line, a job summary: what the host of this process allows. */
export const hostEnvironment = () => ({
  colour: hasColour(process.env, process.stdout.isTTY === true),
  /** Progress goes to stderr, so that stdout stays the summary. */
  terminal: process.stderr.isTTY === true,
  progressWidth: process.stderr.columns ?? 100,
  /** Columns of the terminal that stdout is; undefined where it is none. */
  width: process.stdout.isTTY === true ? process.stdout.columns : undefined,
  /** Whether lines of stdout become annotations: GitHub Actions. */
  annotates: process.env['GITHUB_ACTIONS'] === 'true',
  height: process.stdout.rows,
  jobSummary: process.env['GITHUB_STEP_SUMMARY'],
});

/** Where the issues of this repository are kept, and the address of this build; empty where GitHub does not run it. */
export const github = () => {
  const of = (name: string) => process.env[name] ?? '';
  const build = `${of('GITHUB_SERVER_URL')}/${of('GITHUB_REPOSITORY')}/actions/runs/${of('GITHUB_RUN_ID')}`;
  return {
    api: (of('GITHUB_API_URL') || 'https://api.github.com').replace(/\/+$/, ''),
    repository: of('GITHUB_REPOSITORY'),
    token: of('GITHUB_TOKEN'),
    build: of('GITHUB_RUN_ID') === '' ? undefined : build,
  };
};

/** The machine's name for this build, where a CI system runs it. */
export function executor(): { name: string; type: string; buildName?: string; buildUrl?: string; buildOrder?: number } {
  const of = (name: string) => process.env[name] ?? '';
  const build = (name: string, type: string, order: string, title: string, url: string) => ({
    name,
    type,
    buildName: `${title} #${order}`,
    buildOrder: Number(order) || 0,
    ...(URL.canParse(url) ? { buildUrl: url } : {}),
  });
  if (of('GITHUB_ACTIONS') === 'true')
    return build('GitHub Actions', 'github', of('GITHUB_RUN_NUMBER'), of('GITHUB_WORKFLOW'), github().build ?? '');
  if (of('GITLAB_CI') === 'true')
    return build('GitLab CI', 'gitlab', of('CI_PIPELINE_IID'), of('CI_JOB_NAME'), of('CI_JOB_URL'));
  if (of('JENKINS_URL') !== '') return build('Jenkins', 'jenkins', of('BUILD_NUMBER'), of('JOB_NAME'), of('BUILD_URL'));
  return { name: 'by hand', type: 'local' };
}
