/** What is judged of signed URLs by following them. */
import { header } from '../../checks/read.ts';
import { operations } from '../max-ai.ts';
import type { Calls } from './calls.ts';
import { servesBytesOf, short, typesOf, type Image } from './image.ts';
import { follow, followed, serves, type Sent } from './store.ts';
import { urlOrRefusal } from './urls.ts';

const { upload: uploadImage, url: getImageUrl, remove: deleteImage } = operations;

/** Judges that a URL serves the bytes that were uploaded, under a type that lets them be shown or kept. */
export async function expectServed(calls: Calls, url: string, image: Image): Promise<void> {
  const { ctx } = calls;
  const answer = await followed(calls, url);
  const claim = {
    holds: servesBytesOf(image, answer),
    code: answer.status === 200 ? ('OTHER_BYTES' as const) : ('URL_NOT_SERVED' as const),
    at: 'url',
    expected: `the ${image.file.bytes.length} bytes that were uploaded`,
    actual: answer.status === 200 ? `${answer.body.length} other bytes` : `status ${answer.status}`,
  };
  ctx.assertClause(`${getImageUrl}/lifecycle/serves`, claim);
  // A URL that is refused says nothing about what is stored behind it.
  if (answer.status === 200 || answer.status === 404) ctx.assertClause(`${uploadImage}/lifecycle/stored`, claim);
  // Without a type it is octet-stream (RFC 9110, 8.3). Of other bytes the type says nothing more.
  if (!claim.holds) return;
  const type = header(answer, 'content-type') ?? 'application/octet-stream';
  const isImage = /^\s*image\//i.test(type);
  const served = { code: 'SERVED_AS_OTHER_TYPE', at: 'url', actual: short(type) } as const;
  ctx.assertClause(`${getImageUrl}/lifecycle/serves`, {
    ...served,
    holds: !isImage || typesOf[image.file.type].test(type),
    expected: image.file.type,
  });
  ctx.assertClause(`${getImageUrl}/lifecycle/served-type`, {
    ...served,
    holds: isImage || /^\s*(?:application|binary)\/octet-stream/i.test(type),
    expected: 'image/* or octet-stream',
  });
}

/** Judges that a URL which served the image before still does. */
export async function expectStillServed(calls: Calls, url: string, image: Image, since: string): Promise<void> {
  const answer = await follow(calls, url);
  calls.ctx.assertClause(`${getImageUrl}/lifecycle/again`, {
    holds: servesBytesOf(image, answer),
    code: 'URL_DEAD_BEFORE_ITS_TIME',
    at: 'url',
    expected: `the image again, ${since}`,
    actual: answer.status === 200 ? 'other bytes' : `status ${answer.status}`,
  });
}

/** Judges that an image which served before is still there and whole. */
export async function expectUnchanged(calls: Calls, clause: string, image: Image): Promise<void> {
  const { url, status } = await urlOrRefusal(calls, image);
  const isServed = url !== undefined && (await serves(calls, url, image));
  calls.ctx.assertClause(clause, {
    holds: isServed,
    code: 'IMAGE_CHANGED',
    at: url === undefined ? 'status' : 'url',
    expected: 'a new URL that serves the image as before',
    actual: url === undefined ? String(status) : 'a URL that does not serve it',
  });
}

/** Judges that a deleted image can no longer be had through a new URL. */
export async function expectGone(calls: Calls, image: Image): Promise<void> {
  const { ctx } = calls;
  const { url } = await urlOrRefusal(calls, image);
  const isServed = url !== undefined && (await serves(calls, url, image));
  // What is still there has to be removed after all.
  if (isServed) ctx.resources.cleanUpLater(image);
  ctx.assertClause(`${deleteImage}/lifecycle/after-delete`, {
    holds: !isServed,
    code: 'SERVED_AFTER_DELETE',
    at: 'url',
    expected: 'no URL, or one that does not serve the deleted image',
    actual: 'a new URL that serves it',
  });
}

/** Judges that the store refuses what was never signed. */
export async function expectUrlRejected(calls: Calls, clause: string, url: string, sent?: Sent): Promise<void> {
  const { status } = await follow(calls, url, sent);
  calls.ctx.assertClause(clause, {
    holds: status >= 400,
    code: 'NOT_REFUSED',
    at: 'url',
    expected: 'a rejection (4xx)',
    actual: `${sent?.method ?? 'GET'} was answered with ${status}`,
  });
}
