/** Each check: answers that keep its promise, answers that break it, answers it has nothing to say about. */
import { expect, test } from '@playwright/test';
import { checks } from '../../../helpers/checks/index.ts';
import {
  enveloped,
  error,
  findings,
  inXml,
  json,
  operation,
  outcomes,
  said,
  thing,
  withSecret,
  type Made,
} from './answers.ts';
import type { Operation } from '../../../helpers/contract/types.ts';
import { expectLinear } from '../growth.ts';

type Headers = readonly (readonly [string, string])[];
const of200 = 'pass max-ai-v1/getThing/200';
const of400 = 'pass max-ai-v1/getThing/400';
const of404 = 'pass max-ai-v1/getThing/404';
const with200 = (...more: Headers): Made => ({ body: thing, headers: [...json(), ...more] });
const proto = '{"__proto__":1,"__proto__":2}';
const surrogate = Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]);
const gzipped: Headers = [
  ['Content-Length', '30'],
  ['Content-Encoding', 'gzip'],
];

/** For each check: what the answer is like, the answer, and what is said. */
const examples: Readonly<Record<string, readonly (readonly [like: string, made: Made, expected: string])[]>> = {
  'documented-status': [
    ['a documented status', {}, 'pass max-ai-v1/getThing/responses'],
    ['an undocumented success', { status: 202 }, 'fail STATUS_UNDOCUMENTED status'],
    ['an undocumented failure', { status: 500 }, 'fail STATUS_UNDOCUMENTED status'],
    ['304 to a request that was not conditional', { status: 304 }, 'fail STATUS_UNDOCUMENTED status'],
    ['a client error of a document that has none', { status: 418 }, 'recorded'],
  ],
  'answer-time': [
    ['just in time', { durationMs: 2_000 }, 'pass max-ai-v1/getThing/time'],
    ['too late, of which nothing is promised', { durationMs: 2_001 }, 'recorded'],
  ],
  'content-type': [
    ['the documented type', {}, `${of200}/content-type`],
    ['other letter case', { headers: json('Application/JSON ; Charset="UTF-8"; v=1') }, `${of200}/content-type`],
    ['a header in capitals', { headers: [['CONTENT-TYPE', 'application/json']] }, `${of200}/content-type`],
    ['another type', { headers: json('text/html') }, 'fail CONTENT_TYPE header:content-type'],
    ['a subtype', { headers: json('application/problem+json') }, 'fail CONTENT_TYPE header:content-type'],
    ['no type', { headers: [] }, 'fail CONTENT_TYPE header:content-type'],
    ['an unreadable type', { headers: json('json') }, 'fail CONTENT_TYPE header:content-type'],
    ['the type twice', { headers: [...json(), ...json()] }, 'fail CONTENT_TYPE header:content-type'],
    ['an undocumented status', { status: 418, headers: [] }, 'not-applicable'],
    ['an answer to HEAD', { method: 'HEAD', headers: [] }, 'not-applicable'],
  ],
  'valid-json': [
    ['one value', { body: thing }, `${of200}/body/json`],
    ['white space around it', { body: ' \r\n\t{"id":1} \n' }, `${of200}/body/json`],
    ['a scalar', { body: '17' }, `${of200}/body/json`],
    ['letters beyond ASCII', { body: '{"a":"診é😀"}' }, `${of200}/body/json`],
    ['no body', { body: '' }, 'fail BODY_EMPTY body'],
    ['a byte-order mark', { body: Buffer.from('\ufeff{}') }, 'fail BODY_BOM body'],
    ['bytes after the value', { body: '{}x' }, 'fail BODY_NOT_JSON body'],
    ['two values', { body: '{}\n{}' }, 'fail BODY_NOT_JSON body'],
    ['a zero byte after the value', { body: '{}\0' }, 'fail BODY_NOT_JSON body'],
    ['Latin-1', { body: Buffer.from('{"a":"\u00e9"}', 'latin1') }, 'fail BODY_NOT_UTF8 body'],
    ['a surrogate in UTF-8', { body: surrogate }, 'fail BODY_NOT_UTF8 body'],
    ['UTF-16', { body: Buffer.from('{}', 'utf16le') }, 'fail BODY_NOT_JSON body'],
    ['a comma too many', { body: '{"a":1,}' }, 'fail BODY_NOT_JSON body'],
    ['NaN', { body: '{"a":NaN}' }, 'fail BODY_NOT_JSON body'],
    ['single quotes', { body: "{'a':1}" }, 'fail BODY_NOT_JSON body'],
    ['text that says it is text', { body: 'no', headers: json('text/plain') }, 'not-applicable'],
  ],
  'duplicate-keys': [
    ['every key once', { body: thing }, `${of200}/body/duplicate-keys`],
    ['one key in two objects', { body: '{"a":{"k":1},"b":{"k":1}}' }, `${of200}/body/duplicate-keys`],
    ['a key twice', { body: '{"a":1,"a":2}' }, 'fail DUPLICATE_KEY body'],
    ['a key twice with one value', { body: '{"a":1,"a":1}' }, 'fail DUPLICATE_KEY body'],
    ['a key twice, once escaped', { body: '{"a":1,"\\u0061":2}' }, 'fail DUPLICATE_KEY body'],
    ['a key twice, deep down', { body: '{"a":[{"b":{"k":1,"k":2}}]}' }, 'fail DUPLICATE_KEY body'],
    ['__proto__ twice', { body: proto }, 'fail DUPLICATE_KEY body'],
    ['no JSON', { body: '{' }, 'not-applicable'],
  ],
  'body-schema': [
    ['what is documented', { body: thing }, `${of200}/body/id/required`],
    ['more than is documented', { body: { ...thing, extra: 1 } }, `${of200}/body`],
    ['a required property absent', { body: { size: 1 } }, 'fail BODY_REQUIRED /id'],
    ['another type', { body: { ...thing, size: '1' } }, 'fail BODY_TYPE /size'],
    ['null', { body: { ...thing, size: null } }, 'fail BODY_TYPE /size'],
    ['a number that is no integer', { body: { ...thing, size: 1.5 } }, 'fail BODY_TYPE /size'],
    ['a value below its minimum', { body: { ...thing, size: -1 } }, 'fail BODY_SCHEMA /size'],
    ['a value outside its enum', { body: { ...thing, state: 'NEW' } }, 'fail BODY_ENUM /state'],
    ['another format', { body: { ...thing, at: '21.11.2026' } }, 'fail BODY_FORMAT /at'],
    ['a wrong item', { body: { ...thing, items: [{ name: 'a' }, { name: 1 }] } }, 'fail BODY_TYPE /items/1/name'],
    ['a list where an object is due', { body: [] }, 'fail BODY_TYPE body'],
    ['one too many', { body: { ...thing, closed: { a: 1, b: 1 } } }, 'fail BODY_UNDECLARED /closed'],
    ['an empty text', { status: 404, body: { ...error, trace_id: '' } }, 'fail BODY_EMPTY_VALUE /trace_id'],
    ['no JSON', { body: '{' }, 'not-applicable'],
    ['an undocumented status', { status: 418 }, 'not-applicable'],
  ],
  'inferred-schema': [
    ['an id of the usual form', { body: thing }, `${of200}/body/id/form`],
    ['an id of another form', { body: { ...thing, id: '17' } }, 'fail FORM_INFERRED /id'],
    ['no id', { body: {} }, 'not-applicable'],
  ],
  'response-headers': [
    ['the header', with200(['x-ratelimit-limit', '1000']), `${of200}/headers/x-ratelimit-limit`],
    ['a header absent', { body: thing }, 'fail HEADER_ABSENT header:x-ratelimit-limit'],
    ['a word', with200(['X-RateLimit-Limit', 'many']), 'fail HEADER_VALUE header:x-ratelimit-limit'],
    ['a number too small', with200(['X-RateLimit-Limit', '-1']), 'fail HEADER_VALUE header:x-ratelimit-limit'],
    ['an empty value', with200(['X-RateLimit-Limit', '']), 'fail HEADER_VALUE header:x-ratelimit-limit'],
    ['a fraction', with200(['X-RateLimit-Limit', '1.5']), 'fail HEADER_VALUE header:x-ratelimit-limit'],
    [
      'the header twice',
      with200(['X-RateLimit-Limit', '1'], ['X-RateLimit-Limit', '2']),
      'fail HEADER_VALUE header:x-ratelimit-limit',
    ],
    ['a header that is only asked about, absent', { status: 404 }, 'recorded'],
    ['an optional header absent', { status: 400 }, 'recorded'],
    ['an optional header', { status: 400, headers: [['Retry-After', '3']] }, `${of400}/headers/retry-after/value`],
    [
      'an optional header of another form',
      { status: 400, headers: [['Retry-After', 'soon']] },
      'fail HEADER_VALUE header:retry-after',
    ],
    ['a required header absent', { status: 429 }, 'fail HEADER_ABSENT header:retry-after'],
    ['no headers documented', { status: 401 }, 'not-applicable'],
  ],
  'body-length': [
    ['the length of the body', { body: 'abc', headers: [['Content-Length', '3']] }, `${of200}/length`],
    ['bytes, not characters', { body: 'é', headers: [['Content-Length', '2']] }, `${of200}/length`],
    ['another', { body: 'abc', headers: [['Content-Length', '4']] }, 'fail CONTENT_LENGTH header:content-length'],
    ['no length (chunked)', { body: 'abc' }, 'not-applicable'],
    ['a compressed body', { body: 'abc', headers: gzipped }, 'not-applicable'],
    ['an answer to HEAD', { method: 'HEAD', body: '', headers: [['Content-Length', '30']] }, 'not-applicable'],
  ],
  cacheable: [
    ['nothing said', { body: thing }, `${of200}/headers/cache-control`],
    ['private', with200(['Cache-Control', 'private, max-age=60']), `${of200}/headers/cache-control`],
    ['no-store beside public', with200(['cache-control', 'public, no-store']), `${of200}/headers/cache-control`],
    ['a shared age of zero', with200(['Cache-Control', 's-maxage=0']), `${of200}/headers/cache-control`],
    ['public', with200(['Cache-Control', 'max-age=60, PUBLIC']), 'fail CACHE_PUBLIC header:cache-control'],
    ['a shared age', with200(['Cache-Control', 's-maxage=60']), 'fail CACHE_PUBLIC header:cache-control'],
    ['an error', { status: 404, headers: [['Cache-Control', 'public']] }, 'not-applicable'],
  ],
  'no-body': [
    ['204 without a body', { status: 204, body: '' }, 'pass max-ai-v1/getThing/204/body/none'],
    ['204 with a body', { status: 204, body: '{}' }, 'fail BODY_FORBIDDEN body'],
    ['200', {}, 'not-applicable'],
  ],
  'www-authenticate': [
    [
      '401 with a challenge',
      { status: 401, headers: [['www-authenticate', 'Bearer']] },
      'pass max-ai-v1/getThing/401/headers/www-authenticate',
    ],
    ['401 without', { status: 401 }, 'fail WWW_AUTHENTICATE header:www-authenticate'],
    ['404', { status: 404 }, 'not-applicable'],
  ],
  'allow-header': [
    ['its methods', { status: 405, headers: [['allow', 'head,get']] }, 'pass max-ai-v1/getThing/http/allow'],
    ['405 without', { status: 405 }, 'fail ALLOW_HEADER header:allow'],
    ['other methods', { status: 405, headers: [['Allow', 'POST']] }, 'fail ALLOW_HEADER header:allow'],
    ['404', { status: 404 }, 'not-applicable'],
  ],
  'error-envelope': [
    ['an undocumented error', { status: 418, body: error }, 'pass max-ai-v1/getThing/responses/envelope'],
    ['one without trace_id', { status: 418, body: { code: 'x' } }, 'fail ENVELOPE /trace_id'],
    ['an undocumented page', { status: 418, body: '<html>' }, 'fail ENVELOPE body'],
    ['null', { status: 418, body: 'null' }, 'fail ENVELOPE body'],
    ['a documented error', { status: 404, body: {} }, 'not-applicable'],
    ['an undocumented success', { status: 299 }, 'not-applicable'],
  ],
  'valid-xml': [
    ['another type', { body: '<a/>', headers: json('text/xml') }, 'not-applicable'],
    ['one document', { body: '<a/>', headers: json('application/xml') }, `${of200}/body/xml`],
    ['two documents', { body: '<a/><b/>', headers: json('application/xml') }, 'fail BODY_NOT_XML body'],
    ['JSON', { body: thing }, 'not-applicable'],
  ],
  internals: [
    ['an ordinary body', { body: thing }, `${of200}/body/internals`],
    ['the caller’s own key', { body: thing, echoes: ['MAX_AI_API_KEY'] }, 'fail INTERNALS_SHOWN body'],
    ['an undocumented page', { status: 418, body: '<h1>tea</h1>' }, 'pass max-ai-v1/getThing/responses/internals'],
    ['no body', { body: '' }, 'not-applicable'],
  ],
  'personal-data': [
    ['declared properties', { body: { ...thing, patientId: 'p1' } }, `${of200}/body/personal-data`],
    ['one of no person', { body: { ...thing, revision: 1 } }, `${of200}/body/personal-data`],
    ['a name', { body: { ...thing, patientName: 'x' } }, 'fail PERSONAL_DATA /patientName'],
    [
      'a birthday in an item',
      { body: { ...thing, items: [{}, { dateOfBirth: 'x' }] } },
      'fail PERSONAL_DATA /items/1/dateOfBirth',
    ],
  ],
  'write-only': [
    ['without it', { body: thing }, 'pass max-ai-v1/schema:Thing/secret/writeOnly'],
    ['with it', { body: { secret: 'x' } }, 'fail BODY_WRITE_ONLY /secret'],
    ['with it further inside', { body: { secret: null, inner: { pin: 1 } } }, 'fail BODY_WRITE_ONLY /inner/pin'],
    ['no object', { body: [] }, 'not-applicable'],
    ['no JSON', { body: 'x' }, 'not-applicable'],
  ],
  'undeclared-properties': [
    ['declared properties', { body: thing }, `${of200}/body/undeclared`],
    ['one more', { body: { ...thing, revision: 1 } }, 'recorded'],
    ['an error’s', { status: 404, body: error }, `${of404}/body/undeclared`],
  ],
};

const others: Readonly<Record<string, Operation>> = {
  'error-envelope': enveloped,
  'valid-xml': inXml,
  'write-only': withSecret,
};
const asked = (id: string): Operation => others[id] ?? operation;

for (const [id, rows] of Object.entries(examples))
  for (const [like, made, expected] of rows)
    test(`${id}: ${like}`, () => {
      const all = outcomes(id, asked(id), made).map(said);
      const besides = all.filter((each) => !each.startsWith('pass'));
      if (expected.startsWith('pass')) {
        expect(all).toContain(expected);
        expect(besides.filter((each) => each !== 'not-applicable')).toEqual([]);
      } else expect([...new Set(besides)]).toEqual([expected]);
    });

test('every check has an example that holds and one that is violated or noted', () => {
  for (const { id } of checks) {
    const expected = (examples[id] ?? []).map(([, , each]) => each);
    expect(
      expected.some((each) => each.startsWith('pass')),
      id,
    ).toBe(true);
    expect(
      expected.some((each) => /^(fail|recorded)/.test(each)),
      id,
    ).toBe(true);
  }
});

test('every check says its level first, and has an id of its own', () => {
  for (const { title } of checks) expect(title).toMatch(/^(MUST|SHOULD|INFO) [a-z]/);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

test('every finding names a clause that the contract has', () => {
  for (const [id, rows] of Object.entries(examples))
    for (const [like, made] of rows)
      for (const { clause } of findings(id, asked(id), made))
        expect(asked(id).contract.clauses.has(clause), `${id}: ${like}: ${clause}`).toBe(true);
});

for (const [what, body, expected] of [
  ['messsage', { errorType: 'x', messsage: 'a' }, []],
  ['message', { errorType: 'x', message: 'a' }, []],
  ['both', { errorType: 'x', messsage: 'a', message: 'a' }, []],
  ['none of the two', { errorType: 'x' }, ['BODY_REQUIRED /messsage messsage or message present']],
  ['messsage of another type', { errorType: 'x', messsage: 1 }, ['BODY_TYPE /messsage string']],
] as const)
  test(`of two accepted spellings an error may have: ${what}`, () => {
    const found = findings('body-schema', operation, { status: 400, body });
    expect(found.map(({ code, at, expected: wanted }) => `${code} ${at} ${wanted}`)).toEqual(expected);
  });

test('a finding never shows a value that could be health data', () => {
  const [found] = findings('body-schema', operation, { body: { ...thing, state: 'Jane Roe, born 1970' } });
  expect(found?.actual).toBe('a string of 19 characters');
  const [short] = findings('body-schema', operation, { body: { ...thing, state: 'archived' } });
  expect(short?.actual).toBe('"archived"');
});

test('an answer that comes later than promised is a finding where the overlay says so', () => {
  const promised = { ...operation, timeLimit: { milliseconds: 500, level: 'MUST' as const } };
  expect(findings('answer-time', promised, { durationMs: 1_499 })).toEqual([
    {
      code: 'SLOW',
      clause: 'max-ai-v1/getThing/time',
      at: 'transport',
      expected: 'an answer within 0.5 seconds',
      actual: '1.5 seconds',
    },
  ]);
});

test('__proto__ in a body is a property like any other', () => {
  const body = '{"__proto__":{"id":"thg_1"}}';
  expect(findings('body-schema', operation, { body }).map(({ at }) => at)).toEqual(['/id', '/size']);
  const wrapped = '{"__proto__":{"id":"thg_1","size":1}}';
  expect(findings('body-schema', operation, { body: wrapped }).map(({ at }) => at)).toEqual(['/__proto__']);
  expect(findings('duplicate-keys', operation, { body })).toEqual([]);
  const envelope = '{"__proto__":{"code":"x","trace_id":"y"}}';
  expect(findings('error-envelope', enveloped, { status: 418, body: envelope })).toHaveLength(1);
  expect(({} as { id?: unknown }).id, 'and nobody inherits it').toBeUndefined();
});

test('JSON nested 200,000 levels deep is judged by every check, in time that grows as its length', () => {
  const deepOf = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expectLinear(200_000, (levels) => {
    const deep = deepOf(levels);
    const objects = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    return () => {
      for (const body of [deep, `{"id":"thg_1","size":1,"more":${deep}}`, objects])
        for (const { id } of checks) outcomes(id, operation, { body });
    };
  });
  const nested = findings('valid-json', operation, { body: deepOf(200_000) });
  expect(nested.map(({ code }) => code)).toEqual(['BODY_NESTED']);
});

test('a body of four megabytes is judged by every check, in time that grows as its length', () => {
  expectLinear(100_000, (length) => {
    const items = Array.from({ length }, (_, n) => ({ name: `name ${n} at`, n }));
    const body = JSON.stringify({ ...thing, items });
    return () => {
      for (const { id } of checks) outcomes(id, operation, { body });
    };
  });
});
