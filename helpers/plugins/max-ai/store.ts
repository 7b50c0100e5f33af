/** The object store behind the signed URLs. */
import { header } from '../../checks/read.ts';
import type { Answer } from '../../contract/types.ts';
import { operations } from '../max-ai.ts';
import { isAbsolute } from '../signed-url.ts';
import type { Calls } from './calls.ts';
import { servesBytesOf, type Image } from './image.ts';

/** Calls to the store behind the signed URLs, as they are counted. */
export const objectStore = 'max-ai/object-store';

/** What is sent to the object store, if more than a GET. */
export interface Sent {
  readonly method?: string;
  readonly body?: Uint8Array;
}

const isInTrouble = ({ status }: Answer): boolean => status >= 500 || status === 429;
/** Milliseconds before the object store is asked again. */
const pauses = [250, 1_000];

/** Judges where a signed URL leads. */
export function expectAllowedHost({ ctx, trusted }: Calls, url: string): void {
  const clause = `${operations.url}/lifecycle/host`;
  const { hostname } = new URL(url);
  if (trusted.hosts === undefined) ctx.record(clause, hostname);
  ctx.assertClause(clause, {
    holds: trusted.allows(url),
    code: trusted.isPrivate(url) ? 'HOST_PRIVATE' : 'HOST_UNKNOWN',
    at: '/data/url',
    expected: trusted.hosts === undefined ? 'a public host' : 'a host of MAX_AI_SIGNED_URL_HOSTS',
    actual: hostname,
  });
}

/** The object store's answer; of one in trouble the third. */
async function askStore(
  { ctx }: Calls,
  url: string,
  { method = 'GET', body }: Sent,
  isRedirected: boolean,
): Promise<Answer> {
  const content = body && { body: { bytes: body, contentType: 'text/plain' } };
  const ask = async () => {
    const reply = await ctx.fetch(url, { method, ...content }, objectStore);
    return reply.kind === 'answered'
      ? reply.answer
      : ctx.stop(`the object store did not answer: ${reply.because}`, 'no-answer');
  };
  let answer = await (isRedirected ? ctx.recordUnplannedCalls('followed a redirect of the object store', ask) : ask());
  for (const wait of pauses) {
    if (!isInTrouble(answer)) break;
    await ctx.pause(wait);
    answer = await ctx.recordUnplannedCalls('retried the object store', ask);
  }
  return answer;
}

/** What a URL leads to. One that leads where none may lead is not followed. */
export async function followed(calls: Calls, url: string, sent: Sent = {}, hops = 0): Promise<Answer> {
  const { ctx, trusted } = calls;
  if (!isAbsolute(url)) return ctx.stop('the signed URL is not an absolute http or https URL');
  if (trusted.isPrivate(url)) expectAllowedHost(calls, url);
  if (!trusted.allows(url)) return ctx.stop('the signed URL points to a host that is not trusted: not requested');
  const answer = await askStore(calls, url, sent, hops > 0);
  // A store may send its clients to another region.
  const elsewhere = [301, 302, 307, 308].includes(answer.status) && header(answer, 'location');
  return elsewhere && hops < 3 && URL.canParse(elsewhere, url)
    ? followed(calls, new URL(elsewhere, url).href, sent, hops + 1)
    : answer;
}

/** The same where trouble of the store says nothing about the promise. */
export async function follow(calls: Calls, url: string, sent?: Sent): Promise<Answer> {
  const answer = await followed(calls, url, sent);
  return isInTrouble(answer)
    ? calls.ctx.stop(`environment: the object store answered ${answer.status}`, 'environment')
    : answer;
}

/** Whether a URL serves an image. */
export const serves = async (calls: Calls, url: string, image: Image): Promise<boolean> =>
  servesBytesOf(image, await follow(calls, url));
