import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import type { JsonSchema } from '../../../helpers/contract/types.ts';
import { readText } from '../../../helpers/contract/import/read-text.ts';
import { repinned, rewrite } from '../../../helpers/contract/import/repin.ts';
import { readSources, writeSources } from '../../../helpers/contract/import/source-md.ts';
import { readTypeScript } from '../../../helpers/contract/import/typescript-types.ts';
import { importParts } from '../../../helpers/contract/import/versions.ts';
import { compareDocuments } from '../../../helpers/verdict/drift/compare.ts';
import { planImport, type ImportInput } from '../../../helpers/verdict/drift/import-plan.ts';
import { changedPages, collected, filesIn, invoxPages, maxAiPages } from './pages.ts';

const published = (version: string) =>
  parse(filesIn('specs/max-ai').get(`${version}.openapi.yaml`) ?? '') as JsonSchema;
const tiny = (more: object = {}): string =>
  JSON.stringify({ openapi: '3.0.3', info: { title: 'Books', version: '1.2.0' }, paths: {}, ...more });
const planned = (input: Partial<ImportInput> & Pick<ImportInput, 'collected'>) =>
  planImport({
    vendor: 'books',
    files: new Map(),
    today: '2026-11-26',
    toOpenApi3: (document) => document,
    newOperations: 'pin',
    ...input,
  });

test('the three pages give the two pinned documents', async () => {
  const documents = importParts((await collected(maxAiPages)).parts);
  expect(documents.map(({ version, parts, conflicts }) => [version, parts.length, conflicts])).toEqual([
    ['v2', 2, []],
    ['v3', 1, []],
  ]);
  for (const { version, document } of documents) {
    expect(document).toEqual(published(version));
    expect(compareDocuments(published(version), document)).toEqual([]);
  }
});

test('names that every object of JavaScript has are names like others', () => {
  const page = (text: string) => ({
    from: 'a',
    kind: 'page' as const,
    notes: [],
    document: JSON.parse(text) as JsonSchema,
  });
  const named = '{"paths":{},"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}';
  const [both] = importParts([page('{"paths":{}}'), page(named)]);
  expect(JSON.stringify(both?.document)).toBe(named);
  expect(both?.conflicts).toEqual([]);
  expect(importParts([page('{}'), page('{"__proto__":{"polluted":true}}')])).toHaveLength(1);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  const pinned = { pinned: page('{"properties":{}}').document, published: page(named).document };
  const again = repinned({ ...pinned, reworded: new Set(), keepSecurity: false, complete: true });
  expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(named));
  expect(Object.keys(again['properties'] ?? {})).toEqual(['__proto__', 'constructor']);
  expect(readTypeScript('interface A { a: constructor }')?.uses).toEqual(['constructor']);
});

test('pages in other words differ in wording only', async () => {
  const other = new Map(
    [...maxAiPages].map(([name, text]) => [
      name,
      text.replaceAll(/^( +)description: .*$/gm, '$1description: Other words'),
    ]),
  );
  for (const { version, document } of importParts((await collected(other)).parts)) {
    const changes = compareDocuments(published(version), document);
    expect(changes.length).toBeGreaterThan(20);
    expect(new Set(changes.map(({ severity }) => severity))).toEqual(new Set(['editorial']));
  }
});

test('pages of one version that contradict each other are named, and the first one is kept', async () => {
  const pages = changedPages('get-signed-url-for-a-note-image.md', [
    /(PublicApiBadRequestResponse:\n +type: object\n +properties:\n +code:\n +type:) string/,
    '$1 integer',
  ]);
  const [v2] = importParts((await collected(pages)).parts);
  expect(v2?.conflicts.map(({ pointer, kept, dropped, wording }) => [pointer, kept, dropped, wording])).toEqual([
    [
      '/components/schemas/PublicApiBadRequestResponse/properties/code/type',
      { from: 'delete-image-from-note.md', value: 'string' },
      { from: 'get-signed-url-for-a-note-image.md', value: 'integer' },
      false,
    ],
  ]);
});

test('files are taken whole: OpenAPI and Swagger, JSON and YAML, with merge keys', () => {
  const texts: readonly (readonly [string, string])[] = [
    [tiny(), '3.0.3'],
    ['openapi: 3.1.0\ninfo: { title: a, version: "1" }\npaths: {}\n', '3.1.0'],
    ['# comment\nswagger: "2.0"\ninfo: { title: a, version: "1" }\npaths: {}\n', '2.0'],
    ['x: &a { title: t }\nopenapi: 3.0.0\ninfo:\n  <<: *a\n  version: "1"\npaths: {}\n', '3.0.0'],
  ];
  for (const [text, version] of texts) {
    const found = readText({ name: 'a', text });
    const document = found.kind === 'parts' ? found.parts[0]?.document : undefined;
    expect(document?.['openapi'] ?? document?.['swagger']).toBe(version);
  }
  const merged = readText({ name: 'a', text: texts[3]?.[0] ?? '' });
  expect(merged.kind === 'parts' && merged.parts[0]?.document['info']).toEqual({ title: 't', version: '1' });
});

test('a text with nothing to import is reported in one line', () => {
  const nothing: readonly (readonly [string, string])[] = [
    ['', 'it has no OpenAPI block and no method with a path'],
    ['# Guide\n\nUse the API well.\n', 'it has no OpenAPI block and no method with a path'],
    ['{"openapi": "3.0.0", ', 'it is neither JSON nor YAML'],
    ['openapi: 3.0.0\n  bad: [', 'it is neither JSON nor YAML'],
    ['{"name": "no api"}', 'it has no OpenAPI block and no method with a path'],
  ];
  for (const [text, because] of nothing) {
    const found = readText({ name: 'a.md', text });
    expect(found.kind === 'nothing' && found.because, text).toContain(because);
  }
});

test('an index is followed on its own site, once, and guides beside operations are no API', async () => {
  const site = 'https://docs.books.example';
  const page = maxAiPages.get('upload-image-to-note.md') ?? '';
  const texts = new Map([
    [
      `${site}/llms.txt`,
      '# Books\n- [Upload](/api/upload.md): uploads\n- [Upload](https://docs.books.example/api/upload.md)\n- [Guide](guide.md)\n- [Elsewhere](https://evil.example/x.md)\n- [Chat](https://docs.books.example/chat)\n',
    ],
    [`${site}/api/upload.md`, page],
    [`${site}/guide.md`, 'Call it:\nGET /things\n200\n{ "a": 1 }\n'],
  ]);
  const found = await collected(texts, [`${site}/llms.txt`]);
  expect(found.texts.map(({ name }) => name)).toEqual([...texts.keys()]);
  expect(found.parts.map(({ kind }) => kind)).toEqual(['page']);
  expect(found.complete).toBe(true);
  texts.delete(`${site}/guide.md`);
  const partial = await collected(texts, [`${site}/llms.txt`]);
  expect(partial.complete).toBe(false);
  expect(partial.unread.map(({ name }) => name)).toEqual([`${site}/guide.md`]);
});

test('prose gives the skeleton transcribed by hand, and reports what could not be read', async () => {
  const [skeleton, ...others] = importParts((await collected(invoxPages)).parts);
  expect(others).toEqual([]);
  expect([skeleton?.version, skeleton?.needsPerson]).toEqual(['2026-03-01', true]);
  const pinned = parse(filesIn('specs/invox-medical').get('2026-03-01.openapi.yaml') ?? '') as JsonSchema;
  const changes = compareDocuments(pinned, skeleton?.document ?? {}).filter(({ severity }) => severity !== 'editorial');
  // The page of the other operation is not among these.
  expect(changes.map(({ rule, from }) => [rule, from])).toEqual([
    ['api-removed-without-deprecation', 'POST /v1/generate-signed-urls-for-documents'],
  ]);
  expect(skeleton?.parts[0]?.notes.map(({ code, names }) => [code, names])).toEqual([
    ['undeclared-type', ['GENERATE_PRESIGNURL_ERROR_TYPE', 'DELETE_DOCUMENT_ERROR_TYPE']],
    ['type-declared-twice', ['DeleteDocumentResponseType']],
    ['type-declared-twice', ['DELETE_DOCUMENT_ERROR_TYPE']],
    ['enum-syntax', ['DELETE_DOCUMENT_ERROR_TYPE']],
    ['enum-syntax', ['DELETE_DOCUMENT_ERROR_TYPE']],
    ['no-server', []],
  ]);
});

test('types of prose: optional, lists, choices of texts, enums with and without commas', () => {
  const schema = (text: string) => readTypeScript(text)?.schema;
  expect(schema("interface A { id?: string; tags: string[]; kind: 'a' | 'b'; n: number | null }")).toEqual({
    type: 'object',
    properties: {
      id: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      kind: { type: 'string', enum: ['a', 'b'] },
      n: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    },
    required: ['tags', 'kind', 'n'],
  });
  expect(readTypeScript("enum E { A = 'a', B = 'b' }")).toMatchObject({
    malformed: false,
    schema: { enum: ['a', 'b'] },
  });
  expect(readTypeScript("enum E { A = 'a' B: 'b' }")).toMatchObject({ malformed: true, schema: { enum: ['a', 'b'] } });
  for (const text of ['a sentence {', 'const x = 5', '{ "a": }', 'interface A'])
    expect(schema(text), text).toBeUndefined();
});

test('a new vendor: a file is pinned to the byte, pages are put together, prose becomes a skeleton', async () => {
  const text = tiny();
  const one = planned({ collected: await collected(new Map([['openapi.json', text]])) });
  expect([...one.writes.keys()]).toEqual(['v1.openapi.json', 'SOURCE.md']);
  expect(one.writes.get('v1.openapi.json')).toBe(text);
  expect(one.writes.get('SOURCE.md')).toMatch(
    /\| `v1\.openapi\.json` \| openapi\.json \| 2026-11-26 \| `[0-9a-f]{64}` \|/,
  );
  const pages = planned({ collected: await collected(maxAiPages) });
  expect([...pages.writes.keys()]).toEqual(['v2.openapi.yaml', 'v3.openapi.yaml', 'SOURCE.md']);
  expect(parse(pages.writes.get('v2.openapi.yaml') ?? '')).toEqual(published('v2'));
  const prose = planned({ collected: await collected(invoxPages) });
  expect(prose.documents.map(({ file, what }) => [file, what])).toEqual([['2026-03-01.openapi.yaml', 'skeleton']]);
});

test('pinned documents stay unchanged; their own wording is recorded', async () => {
  const files = filesIn('specs/max-ai');
  const other = new Map(
    [...maxAiPages].map(([name, text]) => [name, text.replaceAll('description: ID of the note', 'description: Note')]),
  );
  const first = planned({
    vendor: 'max-ai',
    files: new Map([...files].filter(([name]) => name !== 'explained.lock')),
    collected: await collected(other),
  });
  expect(first.documents.map(({ what, news, explained }) => [what, news.length, explained.length])).toEqual([
    ['unchanged', 0, 2],
    ['unchanged', 0, 1],
  ]);
  expect([...first.writes.keys()]).toEqual(['SOURCE.md', 'explained.lock']);
  const again = planned({
    vendor: 'max-ai',
    files: new Map([...files, ...first.writes]),
    collected: await collected(other),
  });
  expect([...again.writes.keys()]).toEqual([]);
});

test('only the change is imported: comments, order and own wording stay', async () => {
  const files = new Map([...filesIn('specs/max-ai')].filter(([name]) => name !== 'explained.lock'));
  const before = files.get('v2.openapi.yaml') ?? '';
  const { writes, documents } = planned({
    vendor: 'max-ai',
    files,
    collected: await collected(
      changedPages('delete-image-from-note.md', [
        '            - archived\n',
        '            - archived\n            - failed\n',
      ]),
    ),
  });
  expect(documents.map(({ what, news }) => [what, news.map(({ rule }) => rule)])).toEqual([
    ['updated', ['response-property-enum-value-added']],
    ['unchanged', []],
  ]);
  const after = writes.get('v2.openapi.yaml') ?? '';
  const added = after.split('\n').filter((line) => line.trim() === '- failed');
  expect(added).toEqual(['            - failed']);
  expect(after.split('\n').slice(0, 3)).toEqual(before.split('\n').slice(0, 3));
  const expected = before.replace(/^( +- archived\n)/m, '$1            - failed\n');
  expect(parse(after)).toEqual(parse(expected));
});

test('an operation missing from single pages is not removed', async () => {
  const files = filesIn('specs/max-ai');
  const one = new Map([...maxAiPages].filter(([name]) => name === 'delete-image-from-note.md'));
  const { documents, alone } = planned({ vendor: 'max-ai', files, collected: await collected(one) });
  expect(documents.map(({ what, news }) => [what, news])).toEqual([['unchanged', []]]);
  expect(alone.map(({ file }) => file)).toEqual(['v3.openapi.yaml']);
});

test('prose never overwrites a completed skeleton', async () => {
  const changed = new Map(
    [...invoxPages].map(([name, text]) => [
      name,
      text.replace('documentId: string;\n};', 'documentId: string;\ndeletedAt: string;\n};'),
    ]),
  );
  const files = filesIn('specs/invox-medical');
  const plan = planned({ vendor: 'invox-medical', files, collected: await collected(changed) });
  expect(plan.documents.map(({ what }) => what)).toEqual(['kept']);
  expect([...plan.writes.keys()]).not.toContain('2026-03-01.openapi.yaml');
});

test('a rewritten YAML text keeps what did not change; a number as a key is a name', () => {
  const text = '# ours\na: 1 # one\nresponses:\n  200: { x: "y" }\n  404: {}\nlist: [1]\n';
  expect(rewrite(text, { a: 1, responses: { '200': { x: 'z' }, '404': {} }, list: [1, 2], b: true })).toBe(
    '# ours\na: 1 # one\nresponses:\n  200: { x: z }\n  404: {}\nlist:\n  - 1\n  - 2\nb: true\n',
  );
  expect(rewrite('{"a":1}', { a: 2 })).toBe('{\n  "a": 2\n}\n');
});

test('SOURCE.md: the own part is kept up to date, everything else stays', () => {
  const source = {
    file: 'v1.openapi.yaml',
    page: 'https://a.example/x.md?a=b|c',
    read: '2026-11-26',
    sha256: 'a'.repeat(64),
  };
  const first = writeSources('# Own words\n\nText.\n', 'books', [source]);
  expect(first).toContain('# Own words\n\nText.\n');
  expect(readSources(first)).toEqual([{ ...source, page: 'https://a.example/x.md?a=b%7Cc' }]);
  const second = writeSources(first, 'books', [
    { ...source, page: 'b.md' },
    { ...source, page: 'https://a.example/x.md?a=b%7Cc', sha256: 'b'.repeat(64) },
  ]);
  expect(readSources(second).map(({ page, sha256 }) => [page, sha256[0]])).toEqual([
    ['b.md', 'a'],
    ['https://a.example/x.md?a=b%7Cc', 'b'],
  ]);
  expect(second.match(/import: begin/g)).toHaveLength(1);
});
