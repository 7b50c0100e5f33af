import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { bytesOf, type Answer } from '../answer.ts';
import type { Variant } from '../catalogue.ts';
import { answersWhere, headers } from '../change.ts';
import type { Context } from '../context.ts';
import { inChunks } from '../transport.ts';
import { ofApi } from './where.ts';

// Answers that arrive in another way.

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

export const wire: readonly Variant[] = [
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
];

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
