/** A vendor that is only named on the command line: messages and reports name what the user gave. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { adHocVendor, type AdHocOptions } from '../../../helpers/commands/ad-hoc.ts';
import { provenanceOf } from '../../../helpers/commands/conformance/provenance.ts';
import { environment } from '../../../helpers/config/environment.ts';
import { readConfig } from '../../../helpers/profile/config.ts';
import { missingCredential } from '../../../helpers/profile/credentials.ts';
import { loadSuite, operationsIn } from '../../../helpers/profile/suite.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const document = {
  openapi: '3.0.3',
  info: { title: 'Shop', version: '2' },
  security: [{ Key: [] }],
  paths: {
    '/things': {
      get: { operationId: 'list', responses: { 200: { $ref: './parts.json#/Ok' }, 400: { $ref: '#/nothing' } } },
    },
  },
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
};

function files(): string {
  const folder = temporaryFolder('given');
  mkdirSync(path.join(folder, 'api'));
  writeFileSync(path.join(folder, 'api/shop.json'), JSON.stringify(document));
  const Ok = { description: '', headers: { 'X-Count': { schema: { type: 'integer', nonsense: true } } } };
  writeFileSync(path.join(folder, 'api/parts.json'), JSON.stringify({ Ok }));
  return path.join(folder, 'api/shop.json');
}

async function loaded(options: AdHocOptions) {
  const adHoc = await adHocVendor({ url: 'http://127.0.0.1:9', name: 'given-shop', ...options });
  if (!adHoc) throw new Error('no vendor');
  return { adHoc, suite: await loadSuite(adHoc.specs, [], environment(), adHoc.commandLine) };
}

test('document, flaws and provenance name the file that was given, and nothing below specs/', async () => {
  const file = files();
  const spec = path.relative(process.cwd(), file);
  const { adHoc, suite } = await loaded({ spec });
  const [contract] = suite.contracts;
  expect(contract?.file).toBe(spec);
  expect(contract?.findings.map(({ at }) => at)).toContain(`${spec}#/paths/~1things/get/responses/400/$ref`);
  const places = [...(contract?.clauses.values() ?? [])].map(({ at }) => at);
  expect(places.some((place) => place.startsWith(`${path.join(path.dirname(spec), 'parts.json')}#/Ok`))).toBe(true);
  expect(JSON.stringify(places)).not.toContain('specs/');
  const { documents, files: further } = provenanceOf(suite, adHoc.specs);
  expect(documents).toEqual([
    {
      contract: 'given-shop-2',
      vendor: 'given-shop',
      file: spec,
      version: '2',
      hash: expect.stringMatching(/^[\da-f]{12}$/),
    },
  ]);
  expect(further).toEqual([]);
});

test('a document that was read from an address is named by it, its servers are relative to it, and --save keeps where they stand', async () => {
  const published = { ...document, servers: [{ url: './v1' }] };
  const server = createServer((_, response) => response.end(JSON.stringify(published)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const saved = temporaryFolder('saved');
  try {
    const { adHoc, suite } = await loaded({ spec: `http://${host}/docs/api.json?token=secret-of-the-user` });
    const [contract] = suite.contracts;
    expect(contract?.file).toBe(`http://${host}/docs/api.json`);
    expect(contract?.basePath).toBe('/docs/v1');
    expect(adHoc.saveTo(saved, contract?.basePath)).toBe(
      'kept in specs/given-shop: set GIVEN_SHOP_BASE_URL, then npm run conformance -- given-shop',
    );
    const kept = await loadSuite(saved, []);
    expect([kept.contracts[0]?.basePath, kept.profiles[0]?.pathPrefix]).toEqual(['/docs/v1', '/docs/v1']);
    const files = readdirSync(saved, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    for (const { parentPath, name } of files)
      expect(readFileSync(path.join(parentPath, name), 'utf8'), name).not.toContain('secret-of-the-user');
  } finally {
    server.close();
  }
});

test('a path in --url is kept as the prefix of the paths, so that it can be edited', async () => {
  for (const [url, base, prefix] of [
    ['http://127.0.0.1:9', 'http://127.0.0.1:9', undefined],
    ['http://127.0.0.1:9/', 'http://127.0.0.1:9', ''],
    ['http://127.0.0.1:9/proxy/v1/', 'http://127.0.0.1:9', '/proxy/v1'],
  ] as const) {
    const { suite } = await loaded({ spec: files(), url });
    expect(suite.profiles[0]?.pathPrefix, url).toBe(prefix);
    expect(readConfig(environment(), { profiles: suite.profiles }).targets[0]?.baseUrl, url).toBe(base);
  }
});

for (const [what, options, env, message] of [
  ['an address with a query', { url: 'http://127.0.0.1:9/?a=1' }, {}, /^--url must be an address without/],
  ['a remote address', { url: 'https://shop.example' }, {}, /^TARGET_ENVIRONMENT is not set: say whether --url is/],
  ['plain http', { url: 'http://shop.example' }, { TARGET_ENVIRONMENT: 'sandbox' }, /^--url is plain http/],
  [
    'a variable that is empty',
    { credential: ['Key=GIVEN_NO_KEY'] },
    {},
    /^GIVEN_NO_KEY is not set: --credential names it/,
  ],
  ['a number', { 'max-calls': 'many' }, { REQUEST_BUDGET: 'many' }, /^--max-calls must be a whole number/],
] as const)
  test(`a configuration that cannot be used names the option: ${what}`, async () => {
    const { suite } = await loaded({ spec: files(), ...options });
    const given = { ...environment(), ...env };
    expect(() => readConfig(given, { profiles: suite.profiles })).toThrow(message);
  });

test('a scheme that the document does not declare is named as it was given', async () => {
  const { suite } = await loaded({ spec: files(), credential: ['Other=PATH'] });
  expect(suite.problems.map(({ message }) => message)).toEqual([
    '--credential Other: no document of given-shop declares this security scheme; declared: Key',
  ]);
});

test('a credential that was not given is asked for by its option', async () => {
  const { suite } = await loaded({ spec: files() });
  const [operation] = operationsIn(suite).values();
  const [profile] = suite.profiles;
  if (!operation || !profile) throw new Error('no operation');
  expect(missingCredential(operation, 'valid', profile, {})).toBe('the credential Key (--credential Key=VARIABLE)');
});

test('a scheme and a parameter named like what every object of JavaScript has are given only where they are', async () => {
  const spec = files();
  const text = readFileSync(spec, 'utf8').replaceAll('"Key"', '"constructor"').replaceAll('X-Key', 'toString');
  writeFileSync(spec, text);
  const { suite } = await loaded({ spec });
  const [operation] = operationsIn(suite).values();
  const [profile] = suite.profiles;
  if (!operation || !profile) throw new Error('no operation');
  expect(missingCredential(operation, 'valid', profile, {})).toContain('--credential constructor=VARIABLE');
  const config = readConfig({ ...environment(), REQUEST_BUDGET: '' }, { profiles: suite.profiles });
  expect(suite.vendors.named('given-shop').value('constructor', operation, config)).toBeUndefined();
});
