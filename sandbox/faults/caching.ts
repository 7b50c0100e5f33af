import type { Answer } from '../answer.ts';
import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, headers, maxAiAction } from '../change.ts';
import type { Context } from '../context.ts';
import { must, should } from './define.ts';
import { describe } from '../max-ai/actions.ts';
import { failure, success } from '../max-ai/envelope.ts';
import { memory } from '../memory.ts';
import { issueUrl } from '../object-store/presigned-url.ts';
import { rejection } from '../object-store/rejection.ts';
import { readAmzDate } from '../object-store/sigv4.ts';
import { DELETE_IMAGE, IMAGE_URL } from '../operations.ts';
import type { World } from '../world.ts';

// Responses come from a cache whose key is incomplete.

const path = ({ url }: { url: string }) => url.split('?')[0] ?? url;

const cached = (world: World) => memory(world, 'cached answers', () => new Map<string, Answer>());

/** A cache before the operation, with a key that is too short. A delete purges what is about its image. */
const cachedBy = (key: (context: Context) => string): Change => ({
  intercept: (context) => (context.place === IMAGE_URL ? cached(context.world).get(key(context)) : undefined),
  answer: (context, answer) => {
    const all = cached(context.world);
    if (answer.status !== 200) return answer;
    if (context.place === IMAGE_URL) all.set(key(context), answer);
    if (context.place === DELETE_IMAGE)
      for (const entry of all.keys()) if (entry.startsWith(`${path(context)}/url `)) all.delete(entry);
    return answer;
  },
});

const issuedAt = (offsetMs: number) => ({
  store: {
    issue: (world: World, method: 'GET' | 'PUT', key: string) =>
      issueUrl(world, method, key, method === 'GET' ? { at: new Date(Date.now() + offsetMs) } : {}),
  },
});

const MINUTE = 60_000;

export const caching: readonly Fault[] = [
  ...from('held-out', [
    must(
      IMAGE_URL,
      'security',
      'image-url-cache-ignores-key',
      'a URL that was given to one key is given to everybody from a cache',
      cachedBy((context) => `${path(context)} ${String(context.headers['x-organization-id'])}`),
    ),
    must(
      IMAGE_URL,
      'parameters/X-Organization-Id',
      'image-url-cache-ignores-organization',
      'a URL that was given to one organization is given to every other from a cache',
      cachedBy((context) => `${path(context)} ${context.headers.authorization}`),
    ),
    must(
      IMAGE_URL,
      '404/body',
      'image-url-404-trace-id-from-cache',
      'a 404 that is asked again has the trace_id of the first',
      answers(IMAGE_URL, 404, (answer, context) => {
        const all = cached(context.world);
        const { authorization, 'x-organization-id': organization } = context.headers;
        const key = `${path(context)} ${authorization} ${String(organization)}`;
        const first = all.get(key) ?? answer;
        all.set(key, first);
        return { ...answer, body: first.body };
      }),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-304-when-asked-again',
      'whoever asks for the URL of an image again gets 304, though nothing was said about a condition',
      answers(IMAGE_URL, 200, (answer, context) => {
        const asked = memory(context.world, 'asked', () => new Set<string>());
        if (asked.has(path(context))) return { status: 304, headers: { ...answer.headers }, body: undefined };
        asked.add(path(context));
        return answer;
      }),
    ),
    must(
      DELETE_IMAGE,
      'lifecycle',
      'delete-image-cdn-keeps-serving',
      'the store serves a deleted image for some time to whoever has asked for its URL before, and the URL is issued anew',
      {
        ...maxAiAction(DELETE_IMAGE, (call, world) => {
          if (!call.image) return failure(world, 500, 'Internal error');
          call.image.archived = true;
          return success(describe(call.image, call, world));
        }),
        answer: (context, answer) => {
          const all = cached(context.world);
          const entry = `${path(context)} ${context.headers.authorization} ${String(context.headers['x-organization-id'])}`;
          if (context.place !== IMAGE_URL) return answer;
          if (answer.status === 200) all.set(entry, answer);
          return (answer.status === 404 && all.get(entry)) || answer;
        },
      },
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-nearly-expired',
      'the URL was signed 59 minutes ago, and lasts one more',
      issuedAt(-59 * MINUTE),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-clock-ahead',
      'the URL is signed with a clock that is 20 minutes ahead; the store does not take it yet',
      {
        store: {
          ...issuedAt(20 * MINUTE).store,
          rules: {
            notExpired: ({ url }) => {
              const date = readAmzDate(url.searchParams.get('X-Amz-Date') ?? '');
              if (date && date.getTime() <= Date.now() + 15 * MINUTE) return undefined;
              return rejection(403, 'AccessDenied', 'Request is not valid yet');
            },
          },
        },
      },
    ),
    should(
      IMAGE_URL,
      '200',
      'image-url-200-for-public-caches',
      'the answer with the URL lets every cache keep it for a day',
      answers(IMAGE_URL, 200, headers({ 'Cache-Control': 'public, max-age=86400', Age: '0' })),
    ),
  ]),
];
