/** Signed URLs of images: asked for, and judged as they come. */
import { isLoopback } from '../../profile/targets.ts';
import type { Exchange, Finding, RequestPlan } from '../../contract/types.ts';
import type { Resource } from '../../profile/vendor.ts';
import { operations } from '../max-ai.ts';
import { anHour, expiryIn, isSigned, lifeOf } from '../signature.ts';
import { isAbsolute, nowAt, statusOf } from '../signed-url.ts';
import { urlIn, type CallOverrides, type Calls } from './calls.ts';
import type { Image } from './image.ts';
import { expectAllowedHost, serves } from './store.ts';

const { upload: uploadImage, url: getImageUrl } = operations;

export interface Urls {
  /** Asks for the signed URL of an image, whatever comes of it. Each URL that comes is judged: form, host, signature, life. */
  tryGet(image: Resource, overrides?: CallOverrides): Promise<Exchange>;
  /** The signed URL of an image. Without one the case cannot go on. */
  get(image: Resource): Promise<string>;
  /** The same once more, in another second. */
  getAnother(image: Resource): Promise<string>;
  /** The same for an image fresh from its upload; judges that it is stored, under the id that the rule gives. */
  getOfStored(image: Image): Promise<string>;
  /** Makes sure that a URL serves an image before a test goes on to what it is about. */
  requireServed(url: string, image: Image): Promise<void>;
}

export const urlSteps = (calls: Calls): Urls => ({
  tryGet: (image, overrides) => tryGetUrl(calls, image, overrides),
  get: (image) => getUrl(calls, image),
  async getAnother(image) {
    // Within one second a signature may well be the same.
    await calls.ctx.pause(1_050);
    return getUrl(calls, image);
  },
  getOfStored: (image) => getUrlOfStored(calls, image),
  async requireServed(url, image) {
    if (!(await serves(calls, url, image)))
      calls.ctx.stop('setup failed: the signed URL does not serve the uploaded image');
  },
});

/** Judges a URL without following it. Of a URL that is not absolute nothing more is said. */
function expectPresigned(calls: Calls, url: string, exchange: Exchange): void {
  const { ctx } = calls;
  const claim = (
    what: string,
    code: Uppercase<string>,
    holds: boolean,
    expected: string,
    actual: string,
    values?: Finding['values'],
  ) =>
    ctx.assertClause(`${getImageUrl}/lifecycle/${what}`, {
      holds,
      code,
      at: '/data/url',
      expected,
      actual,
      ...(values && { values }),
    });
  const other = url === '' ? 'an empty string' : `${url.length} characters, not a URL`;
  if (!claim('absolute', 'URL_NOT_ABSOLUTE', isAbsolute(url), 'an absolute http or https URL', other)) return;
  const { protocol, hostname } = new URL(url);
  claim('https', 'URL_NOT_HTTPS', protocol === 'https:' || isLoopback(hostname), 'https', protocol.slice(0, -1));
  expectAllowedHost(calls, url);
  claim('signed', 'URL_NOT_SIGNED', isSigned(url), 'a signature', 'no signature');
  const life = lifeOf(url, nowAt(exchange));
  if (life === undefined) ctx.record(`${getImageUrl}/lifecycle/expires`, 'signed in a form without a readable expiry');
  else claim('expires', 'URL_LIFE', life === anHour, anHour, life, expiryIn(url));
}

async function tryGetUrl(
  calls: Calls,
  image: Resource,
  overrides?: CallOverrides,
  edit?: (plan: RequestPlan) => RequestPlan,
): Promise<Exchange> {
  const exchange = await calls.send(getImageUrl, image, overrides, edit);
  const url = urlIn(exchange);
  if (url !== undefined) expectPresigned(calls, url, exchange);
  return exchange;
}

export async function getUrl(calls: Calls, image: Resource): Promise<string> {
  const exchange = await tryGetUrl(calls, image);
  return urlIn(exchange) ?? calls.ctx.stop(`setup failed: no signed URL (${statusOf(exchange)})`);
}

/** A URL, or an answer that says there is none; where it is neither, nobody knows about the image. */
export async function urlOrRefusal(
  calls: Calls,
  image: Image,
): Promise<{ url: string | undefined; status: number | string }> {
  const exchange = await tryGetUrl(calls, image);
  const [url, status] = [urlIn(exchange), statusOf(exchange)];
  const isRefusal = typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
  return url !== undefined || isRefusal ? { url, status } : calls.ctx.stop(`the URL was answered with ${status}`);
}

async function getUrlOfStored(calls: Calls, image: Image): Promise<string> {
  const exchange = await tryGetUrl(calls, image);
  if (statusOf(exchange) === 404) return urlByTheOtherId(calls, image);
  const url = urlIn(exchange) ?? calls.ctx.stop(`no signed URL: ${statusOf(exchange)}`);
  expectIdRule(calls, true);
  return url;
}

/** An image that is not found by the UUID of its v3 id is lost, unless v2 finds it by the v3 id as it is. */
async function urlByTheOtherId(calls: Calls, image: Image): Promise<string> {
  const { ctx } = calls;
  const asGiven = (plan: RequestPlan) => ({ ...plan, path: { ...plan.path, imageId: encodeURIComponent(image.id) } });
  const again = await ctx.recordUnplannedCalls('checked an uploaded image by its id as returned', () =>
    tryGetUrl(calls, image, {}, asGiven),
  );
  const url = urlIn(again);
  if (url !== undefined) {
    expectIdRule(calls, false);
    return url;
  }
  ctx.assertClause(`${uploadImage}/lifecycle/stored`, {
    holds: false,
    code: 'IMAGE_LOST',
    at: 'status',
    expected: 'a signed URL for an image that was just uploaded',
    actual: '404',
  });
  return ctx.stop('the uploaded image is not found');
}

const expectIdRule = ({ ctx }: Calls, holds: boolean) =>
  ctx.assertClause(`${uploadImage}/lifecycle/id-rule`, {
    holds,
    code: 'ID_RULE',
    at: 'status',
    expected: 'v2 finds the image by its v3 id as a UUID',
    actual: '404; it is found by its v3 id as it is',
  });
