/** Hostile documents: each ends with file, pointer and reason, soon, and nothing outside the folder is read or asked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { contractsOf, loadContracts } from '../../../helpers/contract/load.ts';
import { applyOverlay, readOverlay } from '../../../helpers/contract/overlay.ts';
import { at } from '../../../helpers/contract/pointer.ts';
import { UserError, type Contract, type JsonSchema } from '../../../helpers/contract/types.ts';
import { expectLinear } from '../growth.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tiny } from './tiny.ts';

function folderWith(text: string): string {
  const folder = path.join(temporaryFolder('hostile-specs'), 'specs');
  mkdirSync(path.join(folder, 'max-ai'), { recursive: true });
  writeFileSync(path.join(folder, 'max-ai', 'v1.openapi.yaml'), text);
  return folder;
}

/** Why a document is not read, else what is wrong with it, else undefined; either way before the test's own time is up. */
async function objection(document: object | string): Promise<string | undefined> {
  try {
    const contracts = contractsOf(
      await loadContracts(folderWith(typeof document === 'string' ? document : JSON.stringify(document))),
    );
    const [finding] = contracts.flatMap(({ findings }) => findings);
    return finding && `${finding.at}: ${finding.sentence}`;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}
const withThing = (Thing: object, more: object = {}) => tiny({ schemas: { Thing, ...more } });

test('a $ref to the network causes no request', async () => {
  let asked = 0;
  const server = http.createServer((_request, response) => response.end(String((asked += 1))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/thing.json`;
  expect(await objection(withThing({ $ref: url }))).toMatch(/v1\.openapi\.yaml#.*\$ref.*points outside/);
  expect(asked).toBe(0);
  server.close();
});

for (const target of ['/etc/hostname', 'file:///etc/hostname', '../../../../etc/hostname', '//host.test/x'])
  test(`a $ref to ${target} is not followed`, async () => {
    expect(await objection(withThing({ $ref: target }))).toMatch(
      /v1\.openapi\.yaml#\/components\/schemas\/Thing\/\$ref: .*points outside/,
    );
  });

test('a pattern that would hang a backtracking engine is matched in linear time, one that needs backtracking is not run', async () => {
  const [contract] = contractsOf(
    await loadContracts(folderWith(JSON.stringify(withThing({ type: 'string', pattern: '^(a+)+$' })))),
  );
  const accepts = (text: string) => (contract as Contract).schemas.accepts('/components/schemas/Thing', text);
  expect(accepts(`${'a'.repeat(5_000)}!`)).toBe(false);
  expectLinear(40_000, (length) => () => accepts(`${'a'.repeat(length)}!`));
  expect(await objection(withThing({ type: 'string', pattern: '(a+)\\1+$' }))).toMatch(
    /Thing\/pattern: .* cannot be matched in linear time/,
  );
});

for (const [pattern, reason] of [
  ['(?i)^all$', 'Invalid group'],
  ['^[a-z_-.]+$', 'Range out of order in character class'],
  ['/^\\d+$/', 'it is a literal between slashes, which no text can match'],
  ['\\Astart', '\\A is no escape'],
] as const)
  test(`what is no pattern of ECMA-262 is called so: ${pattern}`, async () => {
    expect(await objection(withThing({ type: 'string', pattern }))).toContain(
      ` is not a regular expression of ECMA-262 and is ignored: ${reason}`,
    );
  });

test('exponential aliases are rejected', async () => {
  const lines = ['x0: &x0 [a, a, a, a, a, a, a, a, a, a]'];
  for (let n = 1; n < 9; n += 1)
    lines.push(
      `x${n}: &x${n} [${Array(10)
        .fill(`*x${n - 1}`)
        .join(', ')}]`,
    );
  expect(await objection(`openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n${lines.join('\n')}\n`)).toMatch(
    /v1\.openapi\.yaml#/,
  );
});

test('a document nested 100,000 levels deep is rejected', async () => {
  const deep = `${'{"items":'.repeat(100_000)}{}${'}'.repeat(100_000)}`;
  expect(await objection(JSON.stringify(withThing({})).replace('"Thing":{}', `"Thing":${deep}`))).toMatch(
    /v1\.openapi\.yaml#/,
  );
});

test('200 schemas in a cycle are read or rejected with a reason; no stack overflow', async () => {
  const names = Array.from({ length: 200 }, (_each, n) => `S${n}`);
  const schemas = Object.fromEntries(
    names.map((name, n) => [
      name,
      { type: 'object', properties: { next: { $ref: `#/components/schemas/S${(n + 1) % 200}` } } },
    ]),
  );
  const said = await objection(withThing({ $ref: '#/components/schemas/S0' }, schemas));
  if (said !== undefined) expect(said).toMatch(/v1\.openapi\.yaml#/);
});

test('fields named like what every object of JavaScript has are told as unknown, and nothing more', async () => {
  const operation = { constructor: { a: 1 } };
  expect(await objection(tiny({ operation }))).toMatch(/get\/constructor: "constructor" is no field of Operation/);
});

test('an overlay gives a document fields of any name, and objects of JavaScript none', async () => {
  const update = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"type": "string"}}') as object;
  const actions = [{ target: '$.components.schemas.Thing', update }];
  const applied = applyOverlay(
    withThing({ type: 'object' }) as JsonSchema,
    readOverlay(JSON.stringify({ overlay: '1.0.0', info: { title: 'a', version: '1' }, actions }), 'overlay.yaml'),
    'overlay.yaml',
  );
  expect(at(applied.document, '/components/schemas/Thing/constructor')).toEqual({ type: 'string' });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('an overlay that cannot be read is one line about its vendor', async () => {
  const folder = folderWith(JSON.stringify(withThing({})));
  mkdirSync(path.join(folder, 'max-ai', 'overlay.yaml'));
  const [vendor] = await loadContracts(folder);
  expect(vendor?.errors.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^specs\/max-ai\/overlay\.yaml: cannot be read: EISDIR/),
  ]);
});
