import { conforming, type Change } from '../../behaviour.ts';
import type { Fault } from '../../catalogue.ts';
import { answers, body, headers, maxAiStep, replaced } from '../../change.ts';
import { archive } from '../../max-ai/actions.ts';
import { readId } from '../../max-ai/ids.ts';
import type { Call } from '../../max-ai/call.ts';
import { createLimiter, type Limiter } from '../../max-ai/limiter.ts';
import { DELETE_IMAGE, IMAGE_URL } from '../../operations.ts';
import type { World } from '../../world.ts';
import { limiter, must, ofLimiter } from '../define.ts';
import { memory } from './state.ts';

// A limiter that counts the wrong thing, or sends its clients away with the wrong word.

const { headers: usual } = conforming.limiter;

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
  must(
    IMAGE_URL,
    '429',
    'limit-shared-by-all-apps',
    'all apps share one limit: when one is refused, so is every other',
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
      const refused = usualStep(call, world);
      if (refused) deleteAllTheSame(call, world);
      return refused;
    }),
  ),
].map(ofLimiter);
