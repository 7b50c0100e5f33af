import { type Answer, json } from '../answer.ts';
import { type Change, conforming } from '../behaviour.ts';
import { from, type Variant } from '../catalogue.ts';
import { answersWhere } from '../change.ts';
import { failure } from '../max-ai/envelope.ts';
import type { Limiter } from '../max-ai/limiter.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE } from '../operations.ts';
import { ofMaxAi } from './where.ts';

// The rate limit, counted and reported in other ways.

/** Counts anew when a window is over. `ends` says when, as it begins and as it is filled (ms since 1970). */
const fixedWindows =
  (ends: (now: number, count: number) => number | undefined) =>
  (limit: number, windowMs: number): Limiter => {
    const windows = new Map<string, { count: number; resetAt: number }>();
    const untouched = (now = Date.now()) => ({ allowed: true, limit, remaining: limit, resetAt: now + windowMs, now });
    return {
      untouched,
      take(app, now = Date.now()) {
        const old = windows.get(app);
        const window = old && old.resetAt > now ? old : { count: 0, resetAt: now + windowMs };
        windows.set(app, window);
        window.resetAt = ends(now, window.count) ?? window.resetAt;
        const allowed = window.count < limit;
        if (allowed) window.count += 1;
        return { allowed, limit, remaining: limit - window.count, resetAt: window.resetAt, now };
      },
    };
  };

const limiter = (create: (limit: number, windowMs: number) => Limiter): Change => ({
  limiter: { create },
});

/** A window that ends two seconds after it is full. */
function endingSoon(limit: number, windowMs: number): Limiter {
  let end: number | undefined;
  return fixedWindows((now, count) => (count < limit ? undefined : (end ??= now + 2_000)))(limit, windowMs);
}

/** A first window of which 400 requests are left, as where a probe comes in the middle of a minute. */
function turningSoon(limit: number, windowMs: number): Limiter {
  const seen = new Map<string, number>();
  const all = fixedWindows(() => undefined)(limit, windowMs);
  let window = fixedWindows(() => undefined)(limit, windowMs);
  return {
    untouched: all.untouched,
    take(app, now) {
      const asked = (seen.get(app) ?? 0) + 1;
      seen.set(app, asked);
      if (asked === 401) window = fixedWindows(() => undefined)(limit, windowMs);
      return window.take(app, now);
    },
  };
}

const withoutLimits = (names: Record<string, string>) =>
  Object.fromEntries(Object.entries(names).filter(([name]) => !name.startsWith('X-RateLimit')));

const page = (status: number, text: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<html><head><title>${text}</title></head><body><center><h1>${text}</h1></center></body></html>`,
});

export const limits: readonly Variant[] = [
  {
    name: 'limit-window-fixed',
    title: 'The minute begins with the first request and is then over',
    limiter: true,
    change: limiter(fixedWindows(() => undefined)),
  },
  {
    name: 'limit-window-turns',
    title: 'The minute is that of the clock, and a new one begins after the 400th request',
    limiter: true,
    change: limiter(turningSoon),
  },
  {
    name: 'limit-window-nearly-over',
    title: 'The minute is that of the clock, and has two seconds to go when the limit is reached',
    limiter: true,
    waits: true,
    change: limiter(endingSoon),
  },
  {
    name: 'limit-reset-after-retry',
    title: 'Retry-After says when there is room for one request, X-RateLimit-Reset when there is room for all',
    limiter: true,
    change: {
      limiter: {
        create: endingSoon,
        headers: (allowance) =>
          conforming.limiter.headers({ ...allowance, resetAt: Math.max(allowance.resetAt, allowance.now + 55_000) }),
      },
    },
  },
  {
    name: 'accidental-429',
    title: 'One call in the middle is 429 with Retry-After: 1',
    change: {
      intercept: ({ place, nth, world }) =>
        place === DELETE_IMAGE && nth === 3
          ? json(429, failure(world, 429, 'Rate limit exceeded. Maximum 1000 requests per 60 seconds.').body, {
              'Retry-After': '1',
              'X-RateLimit-Limit': '1000',
              'X-RateLimit-Remaining': '0',
              'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 1),
            })
          : undefined,
    },
  },
  {
    name: 'limit-headers-not-on-errors',
    title: 'X-RateLimit headers come on 2xx and 429 only',
    limiter: true,
    change: answersWhere(
      (context, { status }) => ofMaxAi(context) && status >= 400 && status !== 429,
      (answer) => ({ ...answer, headers: withoutLimits({ ...answer.headers }) }),
    ),
  },
  ...from('blind-run', [
    {
      name: 'invox-accidental-429',
      title: 'A gateway before Invox Medical rejects one call with 429 and Retry-After: 1',
      change: {
        intercept: ({ place, nth }) =>
          place === DELETE_DOCUMENT && nth === 3
            ? { ...page(429, '429 Too Many Requests'), headers: { 'Content-Type': 'text/html', 'Retry-After': '1' } }
            : undefined,
      },
    },
    {
      name: 'limiter-headers-of-a-count-before',
      title: 'X-RateLimit-Remaining does not count the request that is being answered',
      limiter: true,
      change: {
        limiter: {
          headers: (allowance) =>
            conforming.limiter.headers({ ...allowance, remaining: allowance.remaining + (allowance.allowed ? 1 : 0) }),
        },
      },
    },
  ]),
];
