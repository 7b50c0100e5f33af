/** Documents of several files, of several versions, and as text: what a file may look like, and what is read of others. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { contractsOf, loadContracts } from '../../../helpers/contract/load.ts';
import { methodsOf } from '../../../helpers/contract/operations.ts';
import type { Contract } from '../../../helpers/contract/types.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The contract of `v1.openapi.yaml` among files of one folder; `outside` stands beside that folder. */
async function read(
  files: Files,
  outside: Files = {},
  links: Readonly<Record<string, string>> = {},
): Promise<Contract> {
  const root = mkdtempSync(path.join(tmpdir(), 'files-'));
  const folder = path.join(root, 'specs', 'shop');
  const write = (base: string, all: Files) => {
    for (const [name, content] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
      writeFileSync(path.join(base, name), content);
    }
  };
  try {
    write(folder, files);
    write(path.join(root, 'specs'), outside);
    for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(folder, name));
    const [contract] = contractsOf(await loadContracts(path.join(root, 'specs')), ['shop']);
    if (!contract) throw new Error('no contract');
    return contract;
  } finally {
    rmSync(root, { recursive: true });
  }
}

const document = (paths: string, more = '') => `openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
${paths}
${more}`;
const answers = (schema: string) =>
  `responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } }`;

const shop: Files = {
  'v1.openapi.yaml': document(
    `  /orders: { $ref: 'paths/orders.yaml' }
  /orders/{id}: { $ref: './paths/order%20one.yaml#/byId' }`,
    `components: { schemas: { Root: { type: object, required: [root], properties: { root: { type: string } } } } }`,
  ),
  'paths/orders.yaml': `get: { operationId: listOrders, ${answers("{ type: array, items: { $ref: '../schemas/order.json' } }")} }`,
  'paths/order one.yaml': `byId: { get: { operationId: getOrder, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], ${answers("{ $ref: '../schemas/order.json' }")} } }`,
  'schemas/order.json': JSON.stringify({
    type: 'object',
    required: ['id'],
    properties: {
      id: { $ref: '#/definitions/id' },
      parent: { $ref: 'order.json' },
      root: { $ref: '../v1.openapi.yaml#/components/schemas/Root' },
    },
    definitions: { id: { type: 'integer' } },
  }),
};

test('a document of several files is read as one, and clauses say in which file they are written', async () => {
  const contract = await read(shop);
  expect([...contract.operations.keys()]).toEqual(['shop-v1/listOrders', 'shop-v1/getOrder']);
  expect(contract.findings.map(({ rule }) => rule)).toEqual(['unknown-keyword']);
  expect(contract.clauses.get('shop-v1/schema:order/id/required')?.at).toBe('specs/shop/schemas/order.json#');
  expect(contract.clauses.get('shop-v1/schema:order.definitions.id/type')?.at).toBe(
    'specs/shop/schemas/order.json#/definitions/id',
  );
  expect(contract.clauses.get('shop-v1/schema:Root/root/type')?.at).toBe(
    'specs/shop/v1.openapi.yaml#/components/schemas/Root/properties/root',
  );
  const schema = contract.operations.get('shop-v1/getOrder')?.responses.get('200')?.content[0]?.schemaPointer ?? '';
  expect(contract.schemas.accepts(schema, { id: 1, parent: { id: 2, root: { root: 'a' } } })).toBe(true);
  expect(contract.schemas.accepts(schema, { id: 1, parent: { id: 'x' } })).toBe(false);
  expect(contract.schemas.accepts(schema, { id: 1, root: {} })).toBe(false);
});

test('a file outside the folder of the document is never read', async () => {
  const secret = { 'secret.yaml': 'type: string\nminLength: 99\n' };
  const refer = (target: string) => ({
    'v1.openapi.yaml': document(`  /a: { get: { ${answers(`{ $ref: '${target}' }`)} } }`),
  });
  for (const target of ['../secret.yaml', './x/../../secret.yaml', '%2e%2e/secret.yaml', 'link.yaml']) {
    const contract = await read(refer(target), secret, { 'link.yaml': '../secret.yaml' });
    expect(
      contract.findings.map(({ rule }) => rule),
      target,
    ).toEqual([target === 'link.yaml' ? 'dangling-reference' : 'outside-reference']);
    if (target !== 'link.yaml') expect(contract.findings[0]?.sentence).toContain('npx @redocly/cli bundle FILE');
    expect(JSON.stringify(contract.document), target).not.toContain('minLength');
  }
});

const body = document(`  /a: { get: { operationId: a, ${answers('{ type: integer }')} } }`);
const texts: readonly (readonly [what: string, content: string | Uint8Array])[] = [
  ['YAML with a byte-order mark', `\uFEFF${body}`],
  ['UTF-16 with a byte-order mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(body, 'utf16le')])],
  ['lines that end with CR LF', body.replaceAll('\n', '\r\n')],
  [
    'merge keys',
    `x-common: &common { operationId: a, ${answers('{ type: integer }')} }
${document('  /a: { get: { <<: *common, summary: merged } }')}`,
  ],
  [
    'anchors',
    `${document(`  /a: { get: { operationId: a, ${answers('*int')} } }`).replace('paths:', 'x-int: &int { type: integer }\npaths:')}`,
  ],
  ['keys that look like numbers', body.replace("'200'", '200')],
  ['version 3.1', body.replace('3.0.3', '3.1.0')],
  ['version 3.2', body.replace('3.0.3', '3.2.0')],
  ['a version that is a number', body.replace('3.0.3', '3.1')],
];
for (const [what, content] of texts)
  test(`a document is read: ${what}`, async () => {
    const contract = await read({ 'v1.openapi.yaml': content });
    expect([...contract.operations.keys()]).toEqual(['shop-v1/a']);
    const [media] = contract.operations.get('shop-v1/a')?.responses.get('200')?.content ?? [];
    expect(contract.schemas.accepts(media?.schemaPointer ?? '', 'x')).toBe(false);
    expect(contract.schemas.accepts(media?.schemaPointer ?? '', 1)).toBe(true);
  });

test('a path item may be a reference, and may add operations to it', async () => {
  const contract = await read({
    'v1.openapi.yaml': document(
      `  /a: { $ref: '#/components/pathItems/A', post: { operationId: b, ${answers('{}')} } }`,
      `components: { pathItems: { A: { parameters: [{ name: q, in: query, schema: { type: string } }], get: { operationId: a, ${answers('{}')} } } } }`,
    ).replace('3.0.3', '3.1.0'),
  });
  expect([...contract.operations.values()].map(({ name, parameters }) => [name, parameters.length])).toEqual([
    ['b', 0],
    ['a', 1],
  ]);
  expect(methodsOf(contract, '/a')).toEqual(['POST', 'GET']);
  expect(contract.findings).toEqual([]);
});

test('a reference that leads nowhere in another file is told as it is written, from the folder of the document', async () => {
  const { findings } = await read({
    'v1.openapi.yaml': document(`  /a: { get: { ${answers("{ $ref: 'parts/a~b%20c.yaml#/None' }")} } }
  /b: { $ref: 'parts/a~b%20c.yaml#/no~1path' }
  /c: { get: { ${answers("{ $ref: 'parts/loop.yaml' }")} } }`),
    'parts/a~b c.yaml': 'Some: { type: string }',
    'parts/loop.yaml': "{ $ref: 'loop.yaml' }",
  });
  expect(findings.map(({ sentence }) => /^".*?"/.exec(sentence)?.[0])).toEqual([
    '"parts/a~b c.yaml#/no~1path"',
    '"parts/a~b c.yaml#/None"',
    '"parts/loop.yaml"',
  ]);
});
