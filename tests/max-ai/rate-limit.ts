/** The documented limit, reached once with a key of its own: last, and on live targets only where that key is set. */
import { isOn } from '../../helpers/config/variables.ts';
import { header } from '../../helpers/checks/read.ts';
import type { Answer, Answered } from '../../helpers/contract/types.ts';
import type { CaseContext } from '../../helpers/run/context.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';
import { aPng, type Image, type MaxAi, maxAiSteps } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { asStatus, statusOf } from '../../helpers/plugins/signed-url.ts';

const promise = (what: string) => `max-ai-v2/getImageUrl/rate-limit/${what}`;

const documentedLimit = 1_000;
const windowSeconds = 60;
/** Seconds by which two clocks, or two ways to round, may differ. */
const tolerance = 2;
/** A sliding counter may be an estimate: so many requests more or fewer accuse nobody. */
const slack = 10;
/** So many requests may be served after the vendor's own count said that none is left. */
const miscounted = 3;
/** Calls sent together, so that a distant vendor can be asked often enough within the window. */
const together = 10;

export const rateLimit: readonly Scenario[] = [
  {
    id: 'must-allow-1-000-requests-a-minute-and-no-more-and-say-when-to-go-on',
    title: 'MUST allow 1,000 requests a minute, no more, and state when to continue',
    operation: operations.url,
    proves: [
      promise('limit'),
      promise('window'),
      promise('counts-down'),
      promise('retry-after'),
      promise('recovers'),
      'max-ai-v2/getImageUrl/429',
      'max-ai-v3/uploadImage/429',
      'max-ai-v2/deleteImage/429',
    ],
    needs: ['MAX_AI_RATE_LIMIT_API_KEY'],
    exclusive: true,
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      ctx.requireVariable('MAX_AI_RATE_LIMIT_API_KEY');
      const image = await maxAi.images.upload();
      const burst = await askUntilRefused(ctx, image);
      countsDown(ctx, burst);
      const agree = burst.refusal === undefined || saysWhenToGoOn(ctx, burst.refusal);
      if (burst.served === 0)
        return ctx.stop('the key was at its limit before the first call: try a minute later', 'environment');
      keepsTheLimit(ctx, burst);
      if (!burst.refusal) return;
      await limitsEveryOperation(maxAi, ctx, image, burst);
      if (!agree) await isServedAgain(ctx, image, promise('retry-after'));
      else if (isOn(ctx.run.config.variables['MAX_AI_RATE_LIMIT_WAIT']))
        await isServedAgain(ctx, image, promise('recovers'));
    },
  },
];

interface Burst {
  /** The least that X-RateLimit-Remaining said to each set of calls sent together, while they were served. */
  readonly remaining: readonly number[];
  /** What X-RateLimit-Limit said. */
  readonly limit: number | undefined;
  /** Requests that should be allowed, from the first on; `known` where the vendor's own count says so. */
  readonly allowed: number;
  readonly known: boolean;
  readonly served: number;
  /** How many were served although the answer before had said that none is left. */
  readonly beyond: number;
  readonly refusal: Answered | undefined;
  /** Status of the last answer. */
  readonly last: number | undefined;
  readonly begun: number;
}

const asRateLimited = { credentials: 'rate-limit', options: { expects429: true } } as const;

const askOnce = (ctx: CaseContext, image: Image) =>
  ctx.call(operations.url, (plan) => ({ ...plan, credentials: 'rate-limit' }), { resource: image, expects429: true });

/** Sends what should be allowed ten at a time, then one at a time until the limit is reached or clearly missed. */
async function askUntilRefused(ctx: CaseContext, image: Image): Promise<Burst> {
  let [begun, allowed, known] = [performance.now(), documentedLimit, false];
  const answered: Answered[] = [];
  const remaining: number[] = [];
  const ask = async (count: number) => {
    if (performance.now() - begun > windowSeconds * 1_000)
      return ctx.stop('environment: too slow to reach the limit within its window', 'environment');
    const earlier = answered.length;
    for (const exchange of await Promise.all(Array.from({ length: count }, () => askOnce(ctx, image))))
      if (exchange.kind === 'answered') answered.push(exchange);
      else ctx.stop(`environment: ${exchange.because}`, 'no-answer');
    const said = answered
      .slice(earlier)
      .filter(isNot429)
      .flatMap(({ answer }) => numberIn(answer, 'x-ratelimit-remaining') ?? []);
    if (said.length === 0) return;
    const [least, last] = [Math.min(...said), remaining.at(-1)];
    remaining.push(least);
    // A window that ends on the way allows as many more as it then says.
    if (last !== undefined && least > last + together)
      [begun, allowed, known] = [performance.now(), served().length + Math.min(least, documentedLimit), true];
  };
  const served = () => answered.filter(isNot429);
  const refusal = () => answered.find((each) => !isNot429(each));

  await ask(1);
  const [first] = remaining;
  const limit = answered[0] && numberIn(answered[0].answer, 'x-ratelimit-limit');
  if (refusal())
    return { remaining, limit, allowed: 0, known, served: 0, beyond: 0, refusal: refusal(), last: 429, begun };
  await ask(Math.min(together, first ?? together));
  // One that never falls does not say what is left.
  if (!known && first !== undefined && (first === 0 || Math.min(...remaining) < first))
    [allowed, known] = [Math.min(first + 1, documentedLimit), true];
  while (!refusal() && served().length < allowed) await ask(Math.min(together, allowed - served().length));
  let beyond = 0;
  while (!refusal() && served().length <= allowed + slack) {
    const wasEmpty = remaining.at(-1) === 0;
    await ask(1);
    if (wasEmpty && !refusal()) beyond += 1;
  }
  return {
    remaining,
    limit,
    allowed,
    known,
    served: served().length,
    beyond,
    refusal: refusal(),
    last: answered.at(-1)?.answer.status,
    begun,
  };
}

const isNot429 = ({ answer }: Answered) => answer.status !== 429;

/** A header that is one number; undefined where it is absent or something else. */
function numberIn(answer: Answer, name: string): number | undefined {
  const text = header(answer, name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Where a window ends on the way the number may rise; one that never falls does not say what is left. */
function countsDown(ctx: CaseContext, { remaining }: Burst): void {
  const [first = 0] = remaining;
  const most = Math.max(...remaining);
  if (remaining.length < 2 || most === 0)
    return ctx.record(promise('counts-down'), 'no X-RateLimit-Remaining to go by');
  ctx.assertClause(promise('counts-down'), {
    holds: remaining.some((each, index) => each < (remaining[index - 1] ?? 0)),
    code: most > first ? 'LIMIT_COUNTED_UP' : 'LIMIT_NOT_COUNTED',
    at: 'header:x-ratelimit-remaining',
    expected: `less and less than ${first}`,
    actual: most > first ? `more and more, up to ${most}` : `always ${first}`,
  });
}

function keepsTheLimit(ctx: CaseContext, { limit, allowed, known, served, beyond, refusal, last }: Burst): void {
  const claim = (holds: boolean, code: Uppercase<string>, at: string, expected: string, actual: string) =>
    ctx.assertClause(promise('limit'), { holds, code, at, expected, actual });
  if (limit !== undefined && limit !== documentedLimit)
    claim(false, 'LIMIT_OTHER', 'header:x-ratelimit-limit', String(documentedLimit), String(limit));
  else if (beyond > miscounted)
    claim(false, 'NOT_LIMITED', 'status', '429 once X-RateLimit-Remaining is 0', `${beyond} more were served`);
  else if (!refusal)
    claim(false, 'NOT_LIMITED', 'status', `429 after ${allowed} requests`, `${served} without a 429, the last ${last}`);
  else if (served + slack >= allowed) claim(true, 'LIMITED_EARLY', 'status', '', '');
  else if (known) claim(false, 'LIMITED_EARLY', 'status', `${allowed} requests as announced`, `429 after ${served}`);
  else ctx.stop(`429 after ${served} requests, and no count that says how many were left at the first`);
}

/**
 * Judges X-RateLimit-Reset and Retry-After of a 429, by the vendor's clock or by ours, whichever fits better. False where
 * both lie within the window and differ: in a window that slides, room for one request may come before room for all.
 */
function saysWhenToGoOn(ctx: CaseContext, { answer }: Answered): boolean {
  const clocks = [Date.now(), Date.parse(header(answer, 'date') ?? '')].filter(Number.isFinite).map((ms) => ms / 1_000);
  const reset = numberIn(answer, 'x-ratelimit-reset');
  const retry = numberIn(answer, 'retry-after');
  const untilReset = clocks.map((now) => (reset ?? Number.NaN) - now);
  const inWindow = (seconds: number) => seconds >= -tolerance && seconds <= windowSeconds + tolerance;
  const resets = ctx.assertClause(promise('window'), {
    holds: untilReset.some(inWindow),
    code: reset === undefined ? 'RESET_ABSENT' : 'RESET_OUTSIDE_WINDOW',
    at: 'header:x-ratelimit-reset',
    expected: `a second since 1970 within the next ${windowSeconds}`,
    actual: reset === undefined ? 'no such header' : `${Math.round(untilReset[0] ?? 0)} seconds from now`,
  });
  const lies = ctx.assertClause(promise('retry-after'), {
    holds: retry !== undefined && inWindow(retry),
    code: 'RETRY_AFTER_OUTSIDE_WINDOW',
    at: 'header:retry-after',
    expected: `up to ${windowSeconds} seconds`,
    actual: retry === undefined ? 'no number' : String(retry),
  });
  // Where one of them is wrong anyway, the other says nothing about it.
  if (!resets || !lies) return true;
  return untilReset.some((seconds) => Math.abs(seconds - (retry ?? Number.NaN)) <= tolerance);
}

/** Asks once more to know how long to wait by now, waits for the earlier of the two times, and asks again. */
async function isServedAgain(ctx: CaseContext, image: Image, clause: string): Promise<void> {
  await ctx.recordUnplannedCalls('waited as long as a 429 said', async () => {
    const refused = await askOnce(ctx, image);
    if (refused.kind === 'unanswered' || isNot429(refused)) return;
    const reset = numberIn(refused.answer, 'x-ratelimit-reset');
    const said = {
      'retry-after': numberIn(refused.answer, 'retry-after') ?? Infinity,
      'x-ratelimit-reset': reset === undefined ? Infinity : Math.max(0, Math.ceil(reset - Date.now() / 1_000)),
    };
    const name = said['retry-after'] <= said['x-ratelimit-reset'] ? 'retry-after' : 'x-ratelimit-reset';
    const seconds = said[name];
    if (seconds > windowSeconds + tolerance) return;
    await ctx.pause((seconds + tolerance) * 1_000, 'max-ai');
    const again = await askOnce(ctx, image);
    if (again.kind === 'unanswered') return;
    ctx.assertClause(clause, {
      holds: isNot429(again),
      code: 'TOLD_TO_COME_TOO_SOON',
      at: `header:${name}`,
      expected: `an answer other than 429 after ${seconds} seconds`,
      actual: '429 again',
    });
  });
}

/** The limit is that of an app, whatever it asks for. What comes so late that the window has moved on is not judged. */
async function limitsEveryOperation(maxAi: MaxAi, ctx: CaseContext, image: Image, { begun }: Burst): Promise<void> {
  const uploaded = await maxAi.images.tryUpload(aPng(), asRateLimited);
  const deleted = await maxAi.images.tryDelete(image, asRateLimited);
  // Another app is not concerned, and what was refused was not done.
  const other = await ctx.call(operations.url, (plan) => plan, { resource: image, expects429: true });
  if (performance.now() - begun > (windowSeconds - 5) * 1_000) return;
  for (const [exchange, what] of [
    [uploaded, 'an upload'],
    [deleted, 'a delete'],
  ] as const)
    ctx.assertClause(promise('limit'), {
      holds: exchange.kind === 'unanswered' || exchange.answer.status === 429,
      code: 'NOT_LIMITED',
      at: 'status',
      expected: `429 to ${what} by the same app`,
      actual: String(statusOf(exchange)),
      ...asStatus(statusOf(exchange)),
    });
  ctx.assertClause(promise('limit'), {
    holds: other.kind === 'unanswered' || other.answer.status !== 429,
    code: 'LIMIT_SHARED',
    at: 'status',
    expected: 'an answer other than 429 to another app',
    actual: String(statusOf(other)),
    ...asStatus(statusOf(other)),
  });
  if (statusOf(deleted) === 429 && statusOf(other) === 404)
    ctx.assertClause(`${operations.remove}/lifecycle/refusal-changes-nothing`, {
      holds: false,
      code: 'SIDE_EFFECT_ON_REJECTION',
      at: 'status',
      expected: 'the image is still there after a 429',
      actual: 'it is gone (404)',
    });
}
