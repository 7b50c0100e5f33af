/** What leaves the machine is what the case says, and whatever comes back becomes an exchange, never a surprise. */
import { expect, test } from '@playwright/test';
import type { CredentialKind, Exchange, RequestPlan } from '../../../helpers/contract/types.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { bytes, http, key, plan, rawServer, silentPort, wireTo, type Reaction, type Received } from './server.ts';

const operation = await tinyOperation();

/** Sends one plan to a server that reacts so. */
async function sent(
  parts: Partial<RequestPlan>,
  react?: Reaction,
  options: Parameters<typeof wireTo>[1] = {},
): Promise<{ request: Received | undefined; exchange: Exchange; calls: number }> {
  const server = await rawServer(react);
  const wire = await wireTo(server.baseUrl, options);
  try {
    const exchange = await wire.send({ operation, plan: plan(operation, parts) });
    return { request: server.received[0], exchange, calls: server.received.length };
  } finally {
    await wire.close();
    await server.close();
  }
}

const json = (text: string) =>
  ({ kind: 'raw', bytes: Buffer.from(text, 'latin1'), contentType: 'application/json' }) as const;

for (const text of ['{"broken": ', '', '\u00ff\u00fe{}', '{"a":1}x', '"\0"', '[1,]'])
  test(`a malformed body arrives byte for byte: ${JSON.stringify(text)}`, async () => {
    const { request } = await sent({ method: 'POST', body: json(text) });
    expect(request?.body.toString('latin1')).toBe(text);
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers['content-length'] ?? '0').toBe(String(text.length));
  });

test('a DELETE carries its body', async () => {
  const { request } = await sent({ method: 'DELETE', body: { kind: 'json', value: { documentId: 'é' } } });
  expect(request?.line).toBe('DELETE /things/a');
  expect(request?.body.toString()).toBe('{"documentId":"é"}');
  expect(request?.headers['content-length']).toBe('19');
});

test('a GET without a body has no body and no Content-Type', async () => {
  const { request } = await sent({});
  expect(request?.body.length).toBe(0);
  expect(request?.headers).not.toHaveProperty('content-type');
});

test('a form goes out with the parts it is given: none of a file, two of a name, a name in UTF-8', async () => {
  const note = { name: 'note', bytes: Buffer.from('x') };
  const without = await sent({ method: 'POST', body: { kind: 'multipart', parts: [note] } });
  expect(without.request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(without.request?.body.toString()).toContain('name="note"\r\n\r\nx\r\n');
  expect(without.request?.body.toString()).not.toContain('filename');
  const file = { name: 'file', fileName: 'bild-ö.png', contentType: 'image/png', bytes: Buffer.from([0, 255, 13, 10]) };
  const two = await sent({ method: 'POST', body: { kind: 'multipart', parts: [file, file] } });
  const text = two.request?.body.toString('latin1') ?? '';
  expect(text.split('name="file"; filename="').length).toBe(3);
  expect(two.request?.body.toString()).toContain('filename="bild-ö.png"');
  expect(text).toContain('Content-Type: image/png\r\n\r\n\u0000\u00ff\r\n\r\n--');
  const none = await sent({ method: 'POST', body: { kind: 'multipart', parts: [] } });
  expect(none.request?.body.toString()).toMatch(/^--\S+--\r\n/);
});

for (const [value, line] of [
  ['a%2Fb', 'GET /things/a%2Fb'],
  ['..%2F..%2Fx', 'GET /things/..%2F..%2Fx'],
  ['%D0%BD%C3%A9', 'GET /things/%D0%BD%C3%A9'],
  ['%00', 'GET /things/%00'],
  ['a'.repeat(400), `GET /things/${'a'.repeat(400)}`],
  ["a'b(c)!*", "GET /things/a'b(c)!*"],
] as const)
  test(`a path goes out as the case spells it: ${value.slice(0, 20)}`, async () => {
    expect((await sent({ path: { thingId: value } })).request?.line).toBe(line);
  });

test('a query goes out in order, encoded, and twice where it is given twice', async () => {
  const query = [
    ['b', '1'],
    ['a', 'x y&z=é+'],
    ['a', ''],
  ] as const;
  expect((await sent({ query })).request?.line).toBe('GET /things/a?b=1&a=x%20y%26z%3D%C3%A9%2B&a=');
});

test('a header of the case replaces the default header', async () => {
  const { request } = await sent({
    headers: [
      ['Accept', 'application/x-conformance'],
      ['X-Empty', ''],
    ],
  });
  expect(request?.headers['accept']).toBe('application/x-conformance');
  expect(request?.headers['x-empty']).toBe('');
});

test('no compression is requested, and the User-Agent names the suite', async () => {
  const { request } = await sent({});
  expect(request?.headers['accept-encoding']).toBe('identity');
  expect(request?.headers['user-agent']).toContain('vendor-conformance');
});

const credentials: Readonly<Record<CredentialKind, string | undefined>> = {
  valid: `Bearer ${key}`,
  insufficient: `Bearer ${key}`,
  'rate-limit': `Bearer ${key}`,
  renewed: `Bearer ${key}`,
  none: undefined,
  empty: 'Bearer',
  'wrong-scheme': `Basic ${key}`,
  'no-scheme': key,
  unknown: 'Bearer undefined',
  truncated: `Bearer ${key.slice(0, -1)}`,
  extended: `Bearer ${key}x`,
  altered: `Bearer ${key.slice(0, -1)}_`,
  'altered-middle': `Bearer ${key.slice(0, 15)}2${key.slice(16)}`,
  'case-swapped': 'Bearer SBX_AK_PLANTED0123456789ABCDEF',
  'unsigned-jwt': 'Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJjb25mb3JtYW5jZSIsImlhdCI6MH0.',
  'unknown-scheme': 'Basic Y29uZm9ybWFuY2U6Y29uZm9ybWFuY2U=',
};
for (const [kind, header] of Object.entries(credentials))
  test(`the credential is sent as its kind says: ${kind}`, async () => {
    const { request } = await sent({ credentials: kind as CredentialKind });
    expect(request?.headers['authorization']).toBe(header);
  });

const bearer = { type: 'http', scheme: 'bearer', name: 'key', pointer: '' } as const;

test('bad credentials differ from the valid one whatever it is', async () => {
  const { placeCredential } = await import('../../../helpers/client/credentials.ts');
  const unsigned = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.';
  for (const value of ['0', '1', 'a0', 'Key-1', '123456', 'x'.repeat(200), unsigned])
    for (const kind of [
      'unknown',
      'truncated',
      'extended',
      'altered',
      'altered-middle',
      'case-swapped',
      'unsigned-jwt',
    ] as const)
      expect(
        placeCredential(kind, bearer, { value, variable: 'K' })?.value,
        `${kind} of ${value.slice(0, 9)}`,
      ).not.toBe(`Bearer ${value}`);
});

test('a redirect is an answer and is not followed', async () => {
  const { exchange, calls } = await sent({}, http('', ['Location: /login'], '302 Found'));
  expect(exchange.kind === 'answered' && exchange.answer.status).toBe(302);
  expect(calls).toBe(1);
});

test('an answer keeps its status, its headers in order and as sent, and its bytes', async () => {
  const reply =
    'HTTP/1.1 418 Teapot\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\u00ff\u0000{}';
  const { exchange } = await sent({}, bytes(Buffer.from(reply, 'latin1')));
  if (exchange.kind !== 'answered') throw new Error(exchange.because);
  expect(exchange.answer.status).toBe(418);
  expect(exchange.answer.headers.filter(([name]) => name.toLowerCase() === 'x-a')).toEqual([
    ['X-A', '1'],
    ['x-a', '2'],
  ]);
  expect([...exchange.answer.body]).toEqual([255, 0, 123, 125]);
});

test('a body in chunks is put together', async () => {
  const reply = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n';
  const { exchange } = await sent({}, bytes(reply));
  expect(exchange.kind === 'answered' && Buffer.from(exchange.answer.body).toString()).toBe('{}');
});

test('a caller’s own key in an answer is noticed by name', async () => {
  const { exchange } = await sent({}, http(`{"echo":"Bearer ${key}"}`));
  expect(exchange.kind === 'answered' && exchange.answer.echoes).toEqual(['MAX_AI_API_KEY']);
});

const unanswered: readonly (readonly [like: string, react: Reaction, why: string, because: RegExp])[] = [
  ['never begins to answer', () => undefined, 'timeout', /^no complete answer within 300 ms \(REQUEST_TIMEOUT\)$/],
  [
    'never ends',
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{'),
    'timeout',
    /^no complete answer within 300 ms/,
  ],
  ['closes without a word', (socket) => void socket.end(), 'network', /^the connection was reset/],
  ['resets the connection', (socket) => void socket.resetAndDestroy(), 'network', /^the connection was reset/],
  ['speaks no HTTP', bytes('SSH-2.0-OpenSSH\r\n'), 'transport', /^the answer breaks the rules of HTTP/],
  [
    'ends in the middle of the body',
    bytes('HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{'),
    'transport',
    /^the connection ended in the middle of the answer$/,
  ],
  [
    'says two lengths',
    bytes('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x'),
    'transport',
    /^the answer breaks the rules of HTTP/,
  ],
  [
    'says gzip and is not',
    bytes('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'),
    'transport',
    /^the body is not gzip although Content-Encoding says so$/,
  ],
];
for (const [like, react, why, because] of unanswered)
  test(`a server that ${like} leads to an unanswered exchange with its reason`, async () => {
    const { exchange } = await sent({}, react, { timeoutMs: why === 'timeout' ? 300 : 5_000 });
    if (exchange.kind === 'answered') throw new Error(`answered ${exchange.answer.status}`);
    expect(exchange.because).toMatch(because);
    expect(exchange.why).toBe(why);
  });

test('a refused connection is reported as such', async () => {
  const wire = await wireTo(`http://127.0.0.1:${silentPort}`);
  const exchange = await wire.send({ operation, plan: plan(operation) });
  await wire.close();
  expect(exchange).toMatchObject({
    kind: 'unanswered',
    why: 'network',
    because: 'the connection was refused (ECONNREFUSED)',
    neverSent: true,
  });
});

test("of calls that overlap none is said not to have been sent: the error may be the other one's", async () => {
  const wire = await wireTo(`http://127.0.0.1:${silentPort}`);
  const both = await Promise.all([1, 2].map(() => wire.send({ operation, plan: plan(operation) })));
  await wire.close();
  for (const exchange of both) {
    expect(exchange).toMatchObject({ kind: 'unanswered', why: 'network' });
    expect(exchange).not.toHaveProperty('neverSent');
  }
});

test('an answer that goes on beyond MAX_BODY_BYTES is cut, and not much more of it is taken', async () => {
  let taken = 0;
  const endless: Reaction = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n');
    // A socket that can no longer be written to says so in the callback, for ever.
    const more = (error?: Error | null) => {
      if (error || socket.destroyed) return;
      taken += 65_536;
      socket.write('x'.repeat(65_536), more);
    };
    more();
  };
  const { exchange } = await sent({}, endless, { timeoutMs: 30_000 });
  expect(exchange).toMatchObject({
    kind: 'unanswered',
    why: 'too-large',
    because: 'the answer went on beyond 1000000 bytes (MAX_BODY_BYTES) and was cut',
  });
  // Beside the limit only what the buffers of four sockets hold.
  expect(taken).toBeLessThan(64 * 1_048_576);
});

for (const credentials of ['valid', 'rate-limit'] as const)
  test(`a body a little over MAX_BODY_BYTES is too large: ${credentials}`, async () => {
    const { exchange } = await sent({ credentials }, http('x'.repeat(1_000_100)));
    expect(exchange).toMatchObject({ kind: 'unanswered', why: 'too-large' });
  });

test('no record of a failed call contains the key', async () => {
  for (const [, react] of unanswered.filter(([, , why]) => why !== 'timeout')) {
    const { exchange } = await sent({ query: [['token', key]], headers: [['X-Copy', key]] }, react);
    const { operation: _operation, plan: _plan, ...kept } = exchange;
    expect(JSON.stringify(kept)).not.toContain(key);
    expect(JSON.stringify(kept)).not.toContain(key.slice(0, -1));
  }
});

test('cookies of one case do not reach the next', async () => {
  const server = await rawServer(http('{}', ['Set-Cookie: session=1; Path=/']));
  const wire = await wireTo(server.baseUrl);
  await wire.send({ operation, plan: plan(operation) });
  await wire.renew();
  await wire.send({ operation, plan: plan(operation) });
  await wire.close();
  await server.close();
  expect(server.received.map(({ headers }) => headers['cookie'])).toEqual([undefined, undefined]);
});

test('a configured header goes out with every request but those whose case is about the credential', async () => {
  const header = { name: 'Authorization', value: 'Basic dXNlcjpwYXNz', variable: 'HEADER_1' };
  const authorization = async (open: boolean, credentials: RequestPlan['credentials']) => {
    const server = await rawServer();
    const endpoint = () => ({ baseUrl: server.baseUrl, variable: 'BASE', credentials: () => [], headers: [header] });
    const wire = await wireTo(server.baseUrl, { endpoint });
    const secured = { ...operation, security: [[{ scheme: 'key', scopes: [] }]] } as unknown as typeof operation;
    const of = open ? { ...operation, security: [] } : secured;
    await wire.send({ operation: of, plan: plan(of, { credentials }) });
    await wire.close();
    await server.close();
    return server.received[0]?.headers['authorization'];
  };
  expect(await authorization(false, 'valid')).toBe(header.value);
  expect(await authorization(false, 'none')).toBeUndefined();
  expect(await authorization(true, 'none'), 'the document says that the operation is open').toBe(header.value);
});
