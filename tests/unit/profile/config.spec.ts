/** The environment: what is wrong is said in one line that names the variable and shows no value. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { needsSandbox, readConfig as read, type Config } from '../../../helpers/profile/config.ts';
import { basePathsIn } from '../../../helpers/profile/suite.ts';
import { secretVariablesOf, variablesOf } from '../../../helpers/profile/sources.ts';
import { runVariableNames } from '../../../helpers/config/variables.ts';
import { UserError } from '../../../helpers/contract/types.ts';
import { createAuthority } from '../certificates.ts';
import { tinyContract, tinySuite } from '../contract/tiny.ts';
import { loadProject, projectRoot } from '../../../helpers/run/worker.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const project = await loadProject();
const { profiles } = project;
const basePaths = basePathsIn(project);
const variableNames = [...runVariableNames, ...profiles.flatMap((profile) => [...variablesOf(profile).keys()])];
const secretVariables = profiles.flatMap(secretVariablesOf);
const readConfig = (environment: Environment, selection?: readonly string[], sandbox?: Environment): Config =>
  read(environment, { profiles, selection, sandbox, basePaths });

const ids = {
  MAX_AI_API_KEY: 'max_dev_ak_made_up_here',
  MAX_AI_ORGANIZATION_ID: 'org_1',
  MAX_AI_PROVIDER_ID: 'prv_1',
  MAX_AI_NOTE_ID: 'nte_1',
};
const local: Environment = { ...ids, MAX_AI_BASE_URL: 'http://127.0.0.1:4010/max-ai' };
const staging: Environment = { ...ids, MAX_AI_BASE_URL: 'https://api.maxcare.dev', TARGET_ENVIRONMENT: 'staging' };
const production: Environment = {
  ...ids,
  MAX_AI_API_KEY: 'max_prd_ak_made_up_here',
  MAX_AI_BASE_URL: 'https://api.maxcare.ai',
  TARGET_ENVIRONMENT: 'production',
};
const invox: Environment = {
  INVOX_BASE_URL: 'https://api.invox.example',
  INVOX_TOKEN_URL: 'https://auth.invox.example/token',
  INVOX_APP_ID: 'app-12345',
  INVOX_API_KEY: 'ik-0123456789',
  TARGET_ENVIRONMENT: 'sandbox',
};
const planted = 'planted-value-7c1d';

const mistakes: readonly (readonly [what: string, environment: Environment, says: RegExp])[] = [
  [
    'an address that is none',
    { ...local, MAX_AI_BASE_URL: planted },
    /^MAX_AI_BASE_URL must be an http or https address$/,
  ],
  [
    'another protocol',
    { ...local, MAX_AI_BASE_URL: `ftp://${planted}` },
    /^MAX_AI_BASE_URL must be an http or https address$/,
  ],
  [
    'a password in the address',
    { ...local, MAX_AI_BASE_URL: `http://u:${planted}@127.0.0.1` },
    /^MAX_AI_BASE_URL must be an address without credentials, query or fragment$/,
  ],
  [
    'a query in the address',
    { ...local, MAX_AI_BASE_URL: `http://127.0.0.1/?a=${planted}` },
    /^MAX_AI_BASE_URL must be an address without credentials, query or fragment$/,
  ],
  [
    'a key with a line break',
    { ...local, MAX_AI_API_KEY: `${planted}\nx` },
    /^MAX_AI_API_KEY must be printable ASCII without spaces/,
  ],
  ['a key with a space', { ...local, MAX_AI_API_KEY: `Bearer ${planted}` }, /^MAX_AI_API_KEY must be printable ASCII/],
  ['a key with other letters', { ...local, MAX_AI_API_KEY: `${planted}é` }, /^MAX_AI_API_KEY must be printable ASCII/],
  ['no key', { ...local, MAX_AI_API_KEY: undefined }, /^MAX_AI_API_KEY is not set: needed because MAX_AI_BASE_URL is$/],
  [
    'no ids',
    { MAX_AI_BASE_URL: local['MAX_AI_BASE_URL'], MAX_AI_API_KEY: planted },
    /^MAX_AI_ORGANIZATION_ID, MAX_AI_PROVIDER_ID, MAX_AI_NOTE_ID are not set: needed because MAX_AI_BASE_URL is$/,
  ],
  [
    'no token service',
    { ...invox, INVOX_TOKEN_URL: '' },
    /^INVOX_TOKEN_URL is not set: needed because INVOX_BASE_URL is$/,
  ],
  ['a key without a target', { MAX_AI_API_KEY: planted }, /^MAX_AI_BASE_URL is not set although MAX_AI_API_KEY is: /],
  [
    'another key without a target',
    { MAX_AI_RATE_LIMIT_API_KEY: planted },
    /^MAX_AI_BASE_URL is not set although MAX_AI_RATE_LIMIT_API_KEY is/,
  ],
  [
    'a key of the vendor that is left out',
    { ...local, INVOX_API_KEY: planted },
    /^INVOX_BASE_URL is not set although INVOX_API_KEY is/,
  ],
  [
    'staging without a target',
    { TARGET_ENVIRONMENT: 'staging' },
    /^INVOX_BASE_URL, MAX_AI_BASE_URL are not set although TARGET_ENVIRONMENT is staging/,
  ],
  [
    'production without a target',
    { TARGET_ENVIRONMENT: 'production' },
    /^INVOX_BASE_URL, MAX_AI_BASE_URL are not set although TARGET_ENVIRONMENT is production/,
  ],
  [
    'an environment of no name',
    { ...staging, TARGET_ENVIRONMENT: planted },
    /^TARGET_ENVIRONMENT must be sandbox, staging or production$/,
  ],
  [
    'a remote address of no environment',
    { ...staging, TARGET_ENVIRONMENT: '' },
    /^TARGET_ENVIRONMENT is not set: say whether MAX_AI_BASE_URL is/,
  ],
  [
    'production on this machine',
    { ...local, TARGET_ENVIRONMENT: 'production' },
    /^TARGET_ENVIRONMENT is production but MAX_AI_BASE_URL is this machine/,
  ],
  [
    'production, and the staging host',
    { ...production, MAX_AI_BASE_URL: 'https://api.maxcare.dev' },
    /^TARGET_ENVIRONMENT is production but MAX_AI_BASE_URL is the vendor's staging host$/,
  ],
  [
    'production, and a staging key',
    { ...production, MAX_AI_API_KEY: `max_dev_ak_${planted}` },
    /^TARGET_ENVIRONMENT is production but MAX_AI_API_KEY is a staging key$/,
  ],
  [
    'staging, and the production host',
    { ...staging, MAX_AI_BASE_URL: 'https://api.MAXCARE.ai:8443/x' },
    /^TARGET_ENVIRONMENT is staging but MAX_AI_BASE_URL is the vendor's production host$/,
  ],
  [
    'sandbox, and a production key beside the first',
    { ...staging, TARGET_ENVIRONMENT: 'sandbox', MAX_AI_RESTRICTED_API_KEY: `max_prd_ak_${planted}` },
    /^TARGET_ENVIRONMENT is sandbox but MAX_AI_RESTRICTED_API_KEY is a production key$/,
  ],
  [
    'an unknown vendor may be written to',
    { ...local, ALLOW_PRODUCTION: `max-ai,${planted}` },
    /^ALLOW_PRODUCTION must be a comma list of invox-medical, max-ai$/,
  ],
  [
    'a time without a number',
    { ...local, REQUEST_TIMEOUT: planted },
    /^REQUEST_TIMEOUT must be a number above 0, with one of the units/,
  ],
  [
    'milliseconds without a unit',
    { ...local, REQUEST_TIMEOUT: '10000' },
    /^REQUEST_TIMEOUT is more than 3600 without a unit, which would be seconds: write ms, s, min or h$/,
  ],
  [
    'a space in the address',
    { ...local, MAX_AI_BASE_URL: `http://127.0.0.1/${planted} x` },
    /^MAX_AI_BASE_URL holds a space or a line break: one address is wanted$/,
  ],
  [
    'a version in the address',
    { ...local, MAX_AI_BASE_URL: `http://127.0.0.1/${planted}/v2/` },
    /^MAX_AI_BASE_URL ends in a version: leave it out, the documents add \/v2 and \/v3$/,
  ],
  ['a time of zero', { ...local, REQUEST_TIMEOUT: '0' }, /^REQUEST_TIMEOUT must be a number above 0/],
  ['a run that outlives its token', { ...local, RUN_TIMEOUT: '101 min' }, /^RUN_TIMEOUT must be at most 100 min/],
  ['a negative time', { ...local, RUN_TIMEOUT: '-5 s' }, /^RUN_TIMEOUT must be a number above 0/],
  [
    'a size of another unit',
    { ...local, MAX_BODY_BYTES: '16 parsecs' },
    /^MAX_BODY_BYTES must be a number above 0, with one of the units/,
  ],
  ['half a request', { ...local, REQUEST_BUDGET: '1.5' }, /^REQUEST_BUDGET must be a whole number above 0$/],
  ['no requests a minute', { ...local, REQUEST_RATE: '0' }, /^REQUEST_RATE must be a whole number above 0$/],
  [
    'a version that is no date',
    { ...invox, INVOX_API_VERSION: planted },
    /^INVOX_API_VERSION must be a date like 2026-03-01$/,
  ],
  [
    'plain http to another machine',
    { ...staging, MAX_AI_BASE_URL: `http://${planted}.example` },
    /^MAX_AI_BASE_URL is plain http: .* ALLOW_PLAINTEXT=max-ai$/,
  ],
  [
    'a token service over plain http',
    { ...invox, INVOX_TOKEN_URL: `http://${planted}.example/token` },
    /^INVOX_TOKEN_URL is plain http: .* ALLOW_PLAINTEXT=invox-medical$/,
  ],
  [
    'plain http where only the other vendor may',
    { ...staging, MAX_AI_BASE_URL: `http://${planted}.example`, ALLOW_PLAINTEXT: 'invox-medical' },
    /^MAX_AI_BASE_URL is plain http/,
  ],
  [
    'plain http for a vendor of no name',
    { ...staging, ALLOW_PLAINTEXT: planted },
    /^ALLOW_PLAINTEXT must be a comma list of invox-medical, max-ai$/,
  ],
  ['STRICT of another word', { ...local, STRICT: planted }, /^STRICT must be 1 or 0$/],
];
for (const [what, environment, says] of mistakes)
  test(`rejected in one line that names the variable: ${what}`, () => {
    let message = '';
    try {
      readConfig(environment);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      message = (error as Error).message;
    }
    expect(message).toMatch(says);
    expect(message.split('\n').length).toBe(1);
    expect(message).not.toContain(planted);
  });

test('all problems are reported at once, one line each', () => {
  const wrong = {
    ...staging,
    MAX_AI_BASE_URL: `ftp://${planted}`,
    STRICT: planted,
    REQUEST_TIMEOUT: '0',
    MAX_AI_NOTE_ID: '',
  };
  let lines: string[] = [];
  try {
    readConfig(wrong);
  } catch (error) {
    lines = (error as Error).message.split('\n');
  }
  expect(lines.map((line) => line.split(' ')[0])).toEqual(
    expect.arrayContaining(['MAX_AI_BASE_URL', 'STRICT', 'REQUEST_TIMEOUT']),
  );
  expect(lines.join()).not.toContain(planted);
});

test('a variable with a typing error is pointed out', () => {
  expect(readConfig({ ...local, MAX_AI_BASE_ULR: planted }).warnings).toEqual([
    'MAX_AI_BASE_ULR is no variable of this suite: did you mean MAX_AI_BASE_URL?',
  ]);
});

test('one vendor alone is not run on the sandbox where the environment says staging', () => {
  const environment = { ...invox, TARGET_ENVIRONMENT: 'staging' };
  expect(() => readConfig(environment, ['max-ai'])).toThrow(/^MAX_AI_BASE_URL is not set although TARGET_ENVIRONMENT/);
  expect(readConfig(environment).leftOut).toEqual(['max-ai']);
});

test('empty and blank count as unset', () => {
  const blank = Object.fromEntries(variableNames.map((name) => [name, '  ']));
  expect(needsSandbox({}, profiles)).toBe(true);
  expect(needsSandbox(blank, profiles)).toBe(true);
  expect(needsSandbox({ ...blank, ...local }, profiles)).toBe(false);
  const { values, variables } = readConfig({ ...blank, ...local });
  expect(values).toEqual(readConfig(local).values);
  expect(variables['MAX_AI_RESTRICTED_API_KEY']).toBeUndefined();
});

test('a trailing slash does not matter, and a path prefix stays', () => {
  const url = (text: string) => readConfig({ ...local, MAX_AI_BASE_URL: text }).targets[0]?.baseUrl;
  expect(url('http://127.0.0.1:4010/')).toBe('http://127.0.0.1:4010');
  expect(url('http://127.0.0.1:4010/a/b//')).toBe('http://127.0.0.1:4010/a/b');
  expect(url('  http://127.0.0.1:4010/a  ')).toBe('http://127.0.0.1:4010/a');
});

test('times, sizes and counts are read in their units, with the documented defaults', () => {
  const read = (more: Environment) => readConfig({ ...local, ...more }).values;
  expect(read({})).toMatchObject({
    REQUEST_TIMEOUT: 10_000,
    RUN_TIMEOUT: 600_000,
    MAX_BODY_BYTES: 16 * 1024 * 1024,
    REQUEST_BUDGET: 5_000,
    STRICT: false,
    REPORTS_DIR: 'reports',
  });
  expect(read({ REQUEST_TIMEOUT: '2', RUN_TIMEOUT: '1.5 min', MAX_BODY_BYTES: '2MiB', STRICT: '1' })).toMatchObject({
    REQUEST_TIMEOUT: 2_000,
    RUN_TIMEOUT: 90_000,
    MAX_BODY_BYTES: 2 * 1024 * 1024,
    STRICT: true,
  });
  expect(read({ REQUEST_TIMEOUT: '250 ms', RUN_TIMEOUT: '1.5h', MAX_BODY_BYTES: '64 kb' })).toMatchObject({
    REQUEST_TIMEOUT: 250,
    RUN_TIMEOUT: 5_400_000,
    MAX_BODY_BYTES: 64_000,
  });
});

test('what a target is follows from its address and TARGET_ENVIRONMENT', () => {
  const target = (environment: Environment) => readConfig(environment).targets[0];
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.9.9.9', 'max.localhost'])
    expect(target({ ...local, MAX_AI_BASE_URL: `http://${host}:1/` })?.kind, host).toBe('loopback');
  expect(target(staging)).toMatchObject({ kind: 'staging', mayWrite: true });
  expect(target(production)).toMatchObject({ kind: 'production', mayWrite: false });
  expect(target({ ...production, ALLOW_PRODUCTION: 'max-ai' })).toMatchObject({ kind: 'production', mayWrite: true });
  expect(target({ ...production, ALLOW_PRODUCTION: 'invox-medical' })?.mayWrite).toBe(false);
  expect(target({ ...staging, MAX_AI_BASE_URL: 'https://127.0.0.1.evil.example' })?.kind).toBe('staging');
  expect(() => target({ ...local, MAX_AI_BASE_URL: 'https://localhost.evil.example' })).toThrow(/^TARGET_ENVIRONMENT/);
});

test('a token replaces the three values used to request it', () => {
  const { INVOX_TOKEN_URL: _url, INVOX_APP_ID: _app, INVOX_API_KEY: _key, ...rest } = invox;
  expect(readConfig({ ...rest, INVOX_ACCESS_TOKEN: 'token-0123456789' }).targets).toHaveLength(1);
});

test('vendors without a base URL are left out where another is live, and the embedded sandbox is used where none is', () => {
  expect(readConfig(local)).toMatchObject({ leftOut: ['invox-medical'], embedded: false });
  const embedded = readConfig({}, undefined, {
    ...local,
    ...invox,
    INVOX_BASE_URL: 'http://127.0.0.1:1',
    TARGET_ENVIRONMENT: undefined,
  });
  expect(embedded.targets.map(({ vendor, kind }) => [vendor, kind])).toEqual([
    ['invox-medical', 'embedded'],
    ['max-ai', 'embedded'],
  ]);
  expect(embedded.leftOut).toEqual([]);
});

test('a live vendor gets at most 600 requests a minute by default, loopback is not limited', () => {
  expect(readConfig(local).ratePerMinute).toBeUndefined();
  expect(readConfig(staging).ratePerMinute).toBe(600);
  expect(readConfig({ ...staging, REQUEST_RATE: '50' }).ratePerMinute).toBe(50);
});

test('a secret too short to be found by value is warned about, by name', () => {
  const { warnings } = readConfig({ ...local, MAX_AI_API_KEY: 'abc' });
  expect(warnings).toEqual(['MAX_AI_API_KEY is shorter than 6 characters: it is redacted by name only']);
  expect(readConfig(local).warnings).toEqual([]);
});

test('plain http is allowed on loopback, or for vendors in ALLOW_PLAINTEXT with a warning in every report', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]', 'max.localhost'])
    expect(readConfig({ ...local, MAX_AI_BASE_URL: `http://${host}:1` }).warnings, host).toEqual([]);
  const lab = { ...staging, MAX_AI_BASE_URL: 'http://lab.example', ALLOW_PLAINTEXT: 'max-ai' };
  expect(readConfig(lab).warnings).toEqual([
    'MAX_AI_BASE_URL is plain http (ALLOW_PLAINTEXT names max-ai): credentials and test data travel unencrypted',
  ]);
  expect(readConfig({ ...staging, ALLOW_PLAINTEXT: 'max-ai' }).warnings).toEqual([]);
});

test('every secret is registered, token credentials in their encoded form too', () => {
  const { cert, key } = createAuthority().issue({ cn: 'client' });
  const values = {
    ...Object.fromEntries(secretVariables.map((name) => [name, `secret-${name}`])),
    MAX_AI_CLIENT_KEY: key.trim(),
    INVOX_CLIENT_KEY: key.trim(),
  };
  const all = {
    ...local,
    ...invox,
    INVOX_BASE_URL: 'http://127.0.0.1:1',
    TARGET_ENVIRONMENT: '',
    ...values,
    MAX_AI_CLIENT_CERT: cert,
    INVOX_CLIENT_CERT: cert,
  };
  const { secrets } = readConfig(all);
  for (const value of Object.values(values)) expect(secrets.map((each) => each.value)).toContain(value);
  const basic = Buffer.from('app-12345:secret-INVOX_API_KEY').toString('base64');
  expect(secrets.map((each) => each.value)).toContain(basic);
});

test('.env.example names every variable, and no other', () => {
  const named = [...readFileSync(path.join(projectRoot, '.env.example'), 'utf8').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)];
  expect(named.map(([, name = '']) => name).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    // That of `npm run notify` is no variable of a run.
    [...variableNames, 'NOTIFY_WEBHOOK_URL'].toSorted((a, b) => (a < b ? -1 : 1)),
  );
});

test('a config cannot be changed', () => {
  expect(Object.isFrozen(readConfig(local))).toBe(true);
});

test('a header of the profile may hold a scheme and a credential; both the whole and the credential are secrets', () => {
  const first = profiles.find(({ vendor }) => vendor === 'max-ai');
  const profile = { ...first!, headers: { Authorization: '$MAX_AI_HEADER' } };
  const given = (value: string) =>
    read({ ...local, MAX_AI_HEADER: value }, { profiles: [profile], selection: [profile.vendor], basePaths });
  const values = given('Basic dXNlcjpwYXNz').secrets.flatMap(({ name, value }) =>
    name === 'MAX_AI_HEADER' ? [value] : [],
  );
  expect(values).toEqual(['Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz']);
  expect(() => given('Basic a\nX-Other: b')).toThrow(/^MAX_AI_HEADER must be printable ASCII on one line/);
});

test('the key of a scheme in the Authorization header is a whole header: it may hold a scheme and a credential', () => {
  const first = profiles.find(({ vendor }) => vendor === 'max-ai');
  const given = (authorizationKeys: readonly string[]) =>
    read(
      { ...local, MAX_AI_API_KEY: 'Token max_dev_ak_made_up' },
      { profiles: [{ ...first!, environments: {}, authorizationKeys }], selection: ['max-ai'], basePaths },
    );
  const { secrets } = given(Object.keys(first!.credentials));
  const values = secrets.flatMap(({ name, value }) => (name === 'MAX_AI_API_KEY' ? [value] : []));
  expect(values).toEqual(['Token max_dev_ak_made_up', 'max_dev_ak_made_up']);
  expect(() => given([])).toThrow(/^MAX_AI_API_KEY must be printable ASCII without spaces/);
});

test('of a document those are the API keys in the Authorization header', async () => {
  const securitySchemes = {
    token: { type: 'apiKey', in: 'header', name: 'authorization' },
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    query: { type: 'apiKey', in: 'query', name: 'Authorization' },
    bearer: { type: 'http', scheme: 'bearer' },
  };
  const suite = tinySuite([await tinyContract({ more: { components: { securitySchemes } } })]);
  expect(suite.profiles.map(({ authorizationKeys }) => authorizationKeys)).toEqual([['token']]);
});
