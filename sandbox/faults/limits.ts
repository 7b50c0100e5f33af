import { conforming, type Change } from '../behaviour.ts';
import { from, type Fault } from '../catalogue.ts';
import { answers, body, headers, maxAiStep, replaced, withProperties } from '../change.ts';
import { archive } from '../max-ai/actions.ts';
import type { Call } from '../max-ai/call.ts';
import { readId } from '../max-ai/ids.ts';
import { createLimiter, type Limiter } from '../max-ai/limiter.ts';
import { memory } from '../memory.ts';
import { DELETE_IMAGE, IMAGE_URL } from '../operations.ts';
import type { World } from '../world.ts';
import { limiter, must, ofLimiter, seenByWaiting, should } from './define.ts';

// The rate limit is another than the documented one, or lies about itself.

const { headers: usual } = conforming.limiter;

const REMAINING = 'X-RateLimit-Remaining';
const RESET = 'X-RateLimit-Reset';

/** Counts requests in another bucket than that of the app. */
const countedBy = (bucket: (call: Call) => string): Change => ({
  maxAi: {
    steps: {
      rateLimit: (call, world) => {
        const limit = memory<Limiter>(world, 'limiter', () => createLimiter(1000, 60_000));
        const { limiter: own } = world;
        world.limiter = { ...own, take: (_app, now) => limit.take(bucket(call), now) };
        const answer = conforming.maxAi.steps.rateLimit(call, world);
        world.limiter = own;
        return answer;
      },
    },
  },
});

const deleteAllTheSame = ({ imageId, noteId }: Call, world: World) => {
  const image = world.images.get(readId(2, 'img', imageId ?? '') ?? '');
  if (image && !image.fixture && image.noteId === readId(2, 'nte', noteId)) archive(image, world);
};

export const limits: readonly Fault[] = [
  ...[
    must(
      IMAGE_URL,
      '429',
      'limit-never',
      'no request is ever rejected',
      limiter({
        limit: Number.MAX_SAFE_INTEGER,
        headers: ({ limit, remaining, ...rest }) =>
          usual({ ...rest, limit: 1000, remaining: Math.max(0, 1000 - (limit - remaining)) }),
      }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-too-early',
      'requests are rejected after 600 a minute, the headers say 1,000',
      limiter({
        limit: 600,
        headers: (allowance) => usual({ ...allowance, limit: 1000, remaining: allowance.remaining + 400 }),
      }),
    ),
    must(IMAGE_URL, '429', 'limit-of-100', 'the limit is 100, and the headers say so', limiter({ limit: 100 })),
    must(
      IMAGE_URL,
      '429',
      'limit-too-late',
      'requests are rejected after 1,500 a minute, the headers say 1,000',
      limiter({
        limit: 1500,
        headers: (allowance) => usual({ ...allowance, limit: 1000, remaining: Math.max(0, allowance.remaining - 500) }),
      }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-without-retry-after',
      'the 429 has no Retry-After',
      limiter({ retryAfter: () => ({}) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-retry-after-an-hour',
      'Retry-After is 3600, the window is 60',
      limiter({ retryAfter: () => ({ 'Retry-After': '3600' }) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-retry-after-in-ms',
      'Retry-After is in milliseconds',
      limiter({ retryAfter: ({ resetAt, now }) => ({ 'Retry-After': String(resetAt - now) }) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-retry-after-text',
      'Retry-After is a word',
      limiter({ retryAfter: () => ({ 'Retry-After': 'soon' }) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-remaining-constant',
      'the remaining requests do not count down',
      limiter({ headers: (allowance) => usual({ ...allowance, remaining: 999 }) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-remaining-counts-up',
      'the header says how many were used, not how many remain',
      limiter({ headers: (allowance) => usual({ ...allowance, remaining: allowance.limit - allowance.remaining }) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-reset-in-ms',
      'X-RateLimit-Reset is in milliseconds',
      limiter({ headers: (allowance) => ({ ...usual(allowance), [RESET]: String(allowance.resetAt) }) }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-reset-in-the-past',
      'X-RateLimit-Reset lies in the past',
      limiter({
        headers: (allowance) => ({ ...usual(allowance), [RESET]: String(Math.floor(allowance.now / 1000) - 3600) }),
      }),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-reset-in-seconds-to-go',
      'X-RateLimit-Reset is a duration, not a time',
      limiter({
        headers: (allowance) => ({
          ...usual(allowance),
          [RESET]: String(Math.ceil((allowance.resetAt - allowance.now) / 1000)),
        }),
      }),
    ),
    must(
      IMAGE_URL,
      '429/body',
      'limit-429-code',
      'the 429 says code too_many_requests',
      answers(IMAGE_URL, 429, withProperties({ code: 'too_many_requests' })),
    ),
    must(
      IMAGE_URL,
      '429/body',
      'limit-429-of-api-gateway',
      "the 429 is AWS API Gateway's own",
      answers(IMAGE_URL, 429, replaced(429, 'application/json', { message: 'Too Many Requests' })),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-503-for-429',
      'too many requests are 503',
      answers(IMAGE_URL, 429, (answer) => ({ ...answer, status: 503 })),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-403-for-429',
      'too many requests are 403',
      answers(IMAGE_URL, 429, (answer) => ({
        ...answer,
        status: 403,
        body: { ...(answer.body as object), code: 'forbidden' },
      })),
    ),
    must(
      IMAGE_URL,
      '429',
      'limit-429-without-headers',
      'the 429 has no X-RateLimit headers',
      answers(IMAGE_URL, 429, headers({ 'X-RateLimit-Limit': undefined, [REMAINING]: undefined, [RESET]: undefined })),
    ),
  ].map(ofLimiter),
  seenByWaiting(
    must(
      IMAGE_URL,
      'rate-limit/recovers',
      'limit-wait-too-short',
      'the 429 says to come back in a second, and the window goes on for a minute',
      limiter({
        headers: (allowance) => usual(allowance.allowed ? allowance : { ...allowance, resetAt: allowance.now + 1_000 }),
        retryAfter: () => ({ 'Retry-After': '1' }),
      }),
    ),
  ),
  must(
    IMAGE_URL,
    '200/headers',
    'image-url-reset-as-date',
    'X-RateLimit-Reset on success is a date in words',
    answers(IMAGE_URL, 200, headers({ [RESET]: '2026-01-01T00:00:00Z' })),
  ),
  must(
    DELETE_IMAGE,
    '404/headers',
    'delete-image-404-reset-in-seconds-to-go',
    'X-RateLimit-Reset of a 404 is a duration, not a time',
    answers(DELETE_IMAGE, 404, headers({ [RESET]: '42' })),
  ),
  should(
    IMAGE_URL,
    '200',
    'image-url-without-limit-headers',
    'no X-RateLimit headers on success',
    answers(IMAGE_URL, 200, headers({ 'X-RateLimit-Limit': undefined, [REMAINING]: undefined, [RESET]: undefined })),
  ),
  ...from(
    'held-out',
    [
      must(
        IMAGE_URL,
        '429',
        'limit-shared-by-all-apps',
        'all apps share one limit: when one is rejected, so is every other',
        countedBy(() => 'everybody'),
      ),
      must(
        IMAGE_URL,
        '429',
        'limit-of-each-operation',
        'each operation has 1,000 requests of its own',
        countedBy(({ key, operation }) => `${key?.app} ${operation}`),
      ),
      must(
        IMAGE_URL,
        '429',
        'limit-remaining-below-zero',
        'X-RateLimit-Remaining of the 429 is -1',
        answers(IMAGE_URL, 429, headers({ 'X-RateLimit-Remaining': '-1' })),
      ),
      must(
        IMAGE_URL,
        '429',
        'limit-reset-in-two-minutes',
        'X-RateLimit-Reset is always two minutes away',
        limiter({
          headers: (allowance) => usual({ ...allowance, resetAt: allowance.now + 120_000 }),
          retryAfter: () => ({ 'Retry-After': '60' }),
        }),
      ),
      must(
        IMAGE_URL,
        '429',
        'limit-retry-after-zero',
        'Retry-After is 0, though nothing is let through for a minute',
        limiter({ retryAfter: () => ({ 'Retry-After': '0' }) }),
      ),
      must(
        IMAGE_URL,
        '429',
        'limit-retry-after-date',
        'Retry-After is a date; the documents say seconds',
        limiter({ retryAfter: ({ resetAt }) => ({ 'Retry-After': new Date(resetAt).toUTCString() }) }),
      ),
      must(
        IMAGE_URL,
        '429/body',
        'limit-429-empty',
        'the 429 has no body',
        answers(IMAGE_URL, 429, replaced(429, undefined, undefined)),
      ),
      must(
        IMAGE_URL,
        '429/body',
        'limit-429-without-trace-id',
        'the 429 has no trace_id, since the limiter stands before what makes one',
        answers(
          IMAGE_URL,
          429,
          body(({ code, message }) => ({ code, message })),
        ),
      ),
      must(
        DELETE_IMAGE,
        '429',
        'limit-429-yet-deleted',
        'the 429 comes, the image goes',
        maxAiStep('rateLimit', DELETE_IMAGE, (call, world, usualStep) => {
          const rejected = usualStep(call, world);
          if (rejected) deleteAllTheSame(call, world);
          return rejected;
        }),
      ),
    ].map(ofLimiter),
  ),
  ...from('blind-run', [
    ofLimiter(
      must(
        IMAGE_URL,
        'rate-limit/limit',
        'limit-of-1010',
        'ten more requests are served after the headers have said that none is left',
        limiter({
          limit: 1010,
          headers: (allowance) =>
            usual({ ...allowance, limit: 1000, remaining: Math.max(0, allowance.remaining - 10) }),
        }),
      ),
    ),
  ]),
];
