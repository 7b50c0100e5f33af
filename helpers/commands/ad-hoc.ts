/** A vendor that is only named on the command line: a document, an address, and what requests need. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { openPageReader } from '../client/read-page.ts';
import { addVariables } from '../config/environment.ts';
import { isObject } from '../contract/pointer.ts';
import { UserError } from '../contract/types.ts';
import { isSelector } from '../profile/narrow.ts';
import { describeRun, makeKeptFolder, removeIfSettled } from './ad-hoc-kept.ts';
import { UsageError } from './command-line.ts';

/** The options of `conformance` and `plan` that describe a vendor. */
export interface AdHocOptions {
  readonly spec?: string;
  readonly url?: string;
  readonly name?: string;
  readonly header?: readonly string[];
  readonly credential?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly 'max-calls'?: string;
  readonly save?: boolean;
}

/** A folder laid out like `specs/` with one vendor in it. Close it when the run is over. */
export interface AdHoc {
  readonly vendor: string;
  readonly specs: string;
  /** Keeps document and profile below a folder such as `specs/`, to be edited there. Throws UserError where they are there already. */
  saveTo(specs: string): void;
  close(): void;
}

const limits = { timeoutMs: 30_000, maxBodyBytes: 64 * 1_048_576 };
const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * Makes the folder, and sets the variables that its profile names in this process's environment. Undefined where no document
 * is given. `journal`: folder of the journal, where the run may write: the documents stay there while the journal names
 * something of theirs. Throws UserError or UsageError; nothing is kept then.
 */
export async function adHocVendor(options: AdHocOptions, journal?: string): Promise<AdHoc | undefined> {
  const { spec, url } = options;
  if (spec === undefined) {
    const needless = (['url', 'name', 'header', 'credential', 'include', 'exclude', 'save'] as const).find(
      (each) => options[each] !== undefined,
    );
    if (needless !== undefined) throw new UsageError(`--${needless} needs --spec`);
    return undefined;
  }
  if (url === undefined) throw new UsageError('--spec needs --url: where the API is served');
  if (!URL.canParse(url) || !isAddress(url)) throw new UsageError('--url must be an http or https address');
  const text = await readDocument(spec);
  const { title, version } = namesIn(text, spec);
  const vendor = options.name ?? slug(title);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(vendor))
    throw new UsageError('--name: small letters, digits and hyphens name a vendor');
  const { profile, variables, secrets } = profileFrom(options, vendor, url);
  const root = journal === undefined ? mkdtempSync(path.join(tmpdir(), 'conformance-spec-')) : makeKeptFolder(journal);
  const close = () => (journal === undefined ? rmSync(root, { recursive: true, force: true }) : removeIfSettled(root));
  process.on('exit', close);
  try {
    const folder = path.join(root, 'specs', vendor);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeDocument({ folder, spec, text, version: slug(version) || '1' });
    writeFileSync(path.join(folder, 'profile.yaml'), profile, { mode: 0o600 });
    if (journal !== undefined) {
      const kept = Object.fromEntries(Object.entries(variables).filter(([name]) => !(name in secrets)));
      describeRun(root, { vendor, origin: url.replace(/\/+$/, ''), variables: kept, secrets });
    }
  } catch (error) {
    close();
    throw error;
  }
  addVariables(variables);
  const saveTo = (specs: string) => save(path.join(root, 'specs', vendor), path.join(specs, vendor), spec);
  return { vendor, specs: path.join(root, 'specs'), saveTo, close };
}

async function readDocument(spec: string): Promise<string> {
  if (isAddress(spec)) {
    const reader = await openPageReader({ ...limits, origins: new Set([new URL(spec).origin]) });
    try {
      return await reader.read(spec);
    } finally {
      await reader.close();
    }
  }
  const found = statSync(spec, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new UserError(`--spec ${spec}: is ${found ? 'no file' : 'not there'}`);
  if (found.size > limits.maxBodyBytes) throw new UserError(`--spec ${spec}: is larger than 64 MiB`);
  return readFileSync(spec, 'utf8');
}

/** Title and version of a document, as far as it has them. Whether it can be used is found when it is loaded. */
function namesIn(text: string, spec: string): { title: string; version: string } {
  let document: unknown;
  try {
    document = /^\uFEFF?\s*\{/.test(text) ? JSON.parse(text.replace(/^\uFEFF/, '')) : parse(text, { merge: true });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new UserError(`--spec ${spec}: cannot be read: ${reason}`);
  }
  const info = isObject(document) && isObject(document['info']) ? document['info'] : {};
  const word = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return {
    title: word(info['title']) || path.parse(new URL(spec, 'file:///').pathname).name,
    version: word(info['version']),
  };
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll('.', '-')
    .replaceAll(/-+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);

/** The profile, and the variables that hold what must not stand in a file. */
function profileFrom(
  options: AdHocOptions,
  vendor: string,
  url: string,
): { profile: string; variables: Record<string, string>; secrets: Record<string, string> } {
  const prefix = `${vendor
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^(?=\d)/, 'V')}_`;
  const address = new URL(url);
  const variables: Record<string, string> = { [`${prefix}BASE_URL`]: url };
  const secrets: Record<string, string> = {};
  const headers = (options.header ?? []).map((text, index) => {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new UsageError("--header must be 'Name: value'");
    const variable = `${prefix}HEADER_${index + 1}`;
    variables[variable] = value;
    secrets[variable] = `the header ${name}`;
    return [name, `$${variable}`] as const;
  });
  const credentials = (options.credential ?? []).map((text) => {
    const [, scheme, variable] = /^([^=]+)=\$?([A-Za-z_]\w*)$/.exec(text) ?? [];
    if (scheme === undefined || variable === undefined)
      throw new UsageError('--credential must be SCHEME=VARIABLE: the variable of the environment that holds it');
    return [scheme, { valid: `$${variable.toUpperCase()}` }] as const;
  });
  for (const selector of [...(options.include ?? []), ...(options.exclude ?? [])])
    if (!isSelector(selector))
      throw new UsageError(
        '--include and --exclude take path=GLOB, method=GLOB, tag=GLOB, operation=GLOB or deprecated',
      );
  if (options['max-calls'] !== undefined) variables['REQUEST_BUDGET'] = options['max-calls'];
  const profile = {
    baseUrl: `$${prefix}BASE_URL`,
    // An address with a path is the whole prefix; without one the document's server says the rest.
    ...(address.pathname === '/' ? {} : { pathPrefix: '' }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(credentials.length > 0 && { credentials: Object.fromEntries(credentials) }),
    ...(options.include && { include: options.include }),
    ...(options.exclude && { exclude: options.exclude }),
  };
  return { profile: stringify(profile), variables, secrets };
}

interface Source {
  readonly folder: string;
  readonly spec: string;
  readonly text: string;
  readonly version: string;
}

/** Writes the document; one that refers to files beside it is copied with them. */
function writeDocument({ folder, spec, text, version }: Source): void {
  const extension = /^\uFEFF?\s*\{/.test(text) ? 'json' : 'yaml';
  const others = /["']?\$ref["']?\s*:\s*["']?(?!#)[\w./-]+\.(?:ya?ml|json)/.test(text);
  if (others && !isAddress(spec))
    cpSync(path.dirname(spec), folder, {
      recursive: true,
      filter: (name) =>
        statSync(name).isDirectory() ? !/node_modules|\.git$/.test(name) : /\.(?:ya?ml|json)$/i.test(name),
    });
  writeFileSync(path.join(folder, `${version}.openapi.${extension}`), text, { mode: 0o600 });
}

function save(from: string, to: string, spec: string): void {
  if (existsSync(to)) throw new UserError(`--save: ${to} is there already: remove it, or say --name`);
  cpSync(from, to, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(path.join(to, 'SOURCE.md'), `# Source\n\nTaken on ${day} from ${spec}.\n`);
}
