/** A vendor that is only named on the command line: a document, an address, and what requests need. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { addVariables } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { isSelector } from '../profile/narrow.ts';
import type { CommandLine } from '../profile/suite.ts';
import { isAddress, takeDocument, writeDocument } from './ad-hoc-document.ts';
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
  /** How messages and reports name what the user gave. */
  readonly commandLine: CommandLine;
  /**
   * Keeps document and profile below a folder such as `specs/`, to be edited there. `basePath`: the path at which its operations
   * stand, where that followed from the address of the document. Returns one line that says how to go on. Throws UserError
   * where they are there already.
   */
  saveTo(specs: string, basePath?: string): string;
  close(): void;
}

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
  const document = await takeDocument(spec);
  const { title, version } = document;
  const vendor = options.name ?? slug(title);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(vendor))
    throw new UsageError('--name: small letters, digits and hyphens name a vendor');
  const { profile, variables, secrets, options: shownOptions } = profileFrom(options, vendor, url);
  const root = journal === undefined ? mkdtempSync(path.join(tmpdir(), 'conformance-spec-')) : makeKeptFolder(journal);
  const close = () => {
    process.off('exit', close);
    if (journal === undefined) rmSync(root, { recursive: true, force: true });
    else removeIfSettled(root);
  };
  process.on('exit', close);
  const folder = path.join(root, 'specs', vendor);
  let written: string;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    written = writeDocument(document, folder, slug(version) || '1');
    writeFileSync(path.join(folder, 'profile.yaml'), profile, { mode: 0o600 });
    if (journal !== undefined) {
      const kept = Object.fromEntries(Object.entries(variables).filter(([name]) => !(name in secrets)));
      describeRun(root, { vendor, origin: addressIn(url).base.replace(/\/+$/, ''), variables: kept, secrets });
    }
  } catch (error) {
    close();
    throw error;
  }
  addVariables(variables);
  const shown = shownSpec(spec);
  const names = (absolute: string): string =>
    absolute === path.join(folder, written) ? shown : path.join(path.dirname(shown), path.relative(folder, absolute));
  const saveTo = (specs: string, basePath = '') => {
    save(folder, path.join(specs, vendor), { shown, basePath: isAddress(spec) ? basePath : '' });
    const [variable = ''] = Object.keys(variables);
    return `kept in ${path.join('specs', vendor)}: set ${variable}, then npm run conformance -- ${vendor}`;
  };
  return { vendor, specs: path.join(root, 'specs'), commandLine: { names, options: shownOptions }, saveTo, close };
}

/** A document as reports name it: an address without what may be secret in it. */
function shownSpec(spec: string): string {
  if (!isAddress(spec)) return spec;
  const { origin, pathname } = new URL(spec);
  return `${origin}${pathname}`;
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
): {
  profile: string;
  variables: Record<string, string>;
  secrets: Record<string, string>;
  options: Record<string, string>;
} {
  const prefix = `${vendor
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^(?=\d)/, 'V')}_`;
  const address = addressIn(url);
  const variables: Record<string, string> = { [`${prefix}BASE_URL`]: address.base };
  const secrets: Record<string, string> = {};
  const shown: Record<string, string> = { [`${prefix}BASE_URL`]: '--url', REQUEST_BUDGET: '--max-calls' };
  const headers = (options.header ?? []).map((text, index) => {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new UsageError("--header must be 'Name: value'");
    const variable = `${prefix}HEADER_${index + 1}`;
    variables[variable] = value;
    secrets[variable] = `the header ${name}`;
    shown[variable] = `--header ${name}`;
    return [name, `$${variable}`] as const;
  });
  const credentials = (options.credential ?? []).map((text) => {
    const [, scheme, variable] = /^([^=]+)=\$?([A-Za-z_]\w*)$/.exec(text) ?? [];
    if (scheme === undefined || variable === undefined)
      throw new UsageError('--credential must be SCHEME=VARIABLE: the variable of the environment that holds it');
    shown[`credentials/${scheme}`] = `--credential ${scheme}`;
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
    ...(address.pathPrefix !== undefined && { pathPrefix: address.pathPrefix }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(credentials.length > 0 && { credentials: Object.fromEntries(credentials) }),
    ...(options.include && { include: options.include }),
    ...(options.exclude && { exclude: options.exclude }),
  };
  return { profile: stringify(profile), variables, secrets, options: shown };
}

/**
 * `--url` as origin and path: a path, be it only a slash, is the whole prefix; without one the document's server says the rest.
 * What may not be in an address stays in it, to be rejected by its name.
 */
function addressIn(url: string): { readonly base: string; readonly pathPrefix?: string } {
  const { origin, pathname, href } = new URL(url);
  const isPlain = href === `${origin}${pathname}`;
  const hasPath = url.includes('/', url.indexOf('//') + 2);
  return { base: isPlain ? origin : url, ...(hasPath && isPlain && { pathPrefix: pathname.replace(/\/+$/, '') }) };
}

/** Servers that were relative to an address are relative to none when the document is a file: the profile says where they stand. */
function save(from: string, to: string, { shown, basePath }: { shown: string; basePath: string }): void {
  if (existsSync(to)) throw new UserError(`--save: ${to} already exists: remove it, or use --name`);
  cpSync(from, to, { recursive: true });
  const file = path.join(to, 'profile.yaml');
  const profile = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  if (basePath !== '') writeFileSync(file, stringify({ ...profile, pathPrefix: profile['pathPrefix'] ?? basePath }));
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(path.join(to, 'SOURCE.md'), `# Source\n\nTaken on ${day} from ${shown}.\n`);
}
