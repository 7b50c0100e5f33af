import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { importParts } from '../../../helpers/contract/import/versions.ts';
import type { JsonSchema } from '../../../helpers/contract/types.ts';
import { gapsMarkdown } from '../../../helpers/report/gaps-text.ts';
import type { Gap, GapSource } from '../../../helpers/verdict/gaps/gap.ts';
import { gapsOf } from '../../../helpers/verdict/gaps/gaps.ts';
import { isOneLetterOff } from '../../../helpers/verdict/gaps/text-rules.ts';
import { baseText } from '../drift/mutations.ts';
import { collected, invoxPages, maxAiPages } from '../import/pages.ts';

const source = (document: JsonSchema, more: Partial<GapSource> = {}): GapSource => ({
  file: 'books.yaml',
  document,
  notes: [],
  problems: [],
  seen: new Map(),
  weightOf: () => 1,
  ...more,
});
const ofPages = async (): Promise<Gap[]> => {
  const { parts } = await collected(new Map([...maxAiPages, ...invoxPages]));
  return gapsOf(
    importParts(parts).map(({ version, document, parts: own }) =>
      source(document, { file: version, notes: own.flatMap(({ notes }) => notes) }),
    ),
  );
};
const found = (gaps: readonly Gap[], code: string, says: string) =>
  gaps.find((gap) => gap.code === code && gap.says.includes(says));

test('the four pages alone: gaps in body, security, enum, spelling and untyped 500', async () => {
  const gaps = await ofPages();
  const wanted: readonly (readonly [string, string, string, string])[] = [
    [
      'no-request-body',
      'POST /notes/{noteId}/images documents no request body',
      'Does POST /notes/{noteId}/images accept a request body?',
      'v3#/paths/~1notes~1{noteId}~1images/post',
    ],
    ['security-empty', '"security: []"', 'Is that intended, or should the root name the scheme', 'v2#/security'],
    [
      'undeclared-type',
      'GENERATE_PRESIGNURL_ERROR_TYPE',
      'DELETE_DOCUMENT_ERROR_TYPE is what is declared beside it: are they the same',
      '2026-03-01#/paths/~1v1~1delete-document/delete/responses/400',
    ],
    [
      'misspelled-name',
      'messsage',
      'Is the property really called messsage',
      '2026-03-01#/components/schemas/DeleteDocumentBadRequest/properties/messsage',
    ],
    [
      'untyped-error',
      '500 of DELETE /v1/delete-document',
      'How can a program distinguish the causes of 500',
      '2026-03-01#/paths/~1v1~1delete-document/delete/responses/500',
    ],
    [
      'missing-status',
      'POST /notes/{noteId}/images does not document 500',
      'When the service itself fails',
      'v3#/paths/~1notes~1{noteId}~1images/post/responses',
    ],
  ];
  for (const [code, says, question, at] of wanted) {
    const gap = found(gaps, code, says);
    expect(gap?.question, `${code} ${says}`).toContain(question);
    expect(gap?.at).toContain(at);
    expect(gap?.adds).toBeGreaterThan(0);
  }
  expect(gaps.map(({ adds }) => adds)).toEqual(gaps.map(({ adds }) => adds).toSorted((a, b) => b - a));
});

test('the same question about two versions is asked once, with both places', async () => {
  const gap = found(await ofPages(), 'security-empty', '"security: []"');
  expect(gap?.at).toEqual(['v2#/security', 'v3#/security']);
});

test('a complete document has no gap', () => {
  const whole = parse(`
openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /things/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid } }]
      security: [{ key: [] }]
      responses:
        '200': { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        default: { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X } }
  schemas:
    Thing: { type: object, required: [id, size], properties: { id: { type: string, format: uuid }, size: { type: integer, minimum: 0, maximum: 9 } } }
    Problem: { type: object, required: [code], properties: { code: { type: string, enum: [a, b] } } }
`) as JsonSchema;
  expect(gapsOf([source(whole)])).toEqual([]);
});

test('each rule finds a seeded gap, and none in the complete document', () => {
  const changes: readonly (readonly [string, string, string])[] = [
    ['required: [code]', 'description: An error', 'no-required'],
    [
      "content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }",
      'content: { application/json: {} } }',
      'no-error-schema',
    ],
    [
      "'201': { description: Added, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }",
      "'201': { description: Added }",
      'no-success-schema',
    ],
    ["            schema: { $ref: '#/components/schemas/NewBook' }", '            example: {}', 'no-request-schema'],
    ['pages: { type: integer }', "pages: { type: integer, example: 'ten' }", 'wrong-example'],
    ["'404': { description: None", "'429': { description: None", 'no-retry-after'],
    ['      security: [{ key: [] }]\n  /books/{bookId}', '      security: []\n  /books/{bookId}', 'security-empty'],
  ];
  const before = gapsOf([source(parse(baseText) as JsonSchema)]).map(({ code }) => code);
  for (const [from, to, code] of changes) {
    expect(baseText).toContain(from);
    const after = gapsOf([source(parse(baseText.replace(from, to)) as JsonSchema)]).map((gap) => gap.code);
    expect(after.filter((each) => each === code).length, code).toBeGreaterThan(
      before.filter((each) => each === code).length,
    );
  }
});

test('undocumented responses and document flaws become questions too', () => {
  const gaps = gapsOf([
    source(parse(baseText) as JsonSchema, {
      seen: new Map([['GET /books', ['418']]]),
      problems: [{ pointer: '/components/schemas/Book', sentence: 'a pattern cannot be run' }],
    }),
  ]);
  expect(found(gaps, 'undocumented-status-seen', 'GET /books was answered with 418')?.question).toContain(
    'when, and with which body?',
  );
  expect(found(gaps, 'document-problem', 'a pattern cannot be run')?.at).toEqual([
    'books.yaml#/components/schemas/Book',
  ]);
});

test('a gap of a schema counts once for each clause about it', () => {
  const [gap] = gapsOf([source(parse(baseText) as JsonSchema, { weightOf: () => 7 })]).filter(
    ({ code }) => code === 'no-bounds',
  );
  expect(gap?.adds).toBe(7);
});

test('words one letter apart are likely misspelled, plurals, counts and short words are not', () => {
  for (const [a, b] of [
    ['messsage', 'message'],
    ['mesage', 'message'],
    ['massage', 'message'],
  ] as const)
    expect(isOneLetterOff(a, b), `${a} ${b}`).toBe(true);
  for (const [a, b] of [
    ['items', 'item'],
    ['line1', 'line2'],
    ['id', 'is'],
    ['Title', 'title'],
    ['message', 'message'],
  ] as const)
    expect(isOneLetterOff(a, b), `${a} ${b}`).toBe(false);
});

test('the letter has one numbered question per gap and escapes quoted text', async () => {
  const gaps = await ofPages();
  const letter = gapsMarkdown([{ vendor: 'a|b', gaps }]);
  expect(letter.match(/^\d+\. /gm)).toHaveLength(gaps.length);
  expect(letter).toContain('# Questions about the API documents of a\\|b');
  const hostile = gapsMarkdown([
    { vendor: 'v', gaps: [{ code: 'x', at: ['f#/`a`'], says: '<script>', question: '[x](y)\n# z', adds: 1 }] },
  ]);
  expect(hostile).not.toMatch(/^# z|[^\\]<script|[^\\]\[x/m);
});
