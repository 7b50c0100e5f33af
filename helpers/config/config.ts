/** The environment, read and judged in one place before the first call. Everything else gets a frozen Config. */
import { z } from 'zod';
import { UserError } from '../contract/types.ts';
import type { TargetKind } from '../verdict/report.ts';
import { shortestByValue, type Secret } from './redactor.ts';

export const vendorNames = ['max-ai', 'invox-medical'] as const;
export type VendorName = (typeof vendorNames)[number];

const duration = (fallback: number) =>
  z
    .string()
    .optional()
    .transform((text, context) =>
      amount(text, fallback, { ms: 1, '': 1_000, s: 1_000, sec: 1_000, m: 60_000, min: 60_000 }, context),
    );
/** A token of Invox Medical lives two hours, and a run asks for it once, at its beginning. */
const longestRun = 100 * 60_000;
const bytes = (fallback: number) =>
  z
    .string()
    .optional()
    .transform((text, context) =>
      amount(text, fallback, { '': 1, b: 1, kb: 1_000, kib: 1_024, mb: 1_000_000, mib: 1_048_576 }, context),
    );
const count = (fallback: number | undefined) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return fallback;
      if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
      context.addIssue('must be a whole number above 0');
      return fallback;
    });

function amount(
  text: string | undefined,
  fallback: number,
  units: Record<string, number>,
  context: z.RefinementCtx,
): number {
  if (text === undefined) return fallback;
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = unit === undefined ? undefined : units[unit.toLowerCase()];
  if (number === undefined || factor === undefined || Number(number) === 0) {
    context.addIssue(
      `must be a number above 0, with one of the units ${Object.keys(units).filter(Boolean).join(', ')}`,
    );
    return fallback;
  }
  return Number(number) * factor;
}

const text = z.string().optional();
const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .optional()
  .transform((value) => value === '1' || value === 'true');
const url = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'must be an http or https address',
  )
  .optional();
const list = z
  .string()
  .optional()
  .transform((value) =>
    value
      ?.split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  );
const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces (a pasted line break?)')
  .optional();

/** Every variable the suite knows, with what it must look like. */
export const variables = {
  MAX_AI_BASE_URL: url,
  MAX_AI_API_KEY: secret,
  MAX_AI_RESTRICTED_API_KEY: secret,
  MAX_AI_RATE_LIMIT_API_KEY: secret,
  MAX_AI_RATE_LIMIT_WAIT: flag,
  MAX_AI_ORGANIZATION_ID: text,
  MAX_AI_PROVIDER_ID: text,
  MAX_AI_NOTE_ID: text,
  MAX_AI_SIGNED_NOTE_ID: text,
  MAX_AI_SIGNED_NOTE_IMAGE_ID: text,
  MAX_AI_FOREIGN_NOTE_ID: text,
  MAX_AI_FOREIGN_NOTE_IMAGE_ID: text,
  MAX_AI_EHR_FAILURE_NOTE_ID: text,
  MAX_AI_EHR_FAILURE_IMAGE_ID: text,
  MAX_AI_UPLOAD_FIELD: text,
  MAX_AI_SIGNED_URL_HOSTS: list,
  INVOX_BASE_URL: url,
  INVOX_API_VERSION: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'must be a date like 2026-03-01')
    .optional(),
  INVOX_TOKEN_URL: url,
  INVOX_APP_ID: secret,
  INVOX_API_KEY: secret,
  INVOX_ACCESS_TOKEN: secret,
  INVOX_RESTRICTED_APP_ID: secret,
  INVOX_RESTRICTED_API_KEY: secret,
  INVOX_SIGNED_URL_HOSTS: list,
  TARGET_ENVIRONMENT: z.enum(['sandbox', 'staging', 'production'], 'must be sandbox, staging or production').optional(),
  ALLOW_PRODUCTION: z
    .string()
    .optional()
    .transform(
      (value) =>
        value
          ?.split(',')
          .map((each) => each.trim())
          .filter(Boolean) ?? [],
    )
    .refine(
      (names) => names.every((name) => (vendorNames as readonly string[]).includes(name)),
      `must be a comma list of ${vendorNames.join(', ')}`,
    ),
  REQUEST_TIMEOUT: duration(10_000),
  RUN_TIMEOUT: duration(600_000).refine(
    (milliseconds) => milliseconds <= longestRun,
    'must be at most 100 min: an access token lives two hours, and a run asks for one once',
  ),
  MAX_BODY_BYTES: bytes(16 * 1_048_576),
  REQUEST_BUDGET: count(5_000),
  REQUEST_RATE: count(undefined),
  STRICT: flag,
  REPORTS_DIR: z
    .string()
    .optional()
    .transform((value) => value ?? 'reports'),
};

const schema = z.object(variables);
export type Values = z.infer<typeof schema>;
export type VariableName = keyof typeof variables;

const prefixes: Readonly<Record<VendorName, string>> = { 'max-ai': 'MAX_AI_', 'invox-medical': 'INVOX_' };
const baseUrlOf: Readonly<Record<VendorName, 'MAX_AI_BASE_URL' | 'INVOX_BASE_URL'>> = {
  'max-ai': 'MAX_AI_BASE_URL',
  'invox-medical': 'INVOX_BASE_URL',
};

/** Variables whose value is never shown. */
export const secretVariables = [
  'MAX_AI_API_KEY',
  'MAX_AI_RESTRICTED_API_KEY',
  'MAX_AI_RATE_LIMIT_API_KEY',
  'INVOX_API_KEY',
  'INVOX_RESTRICTED_API_KEY',
  'INVOX_ACCESS_TOKEN',
] as const satisfies readonly VariableName[];

const required: Readonly<Record<VendorName, readonly VariableName[]>> = {
  'max-ai': ['MAX_AI_API_KEY', 'MAX_AI_ORGANIZATION_ID', 'MAX_AI_PROVIDER_ID', 'MAX_AI_NOTE_ID'],
  'invox-medical': ['INVOX_TOKEN_URL', 'INVOX_APP_ID', 'INVOX_API_KEY'],
};

/** What the vendors' documents say about which host and key belong to which environment. */
const productionHost = /(^|\.)maxcare\.ai$/i;
const stagingHost = /(^|\.)maxcare\.dev$/i;
const productionKey = /^max_prd_ak_/;
const stagingKey = /^max_dev_ak_/;

export interface VendorTarget {
  readonly vendor: VendorName;
  readonly kind: TargetKind;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Somebody's production, by what was said of it or by the key. */
  readonly production: boolean;
  /** False where only calls that cannot write may be sent. */
  readonly mayWrite: boolean;
}

export interface Config {
  readonly values: Values;
  /** The vendors of this run, live or embedded. */
  readonly targets: readonly VendorTarget[];
  /** Vendors that the run leaves out because others are live and they have no base URL. */
  readonly leftOut: readonly VendorName[];
  readonly embedded: boolean;
  readonly secrets: readonly Secret[];
  /** Requests a minute, or undefined for no limit. */
  readonly ratePerMinute: number | undefined;
  /** One-line warnings for the person who runs it. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** True where no vendor of the selection has a base URL: the embedded sandbox stands in for all. */
export const needsSandbox = (environment: Environment, selection: readonly VendorName[]): boolean =>
  selection.every((vendor) => (environment[baseUrlOf[vendor]] ?? '').trim() === '');

/**
 * Reads the environment (empty counts as unset). With `sandbox`, the variables of an embedded sandbox are laid over it.
 * Throws UserError with one line that names the variable; no value is ever shown.
 */
export function readConfig(
  environment: Environment,
  selection: readonly VendorName[] = vendorNames,
  sandbox?: Environment,
): Config {
  const own = Object.fromEntries(
    Object.entries(environment)
      .filter(([name, value]) => name in variables && value !== undefined && value.trim() !== '')
      .map(([name, value]) => [name, value?.trim()]),
  );
  const read = schema.safeParse({ ...own, ...sandbox });
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new UserError(`${String(issue?.path[0])} ${issue?.message ?? 'is invalid'}`);
  }
  const values = read.data;
  const live = selection.filter((vendor) => own[baseUrlOf[vendor]] !== undefined);
  for (const vendor of selection) if (!live.includes(vendor)) refuseLostTarget(own, vendor, live.length > 0);
  const targets = (sandbox ? selection : live).map((vendor) => targetOf(values, vendor, sandbox !== undefined));
  const secrets = secretVariables.flatMap((name) =>
    values[name] === undefined ? [] : [{ name, value: values[name] }],
  );
  for (const [app, key] of [
    ['INVOX_APP_ID', 'INVOX_API_KEY'],
    ['INVOX_RESTRICTED_APP_ID', 'INVOX_RESTRICTED_API_KEY'],
  ] as const)
    if (values[app] !== undefined && values[key] !== undefined)
      secrets.push({ name: key, value: Buffer.from(`${values[app]}:${values[key]}`).toString('base64') });
  return Object.freeze({
    values,
    targets,
    leftOut: sandbox ? [] : selection.filter((vendor) => !live.includes(vendor)),
    embedded: sandbox !== undefined,
    secrets,
    ratePerMinute:
      values.REQUEST_RATE ??
      (targets.every(({ kind }) => kind === 'embedded' || kind === 'loopback') ? undefined : 600),
    warnings: secrets
      .filter(({ value }) => value.length < shortestByValue)
      .map(({ name }) => `${name} is shorter than ${shortestByValue} characters: it is redacted by name only`),
  });
}

/** A lost secret must not turn a scheduled run green on the sandbox. */
function refuseLostTarget(own: Environment, vendor: VendorName, othersAreLive: boolean): void {
  const base = baseUrlOf[vendor];
  const credential = secretVariables.find((name) => name.startsWith(prefixes[vendor]) && own[name] !== undefined);
  if (credential)
    throw new UserError(
      `${base} is not set although ${credential} is: set it, or unset ${credential} to run against the embedded sandbox`,
    );
  const environment = own['TARGET_ENVIRONMENT'];
  if ((environment === 'staging' || environment === 'production') && !othersAreLive)
    throw new UserError(
      `${base} is not set although TARGET_ENVIRONMENT is ${environment}: set it, or unset TARGET_ENVIRONMENT to run against the embedded sandbox`,
    );
}

function targetOf(values: Values, vendor: VendorName, embedded: boolean): VendorTarget {
  const base = baseUrlOf[vendor];
  const address = new URL(values[base] ?? '');
  if (address.username || address.password || address.search || address.hash)
    throw new UserError(`${base} must be an address without credentials, query or fragment`);
  const needed = vendor === 'invox-medical' && values.INVOX_ACCESS_TOKEN !== undefined ? [] : required[vendor];
  const missing = needed.filter((name) => values[name] === undefined);
  if (missing.length > 0)
    throw new UserError(
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set: needed because ${base} is`,
    );
  const kind = kindOf(values, address, embedded, base);
  const key = vendor === 'max-ai' ? values.MAX_AI_API_KEY : undefined;
  const production = kind === 'production' || (key !== undefined && productionKey.test(key));
  return {
    vendor,
    kind,
    baseUrl: values[base]?.replace(/\/+$/, '') ?? '',
    production,
    mayWrite: !production || values.ALLOW_PRODUCTION.includes(vendor),
  };
}

export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$|\.localhost$/i.test(hostname);

function kindOf(values: Values, address: URL, embedded: boolean, base: VariableName): TargetKind {
  const environment = values.TARGET_ENVIRONMENT;
  if (isLoopback(address.hostname)) {
    if (environment === 'production')
      throw new UserError(`TARGET_ENVIRONMENT is production but ${base} is this machine: loopback is never production`);
    return embedded ? 'embedded' : 'loopback';
  }
  if (environment === undefined)
    throw new UserError(`TARGET_ENVIRONMENT is not set: say whether ${base} is sandbox, staging or production`);
  const keys = (['MAX_AI_API_KEY', 'MAX_AI_RESTRICTED_API_KEY', 'MAX_AI_RATE_LIMIT_API_KEY'] as const).filter(
    (name) => base === 'MAX_AI_BASE_URL' && values[name] !== undefined,
  );
  const contradiction =
    environment === 'production'
      ? (stagingHost.test(address.hostname) && `${base} is the vendor's staging host`) ||
        keys.find((name) => stagingKey.test(values[name] ?? ''))?.concat(' is a staging key')
      : (productionHost.test(address.hostname) && `${base} is the vendor's production host`) ||
        keys.find((name) => productionKey.test(values[name] ?? ''))?.concat(' is a production key');
  if (contradiction) throw new UserError(`TARGET_ENVIRONMENT is ${environment} but ${contradiction}`);
  return environment;
}
