/** What the loader reads out of a document, and what it refuses. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { DocumentFinding } from '../../../helpers/contract/document-finding.ts';
import { contractsOf, loadContracts } from '../../../helpers/contract/load.ts';
import { readOverlay } from '../../../helpers/contract/overlay.ts';
import { UserError, type Json } from '../../../helpers/contract/types.ts';
import { specsFolder } from '../../../helpers/run/worker.ts';
import { walkValue } from '../../../helpers/contract/schema-walk.ts';
import { load, overlay, takes, tiny, tinyContract } from './tiny.ts';

/** The message of the UserError that loading ends with. */
async function rejection(loading: Promise<unknown>): Promise<string> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, 'it is the user’s mistake').toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message, 'in one line').not.toContain('\n');
  return message;
}

test('the three documents load, and their operations have the ids that reports and waivers name', async () => {
  const contracts = contractsOf(await loadContracts(specsFolder));
  expect(contracts.map(({ id, basePath }) => [id, basePath])).toEqual([
    ['invox-medical-2026-03-01', ''],
    ['max-ai-v2', '/v2'],
    ['max-ai-v3', '/v3'],
  ]);
  expect(contracts.flatMap(({ operations }) => [...operations.keys()])).toEqual(
    expect.arrayContaining([
      'invox-medical-2026-03-01/deleteDocument',
      'invox-medical-2026-03-01/generateSignedUrlsForDocuments',
      'max-ai-v2/deleteImage',
      'max-ai-v2/getImageUrl',
      'max-ai-v3/uploadImage',
    ]),
  );
});

test('every clause of the documents has an id below its operation, a level, a place, a sentence and a hash', async () => {
  const clauses = contractsOf(await loadContracts(specsFolder)).flatMap((contract) =>
    [...contract.clauses].map(([id, { hash, at, sentence }]) => ({ contract, id, hash, at, sentence })),
  );
  expect(clauses.length).toBeGreaterThan(500);
  const without = (holds: (clause: (typeof clauses)[number]) => boolean) =>
    clauses.filter((clause) => !holds(clause)).map(({ id }) => id);
  expect(without(({ id }) => /^[a-z0-9-]+\/[A-Za-z]+\/[^\s]+$/.test(id))).toEqual([]);
  expect(without(({ contract, id }) => contract.operations.has(id.split('/').slice(0, 2).join('/')))).toEqual([]);
  expect(without(({ hash }) => /^[0-9a-f]{12}$/.test(hash))).toEqual([]);
  expect(without(({ at }) => /^(specs\/[\w./-]+#\/|https:\/\/)/.test(at))).toEqual([]);
  expect(without(({ sentence }) => sentence.length > 5)).toEqual([]);
});

test('every schema of the documents compiles, and nothing is wrong with the documents', async () => {
  for (const contract of contractsOf(await loadContracts(specsFolder))) {
    const { schemas = {} } = contract.document['components'] as { schemas?: object };
    for (const name of Object.keys(schemas))
      expect(typeof contract.schemas.accepts(`/components/schemas/${name}`, {}), name).toBe('boolean');
    expect(contract.findings).toEqual([]);
  }
});

test('a $ref is kept, and a clause below it points to where the words stand', async () => {
  const contract = await tinyContract({ schemas: { Thing: { type: 'object', required: ['name'] } } });
  const media = contract.operations.get('max-ai-v1/getThing')?.responses.get('200')?.content[0];
  expect(media?.schemaPointer).toBe('/paths/~1things~1{thingId}/get/responses/200/content/application~1json/schema');
  expect(JSON.stringify(contract.document)).toContain('"$ref":"#/components/schemas/Thing"');
  expect(contract.clauses.get('max-ai-v1/getThing/200/body/name/required')?.at).toBe(
    'specs/max-ai/v1.openapi.yaml#/components/schemas/Thing',
  );
});

test('a recursive schema loads and validates at any depth', async () => {
  const tree = {
    type: 'object',
    properties: { child: { $ref: '#/components/schemas/Thing' }, n: { type: 'integer' } },
  };
  expect(await takes(tree, { child: { child: { n: 1 } } })).toBe(true);
  expect(await takes(tree, { child: { child: { n: 'one' } } })).toBe(false);
});

const rules: readonly (readonly [rule: string, openapi: string, schema: object, yes: unknown[], no: unknown[]])[] = [
  ['nullable takes null', '3.0.3', { type: 'string', nullable: true }, [null, 'a'], [1]],
  ['null is refused where nullable is not said', '3.0.3', { type: 'string' }, ['a'], [null]],
  [
    'a boolean exclusiveMinimum excludes the minimum',
    '3.0.3',
    { type: 'number', minimum: 5, exclusiveMinimum: true },
    [5.1],
    [5],
  ],
  [
    'exclusiveMaximum: false leaves the maximum in',
    '3.0.3',
    { type: 'number', maximum: 5, exclusiveMaximum: false },
    [5],
    [5.1],
  ],
  [
    'int32 ends at 2147483647',
    '3.0.3',
    { type: 'integer', format: 'int32' },
    [2_147_483_647, -2_147_483_648],
    [2_147_483_648],
  ],
  ['int64 takes more', '3.0.3', { type: 'integer', format: 'int64' }, [2_147_483_648], [1.5]],
  ['an integer may be written 1.0', '3.0.3', { type: 'integer' }, [1.0], [1.5]],
  [
    'date-time is RFC 3339, with T and zone',
    '3.0.3',
    { type: 'string', format: 'date-time' },
    ['2026-11-21T10:00:00Z', '2026-11-21t10:00:00.123+01:00', '2026-11-21T23:59:60Z'],
    ['2026-11-21 10:00:00Z', '2026-11-21T10:00:00', '2026-13-01T10:00:00Z', '2026-11-21'],
  ],
  ['date is a day of the calendar', '3.0.3', { type: 'string', format: 'date' }, ['2028-02-29'], ['2026-02-30']],
  ['a type array of 3.1 lists the types', '3.1.0', { type: ['string', 'null'] }, ['a', null], [1]],
  ['a numeric exclusiveMinimum of 3.1', '3.1.0', { type: 'number', exclusiveMinimum: 5 }, [6], [5]],
  ['const of 3.1', '3.1.0', { const: 'a' }, ['a'], ['b']],
  ['enum compares numbers as numbers', '3.0.3', { enum: [1, 'a'] }, [1, 'a'], ['1']],
  [
    'a format that nobody knows says nothing (OpenAPI 3.0.3, "Data Types")',
    '3.0.3',
    { type: 'string', format: 'phone' },
    ['a'],
    [1],
  ],
  ['multipleOf is about decimals, not floats', '3.0.3', { type: 'number', multipleOf: 0.01 }, [0.07, 1.15], [0.005]],
  ['a pattern may match anywhere', '3.0.3', { type: 'string', pattern: 'b' }, ['abc'], ['ac']],
  [
    'a property called nullable or example is a property',
    '3.0.3',
    { type: 'object', properties: { nullable: { type: 'boolean' }, example: { type: 'integer' } } },
    [{ nullable: true, example: 1 }],
    [{ nullable: 'yes' }, { example: 'x' }],
  ],
  [
    'example, xml, discriminator and x- words say nothing about validity',
    '3.0.3',
    { type: 'string', example: 1, xml: { name: 'x' }, 'x-other': true, deprecated: true },
    ['a'],
    [1],
  ],
];
for (const [rule, openapi, schema, yes, no] of rules)
  test(`schema rule: ${rule}`, async () => {
    for (const value of yes) expect(await takes(schema, value as never, openapi), JSON.stringify(value)).toBe(true);
    for (const value of no) expect(await takes(schema, value as never, openapi), JSON.stringify(value)).toBe(false);
  });

test('siblings of a $ref count in 3.1 and not in 3.0', async () => {
  const beside = { type: 'object', properties: { a: { $ref: '#/components/schemas/Text', minLength: 3 } } };
  const others = { Text: { type: 'string' } };
  expect(await takes(beside, { a: 'x' }, '3.0.3', others)).toBe(true);
  expect(await takes(beside, { a: 'x' }, '3.1.0', others)).toBe(false);
});

test('an overlay adds, merges and removes, and its words become clauses', async () => {
  const [contract] = await load({
    'v1.openapi.yaml': tiny({ schemas: { Thing: { type: 'object', properties: { id: { type: 'string' } } } } }),
    'overlay.yaml': overlay(
      { target: '$.components.schemas.Thing.properties.id', update: { minLength: 1 } },
      { target: "$.paths['/things/{thingId}'].get.parameters[?@.name=='thingId']", update: { 'x-role': 'tenant' } },
      {
        target: "$.paths['/things/{thingId}'].get",
        update: {
          'x-promises': [{ id: 'lifecycle/kept', level: 'SHOULD', sentence: 'is kept', page: 'https://d.example/p' }],
        },
      },
    ),
  });
  expect(contract?.clauses.get('max-ai-v1/getThing/200/body/id/minLength')?.sentence).toBe('id is not empty');
  expect(contract?.operations.get('max-ai-v1/getThing')?.parameters[0]?.role).toBe('tenant');
  expect(contract?.clauses.get('max-ai-v1/getThing/lifecycle/kept')).toMatchObject({
    level: 'SHOULD',
    at: 'https://d.example/p',
  });
});

test('an overlay supports copy, and remove wins over update', async () => {
  const schemas = { Thing: { type: 'object' }, Other: { required: ['id'] } };
  const [contract] = await load({
    'v1.openapi.yaml': tiny({ schemas }),
    'overlay.yaml': {
      ...overlay(
        { target: '$.components.schemas.Thing', copy: '$.components.schemas.Other' },
        { target: '$.components.schemas.Other', update: { type: 'object' }, remove: true },
      ),
      overlay: '1.1.0',
      extends: './v1.openapi.yaml',
    },
  });
  expect(contract?.document['components']).toEqual({ schemas: { Thing: { type: 'object', required: ['id'] } } });
});

test('every action of the overlays in specs/ says its reason and the page that says it', () => {
  for (const vendor of readdirSync(specsFolder, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const file = path.join(specsFolder, vendor.name, 'overlay.yaml');
    if (!existsSync(file)) continue;
    for (const action of readOverlay(readFileSync(file, 'utf8'), file).actions) {
      expect(action.description?.length ?? 0, `${file} ${action.target}`).toBeGreaterThan(10);
      expect(action['x-page'], `${file} ${action.target}`).toMatch(/^https:\/\//);
    }
  }
});

const unreadable: readonly (readonly [what: string, files: Record<string, unknown>, says: RegExp])[] = [
  [
    'a document that is no YAML',
    { 'v1.openapi.yaml': 'openapi: 3.0.3\n  info: [' },
    /^specs\/max-ai\/v1\.openapi\.yaml#\/: cannot be read: \S/,
  ],
  [
    'a document that is a list',
    { 'v1.openapi.yaml': '[1, 2]' },
    /^specs\/max-ai\/v1\.openapi\.yaml#\/: is not an OpenAPI document: it holds no object$/,
  ],
  [
    'a document that is something else',
    { 'v1.openapi.yaml': 'name: a\nversion: 1' },
    /^specs\/max-ai\/v1\.openapi\.yaml#\/: is not an OpenAPI document: it has neither openapi nor swagger$/,
  ],
  [
    'a version that nobody reads',
    { 'v1.openapi.yaml': tiny({ openapi: '4.0.0' }) },
    /^specs\/max-ai\/v1\.openapi\.yaml#\/openapi: version "4\.0\.0" cannot be read/,
  ],
  [
    'an overlay that is no YAML',
    { 'v1.openapi.yaml': tiny(), 'overlay.yaml': 'overlay: [1' },
    /^specs\/max-ai\/overlay\.yaml: is not YAML: \S/,
  ],
  [
    'an overlay action that finds its target in no document',
    { 'v1.openapi.yaml': tiny(), 'overlay.yaml': overlay({ target: '$.components.schemas.Gone', update: {} }) },
    /^specs\/max-ai\/overlay\.yaml#\/actions\/0\/target: matches nothing in any document of max-ai$/,
  ],
  [
    'an overlay target that is no JSONPath',
    { 'v1.openapi.yaml': tiny(), 'overlay.yaml': overlay({ target: '$.info[?(', update: {} }) },
    /^specs\/max-ai\/overlay\.yaml#\/actions\/0\/target: is not a JSONPath \(RFC 9535\): \S/,
  ],
];
for (const [what, files, says] of unreadable)
  test(`${what} is an error with file, place and reason`, async () => {
    expect(await rejection(load(files))).toMatch(says);
  });

const thing = (schema: unknown, more: object = {}) => ({
  'v1.openapi.yaml': tiny({ schemas: { Thing: schema }, ...more }),
});

const flawed: readonly (readonly [what: string, files: Record<string, unknown>, finding: Partial<DocumentFinding>])[] =
  [
    [
      'no info.title',
      { 'v1.openapi.yaml': { ...tiny(), info: { version: '1' } } },
      { rule: 'structure', pointer: '/info', sentence: 'Info has no title' },
    ],
    [
      'a version that is a number',
      { 'v1.openapi.yaml': { ...tiny(), info: { title: 't', version: 1 } } },
      { rule: 'structure', pointer: '/info/version' },
    ],
    [
      'a type that does not exist',
      thing({ type: 'text' }),
      { rule: 'wrong-schema', pointer: '/components/schemas/Thing/type' },
    ],
    [
      'a bound that is a text',
      thing({ type: 'string', minLength: '3' }),
      { rule: 'wrong-schema', pointer: '/components/schemas/Thing/minLength' },
    ],
    ['a schema that is a list', thing([]), { rule: 'wrong-schema', pointer: '/components/schemas/Thing' }],
    [
      'a dangling $ref',
      thing({ $ref: '#/components/schemas/Gone' }),
      {
        rule: 'dangling-reference',
        at: 'specs/max-ai/v1.openapi.yaml#/components/schemas/Thing/$ref',
        sentence: '"#/components/schemas/Gone" does not resolve to a schema, so this schema is ignored',
      },
    ],
    ['a $ref to a missing file', thing({ $ref: './gone.yaml#/Thing' }), { rule: 'dangling-reference' }],
    ['a $ref above the folder', thing({ $ref: '../gone.yaml#/Thing' }), { rule: 'outside-reference' }],
    ['a $ref to the network', thing({ $ref: 'http://127.0.0.1:9/thing' }), { rule: 'outside-reference' }],
    ['a schema that refers to itself', thing({ $ref: '#/components/schemas/Thing' }), { rule: 'reference-loop' }],
    [
      'a choice of itself',
      thing({ anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Thing' }] }),
      { rule: 'reference-loop' },
    ],
    [
      'a pattern that needs backtracking',
      thing({ type: 'string', pattern: '(a+)\\1' }),
      { rule: 'pattern', pointer: '/components/schemas/Thing/pattern' },
    ],
    [
      'a pattern of another language',
      thing({ type: 'string', pattern: '\\A[a-z]+\\z' }),
      { rule: 'pattern', pointer: '/components/schemas/Thing/pattern' },
    ],
    [
      'a name under patternProperties that needs backtracking',
      thing({ patternProperties: { '^(?<!x)a': { type: 'string' } } }, { openapi: '3.1.0' }),
      { rule: 'pattern', pointer: '/components/schemas/Thing/patternProperties/^(?<!x)a' },
    ],
    [
      'an unknown keyword',
      thing({ type: 'string', minLenght: 3 }),
      { rule: 'unknown-keyword', sentence: '"minLenght" is no keyword of OpenAPI 3.0 and has no effect' },
    ],
    ['a keyword of 3.1 in 3.0', thing({ const: 'a' }), { rule: 'unknown-keyword' }],
    ['bounds that exclude each other', thing({ minLength: 3, maxLength: 2 }), { rule: 'contradiction' }],
    ['an enum of another type', thing({ type: 'integer', enum: ['a'] }), { rule: 'contradiction' }],
    [
      'nullable beside a $ref',
      thing(
        { $ref: '#/components/schemas/Other', nullable: true },
        { schemas: { Thing: { $ref: '#/components/schemas/Other', nullable: true }, Other: { type: 'string' } } },
      ),
      { rule: 'nullable' },
    ],
    [
      'an unknown security scheme',
      { 'v1.openapi.yaml': tiny({ operation: { security: [{ gone: [] }] } }) },
      { rule: 'security-scheme' },
    ],
    [
      'a path parameter that nobody describes',
      { 'v1.openapi.yaml': tiny({ operation: { parameters: [] } }) },
      { rule: 'path-parameter' },
    ],
    [
      'a status that is none',
      { 'v1.openapi.yaml': tiny({ operation: { responses: { ok: { description: 'ok' } } } }) },
      { rule: 'structure', pointer: '/paths/~1things~1{thingId}/get/responses/ok' },
    ],
    [
      'content that is a text',
      { 'v1.openapi.yaml': tiny({ operation: { responses: { '200': { description: 'a', content: 'json' } } } }) },
      { rule: 'structure' },
    ],
    ['no operation', { 'v1.openapi.yaml': { ...tiny(), paths: {} } }, { rule: 'no-operations' }],
    [
      'a key twice',
      { 'v1.openapi.yaml': "openapi: 3.0.3\ninfo: { title: t, version: '1', title: u }\npaths: {}\n" },
      { rule: 'duplicate-key' },
    ],
  ];
for (const [what, files, finding] of flawed)
  test(`${what} is a finding about the document, which loads`, async () => {
    const [contract] = await load(files);
    expect(contract?.findings).toContainEqual(expect.objectContaining(finding));
    for (const each of contract?.findings ?? []) expect(each.sentence).not.toContain('\n');
  });

test('an operation with a dangling parameter reference is left out, the others are kept', async () => {
  const get = (parameters: unknown[]) => ({ get: { parameters, responses: { '200': { description: 'ok' } } } });
  const [contract] = await load({
    'v1.openapi.yaml': { ...tiny(), paths: { '/a': get([{ $ref: '#/components/parameters/Gone' }]), '/b': get([]) } },
  });
  expect([...(contract?.operations.keys() ?? [])]).toEqual(['max-ai-v1/GET-b']);
  expect(contract?.findings.map(({ rule, at }) => [rule, at])).toEqual([
    ['dangling-reference', 'specs/max-ai/v1.openapi.yaml#/paths/~1a/get/parameters/0/$ref'],
  ]);
});

test('the same flaw in many places is one finding that counts them', async () => {
  const schemas = Object.fromEntries(['A', 'B', 'C'].map((name) => [name, { type: 'string', enumNames: ['x'] }]));
  const { findings } = await tinyContract({ schemas });
  expect(findings.map(({ rule, pointer, places }) => [rule, pointer, places])).toEqual([
    ['unknown-keyword', '/components/schemas/A/enumNames', 3],
  ]);
});

test('a document nested a thousand levels deep is not walked', async () => {
  let schema: object = { type: 'string' };
  for (let level = 0; level < 1_000; level += 1) schema = { type: 'array', items: schema };
  const document = tiny({ schemas: { Thing: schema } });
  expect(await rejection(load({ 'v1.openapi.json': document }))).toContain('is nested deeper than 250 levels');
});

test('one vendor’s broken document stops neither its other documents nor other vendors', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'vendors-'));
  const write = (vendor: string, name: string, content: unknown) => {
    mkdirSync(path.join(root, 'specs', vendor), { recursive: true });
    writeFileSync(
      path.join(root, 'specs', vendor, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  };
  write('books', 'v1.openapi.json', tiny());
  write('books', 'v2.openapi.yaml', 'openapi: [');
  write('films', 'v1.openapi.yaml', tiny());
  write('songs', 'v1.openapi.yaml', 'nothing');
  const loaded = await loadContracts(path.join(root, 'specs'));
  rmSync(root, { recursive: true });
  expect(loaded.map(({ vendor, contracts, errors }) => [vendor, contracts.map(({ id }) => id), errors.length])).toEqual(
    [
      ['books', ['books-v1'], 1],
      ['films', ['films-v1'], 0],
      ['songs', [], 1],
    ],
  );
  expect(loaded[0]?.errors[0]).toBeInstanceOf(UserError);
  expect(loaded[0]?.errors[0]?.message).toMatch(/^specs\/books\/v2\.openapi\.yaml#\/: cannot be read: /);
});

test('beside a name pattern that cannot be run no property counts as undeclared, and the rest is judged', async () => {
  const schema = {
    properties: { n: { type: 'integer' } },
    patternProperties: { '^(?<!x)a': { type: 'string' } },
    additionalProperties: false,
  };
  const [contract] = await load(thing(schema, { openapi: '3.1.0' }));
  const pointer = '/components/schemas/Thing';
  const accepted = (value: Json) => contract?.schemas.accepts(pointer, value);
  expect([accepted({ a: 1, b: 2 }), accepted({ n: 1 }), accepted({ n: 'one' })]).toEqual([true, true, false]);
  const visited: string[] = [];
  if (contract) walkValue(contract, pointer, { a: 'x' }, (at) => visited.push(at));
  expect(visited, 'the walk does not run the pattern').toEqual(['']);
});
