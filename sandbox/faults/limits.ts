import type { Fault } from '../catalogue.ts';
import { answers, headers, replaced, withProperties } from '../change.ts';
import { DELETE_IMAGE, IMAGE_URL } from '../operations.ts';
import { conforming } from '../behaviour.ts';
import { limiter, must, ofLimiter, seenByWaiting, should } from './define.ts';

// The rate limit is another than the documented one, or lies about itself.

const { headers: usual } = conforming.limiter;

const REMAINING = 'X-RateLimit-Remaining';
const RESET = 'X-RateLimit-Reset';

export const limits: readonly Fault[] = [
  must(
    IMAGE_URL,
    '429',
    'limit-never',
    'no request is ever refused',
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
    'requests are refused after 600 a minute, the headers say 1,000',
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
    'requests are refused after 1,500 a minute, the headers say 1,000',
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
    'Retry-After says 3600, the window is 60',
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
    'X-RateLimit-Reset says how long, not when',
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
]
  .map(ofLimiter)
  .concat([
    seenByWaiting(
      must(
        IMAGE_URL,
        'rate-limit/recovers',
        'limit-wait-too-short',
        'the 429 says to come back in a second, and the window goes on for a minute',
        limiter({
          headers: (allowance) =>
            usual(allowance.allowed ? allowance : { ...allowance, resetAt: allowance.now + 1_000 }),
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
      'X-RateLimit-Reset of a 404 says how long, not when',
      answers(DELETE_IMAGE, 404, headers({ [RESET]: '42' })),
    ),
    should(
      IMAGE_URL,
      '200',
      'image-url-without-limit-headers',
      'no X-RateLimit headers on success',
      answers(IMAGE_URL, 200, headers({ 'X-RateLimit-Limit': undefined, [REMAINING]: undefined, [RESET]: undefined })),
    ),
  ]);
