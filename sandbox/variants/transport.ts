import { STATUS_CODES } from 'node:http';
import { setTimeout, setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, bytesOf, type Transport } from '../answer.ts';
import { conforming } from '../behaviour.ts';
import { from, type Variant } from '../catalogue.ts';
import { answersWhere, headers } from '../change.ts';
import { type Context, count } from '../context.ts';
import { failure } from '../max-ai/envelope.ts';
import { IMAGE_URL, UPLOAD } from '../operations.ts';
import { inChunks } from '../transport.ts';
import { isJson, ofApi, ofInvox } from './where.ts';

// Answers that arrive in another way: compression, chunks, gateways, servers of other makes.

const always = () => true;

const compressed = (encoding: string, compress: (bytes: Buffer) => Buffer) =>
  answersWhere(
    (context, answer) => ofApi(context) && accepts(context, encoding) && answer.body !== undefined,
    (answer) => ({
      ...answer,
      headers: { ...answer.headers, 'Content-Encoding': encoding, Vary: 'Accept-Encoding' },
      body: compress(bytesOf(answer)),
    }),
  );

function accepts({ headers: { 'accept-encoding': sent = '' } }: Context, encoding: string): boolean {
  const entry = [sent]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .find((part) => part.split(';')[0]?.trim() === encoding);
  return entry !== undefined && !/;\s*q=0(\.0*)?$/.test(entry);
}

function mapNames(answer: Answer, change: (name: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [change(name), value]));
}

/** Writes head and body as they stand. */
const rawly =
  (version: '1.0' | '1.1', reason: (status: number) => string): Transport =>
  (response, { status, headers: sent }, bytes) => {
    const lines = Object.entries({ ...sent, 'Content-Length': bytes.length, Connection: 'close' });
    const head = [`HTTP/${version} ${status} ${reason(status)}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
    const content = response.req.method === 'HEAD' ? Buffer.alloc(0) : bytes;
    response.socket?.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content]));
  };

const isContent = (_context: unknown, { status }: { status: number }) => status !== 204 && status !== 304;

const hinted: Transport = (response, { status, headers: sent }, bytes) => {
  response.writeEarlyHints({ link: '</styles.css>; rel=preload; as=style' });
  response.writeHead(status, { ...sent, 'Content-Length': bytes.length });
  response.end(bytes);
};

/** Chunks with extensions, and header fields after the last one. */
const trailed: Transport = (response, { status, headers: sent }, bytes) => {
  const lines = Object.entries({
    ...sent,
    'Transfer-Encoding': 'chunked',
    Trailer: 'Server-Timing',
    Connection: 'close',
  });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  const half = bytes.length >> 1;
  const parts = [bytes.subarray(0, half), bytes.subarray(half)].filter(({ length }) => length > 0);
  const chunks = parts.map((part) =>
    Buffer.concat([Buffer.from(`${part.length.toString(16).toUpperCase()};part=1\r\n`), part, Buffer.from('\r\n')]),
  );
  const end = Buffer.from('0\r\nServer-Timing: total;dur=12.5\r\n\r\n');
  const content = response.req.method === 'HEAD' ? [] : [...chunks, end];
  response.socket?.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), ...content]));
};

export const transport: readonly Variant[] = [
  {
    name: 'gzip',
    title: 'Bodies are compressed with gzip for whoever accepts it',
    change: compressed('gzip', (sent) => gzipSync(sent)),
  },
  {
    name: 'brotli',
    title: 'Bodies are compressed with brotli for whoever accepts it',
    change: compressed('br', (sent) => brotliCompressSync(sent)),
  },
  {
    name: 'deflate',
    title: 'Bodies are compressed with deflate for whoever accepts it',
    change: compressed('deflate', (sent) => deflateSync(sent)),
  },
  {
    name: 'chunked',
    title: 'Bodies come in chunks, without Content-Length',
    change: answersWhere(
      (_context, { status }) => status !== 204,
      (answer) => ({ ...answer, transport: inChunks }),
    ),
  },
  {
    name: 'slow',
    title: 'Every answer takes 5 ms more',
    change: answersWhere(always, async (answer) => {
      await setTimeout(5);
      return answer;
    }),
  },
  {
    name: 'uneven',
    title: 'Every 10th answer takes 50 ms more',
    change: answersWhere(
      ({ nth }) => nth % 10 === 0,
      async (answer) => {
        await setTimeout(50);
        return answer;
      },
    ),
  },
  {
    name: 'connection-close',
    title: 'The connection closes after each answer',
    change: answersWhere(always, headers({ Connection: 'close' })),
  },
  {
    name: 'extra-headers',
    title: 'Answers carry the headers of gateways and CDNs',
    change: answersWhere(
      always,
      headers({
        Server: 'cloudflare',
        Via: '1.1 d3f1.cloudfront.net (CloudFront)',
        'X-Amz-Cf-Pop': 'MAD51-C1',
        'X-Powered-By': 'Express',
        'X-Request-Id': '4f1c7a52',
        'Strict-Transport-Security': 'max-age=63072000',
        'Cache-Control': 'no-store',
        ETag: 'W/"9b-x"',
      }),
    ),
  },
  {
    name: 'cookies',
    title: 'Answers set a load-balancer cookie',
    change: answersWhere(ofApi, headers({ 'Set-Cookie': 'AWSALB=sandbox; Path=/; Max-Age=604800' })),
  },
  {
    name: 'lower-case-headers',
    title: 'Header names are in lower case',
    change: answersWhere(always, (answer) => ({ ...answer, headers: mapNames(answer, (name) => name.toLowerCase()) })),
  },
  {
    name: 'capital-headers',
    title: 'Header names are in capitals',
    change: answersWhere(always, (answer) => ({ ...answer, headers: mapNames(answer, (name) => name.toUpperCase()) })),
  },
  ...from('held-out', [
    {
      name: 'http-1.0',
      title: 'A proxy answers in HTTP/1.0, and closes',
      change: answersWhere(isContent, (answer) => ({
        ...answer,
        transport: rawly('1.0', (status) => STATUS_CODES[status] ?? ''),
      })),
    },
    {
      name: 'no-reason-phrase',
      title: 'The status line has no words',
      change: answersWhere(isContent, (answer) => ({ ...answer, transport: rawly('1.1', () => '') })),
    },
    {
      name: 'other-reason-phrase',
      title: 'The words of the status line are always OK',
      change: answersWhere(isContent, (answer) => ({ ...answer, transport: rawly('1.1', () => 'OK') })),
    },
    {
      name: 'early-hints',
      title: 'An answer 103 comes before the answer',
      change: answersWhere(isContent, (answer) => ({ ...answer, transport: hinted })),
    },
    {
      name: 'chunk-extensions-and-trailers',
      title: 'Chunks have extensions, and a header field follows the last one',
      change: answersWhere(isContent, (answer) => ({ ...answer, transport: trailed })),
    },
    {
      name: 'edge-headers',
      title: 'Answers carry what an edge network and a careful administrator add',
      change: answersWhere(
        ofApi,
        headers({
          Age: '0',
          'Alt-Svc': 'h3=":443"; ma=86400',
          NEL: '{"report_to":"default","max_age":604800}',
          'Report-To': '{"group":"default","max_age":604800,"endpoints":[{"url":"https://nel.example/report"}]}',
          'Server-Timing': 'cdn-cache; desc=MISS, origin; dur=41',
          'Content-Language': 'es-ES',
          'Content-Security-Policy': "default-src 'none'",
          'X-Content-Type-Options': 'nosniff',
          'X-Amzn-Trace-Id': 'Root=1-65f1-abc;Sampled=0',
          'x-amzn-RequestId': '0a1b2c3d-0000-4000-8000-000000000000',
          'x-envoy-upstream-service-time': '12',
          Vary: 'Origin, Accept-Encoding',
          Deprecation: 'true',
          Sunset: 'Fri, 31 Dec 2027 23:59:59 GMT',
          Link: '<https://docs.example/v4>; rel="successor-version"',
          'RateLimit-Policy': '1000;w=60',
          'X-Invox-Medical-Api-Version': '2026-03-01',
        }),
      ),
    },
    {
      name: 'cors-and-options',
      title: 'Every answer allows other origins, and OPTIONS is answered with 204',
      change: answersWhere(ofApi, (answer, context) => {
        const allowed = headers({
          'Access-Control-Allow-Origin': '*',
          'Access-Control-Expose-Headers': 'X-RateLimit-Remaining',
          'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
        });
        return context.method === 'OPTIONS'
          ? allowed({ status: 204, headers: {}, body: undefined }, context)
          : allowed(answer, context);
      }),
    },
    {
      name: 'slow-start',
      title: 'The first answer takes 300 ms, as a function that has to start does',
      change: answersWhere(ofApi, async (answer, { world }) => {
        if (count(world, 'answers after the start') === 1) await wait(300);
        return answer;
      }),
    },
    {
      name: 'accidental-429-on-upload',
      title: 'The second upload is 429 with Retry-After: 1',
      change: {
        intercept: ({ place, nth, world }) =>
          place === UPLOAD && nth === 2
            ? failure(world, 429, 'Rate limit exceeded. Maximum 1000 requests per 60 seconds.', {
                'Retry-After': '1',
                'X-RateLimit-Limit': '1000',
                'X-RateLimit-Remaining': '0',
                'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 1),
              })
            : undefined,
      },
    },
    {
      name: 'accidental-502-on-upload',
      title: 'The EHR fails for one upload, which is 502, as is documented',
      change: {
        intercept: ({ place, nth, world }) =>
          place === UPLOAD && nth === 3 ? failure(world, 502, 'EHR sync failed') : undefined,
      },
    },
    {
      name: 'store-gzip',
      title: 'The object store compresses files for whoever accepts it',
      change: answersWhere(
        ({ place, headers: sent }, { status }) =>
          place === 'object-store/get' &&
          status === 200 &&
          /\bgzip\b(?!\s*;\s*q=0)/.test(String(sent['accept-encoding'])),
        (answer, context) =>
          headers({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })(
            { ...answer, body: gzipSync(bytesOf(answer)) },
            context,
          ),
      ),
    },
    {
      name: 'store-headers',
      title: 'The object store hands files out as attachments, with headers and parameters of its own',
      change: {
        store: {
          get: (key, world) => {
            const answer = conforming.store.get(key, world);
            if (answer.status !== 200) return answer;
            const type = answer.headers['Content-Type'];
            const more = {
              'Content-Type': `${type}; charset=binary`,
              'Content-Disposition': "attachment; filename*=UTF-8''fichero%20cl%C3%ADnico.png",
              'Cache-Control': 'private, max-age=3600',
              'Last-Modified': new Date().toUTCString(),
              'x-amz-server-side-encryption': 'aws:kms',
              'x-amz-version-id': 'null',
              'x-amz-meta-original-name': 'scan',
              Server: 'AmazonS3',
            };
            return { ...answer, headers: { ...answer.headers, ...more } };
          },
        },
      },
    },
    {
      name: 'media-type-vendor-parameters',
      title: 'Content-Type of Invox Medical has a version parameter and spaces',
      change: answersWhere(
        (context, answer) => ofInvox(context) && isJson(answer),
        headers({ 'Content-Type': 'application/json ; version=2026-03-01 ; charset=UTF-8' }),
      ),
    },
    {
      name: 'image-url-no-store',
      title: 'The answer with a URL forbids every cache, and has a date that is two minutes behind',
      change: answersWhere(
        ({ place }) => place === IMAGE_URL,
        (answer, context) =>
          headers({
            'Cache-Control': 'no-store, private',
            Pragma: 'no-cache',
            Expires: '0',
            Date: new Date(Date.now() - 120_000).toUTCString(),
          })(answer, context),
      ),
    },
  ]),
];
