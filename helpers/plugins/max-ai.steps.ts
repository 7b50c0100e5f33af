/** What a scenario about Max AI does and judges, in its own words. */
import type { Exchange } from '../contract/types.ts';
import type { CaseContext } from '../run/context.ts';
import { openCalls, type Calls } from './max-ai/calls.ts';
import { expectDeletedMetadata, expectDistinctImages, expectMetadata } from './max-ai/expect-images.ts';
import {
  expectGone,
  expectServed,
  expectStillServed,
  expectUnchanged,
  expectUrlRejected,
} from './max-ai/expect-urls.ts';
import type { Image } from './max-ai/image.ts';
import { imageSteps, type Images } from './max-ai/images.ts';
import { expectIndistinguishable, otherSteps, type Others } from './max-ai/others.ts';
import type { Sent } from './max-ai/store.ts';
import { urlSteps, type Urls } from './max-ai/urls.ts';

export { aJpeg, aPng, type Image } from './max-ai/image.ts';

export interface MaxAi {
  readonly images: Images;
  readonly urls: Urls;
  readonly expect: Expectations;
  /** What is not the suite's own: unknown, foreign, protected. */
  readonly others: Others;
}

/** What scenarios judge; each decides clauses of its own. */
export interface Expectations {
  /** What the upload said of the file: name, type and size, and that it is not archived. */
  metadata(image: Image): void;
  /** A delete described the image it was to delete. */
  deletedMetadata(exchange: Exchange, image: Image): void;
  /** Each image has an id, a URL and bytes of its own; where not, the case cannot go on. */
  distinctImages(images: readonly Image[]): Promise<void>;
  /** A URL serves the bytes that were uploaded, under a type that lets them be shown or kept. */
  served(url: string, image: Image): Promise<void>;
  /** A URL which served the image before still does. */
  stillServed(url: string, image: Image, since: string): Promise<void>;
  /** An image which served before is still there and whole. */
  unchanged(clause: string, image: Image): Promise<void>;
  /** A deleted image can no longer be had through a new URL. */
  gone(image: Image): Promise<void>;
  /** The store refuses what was never signed. */
  urlRejected(clause: string, url: string, sent?: Sent): Promise<void>;
  /** Nobody can tell from two answers what is foreign and what is missing. */
  indistinguishable(clause: string, foreign: Exchange, missing: Exchange): void;
}

/** The steps of a case. */
export function maxAiSteps(ctx: CaseContext): MaxAi {
  const calls = openCalls(ctx);
  return { images: imageSteps(calls), urls: urlSteps(calls), expect: expectations(calls), others: otherSteps(calls) };
}

const expectations = (calls: Calls): Expectations => ({
  metadata: (image) => expectMetadata(calls, image),
  deletedMetadata: (exchange, image) => expectDeletedMetadata(calls, exchange, image),
  distinctImages: (images) => expectDistinctImages(calls, images),
  served: (url, image) => expectServed(calls, url, image),
  stillServed: (url, image, since) => expectStillServed(calls, url, image, since),
  unchanged: (clause, image) => expectUnchanged(calls, clause, image),
  gone: (image) => expectGone(calls, image),
  urlRejected: (clause, url, sent) => expectUrlRejected(calls, clause, url, sent),
  indistinguishable: (clause, foreign, missing) => expectIndistinguishable(calls, clause, foreign, missing),
});
