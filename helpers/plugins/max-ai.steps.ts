/** What a scenario about Max AI says, in its own words. Long because it is one vocabulary: its steps share one case and call each other. */
import { randomBytes } from 'node:crypto';
import { jpeg, png } from '../cases/images.ts';
import { header, json } from '../checks/read.ts';
import { isLoopback } from '../profile/targets.ts';
import { at } from '../contract/pointer.ts';
import type { Answer, Exchange, Finding, Json, RequestPlan } from '../contract/types.ts';
import type { CaseContext } from '../run/context.ts';
import { dataOf, digits, operations } from './max-ai.ts';
import { anHour, expiryIn, isSigned, lifeOf, withOtherPath, withPathOf } from './signature.ts';
import { isAbsolute, nowAt, statusOf, trustedPlaces } from './signed-url.ts';
import type { CallOptions, Resource } from '../profile/vendor.ts';

/** Calls to the store behind the signed URLs, as they are counted. */
export const objectStore = 'max-ai/object-store';

export interface ImageFile {
  readonly name: string;
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer;
}

/** A PNG that no other test has; `padding` bytes of comment make it heavier. */
export const aPng = (name = 'conformance.png', padding = 0): ImageFile => ({
  name,
  type: 'image/png',
  bytes: png(randomBytes(3), padding),
});

/** A JPEG that no other test has: the same picture with another comment (ITU T.81, B.2.4.5). */
export const aJpeg = (name = 'conformance.jpeg'): ImageFile => {
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 10]), randomBytes(8)]);
  return { name, type: 'image/jpeg', bytes: Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]) };
};

/** An image that this test uploaded, with what the vendor said of it. */
export interface Image extends Resource {
  readonly file: ImageFile;
  readonly said: Readonly<Record<string, Json>>;
}

/** What differs from a plain call on the configured note. */
export interface CallOverrides {
  readonly note?: string;
  readonly credentials?: RequestPlan['credentials'];
  readonly options?: Omit<CallOptions, 'resource'>;
}

type FixtureImage = 'MAX_AI_SIGNED_NOTE_IMAGE_ID' | 'MAX_AI_FOREIGN_NOTE_IMAGE_ID' | 'MAX_AI_EHR_FAILURE_IMAGE_ID';

export interface MaxAi {
  /** Uploads a file to the configured note, which has to be possible. Without an image the case cannot go on. */
  upload(file?: ImageFile): Promise<Image>;
  /** Sends an upload, whatever comes of it. */
  tryUpload(file: ImageFile, overrides?: CallOverrides): Promise<Exchange>;
  /** The image that an upload was answered with. Without one the case cannot go on. */
  imageFrom(exchange: Exchange, file: ImageFile): Image;
  /** Uploads files at the same time. Without an image for each the case cannot go on. */
  uploadAtOnce(files: readonly ImageFile[]): Promise<readonly Image[]>;
  /** Judges what the upload said of the file: name, type and size, and that it is not archived. */
  expectMetadata(image: Image): void;

  /** Asks for the signed URL of an image, whatever comes of it. Each URL that comes is judged: form, host, signature, life. */
  tryGetUrl(image: Resource, overrides?: CallOverrides): Promise<Exchange>;
  /** The signed URL of an image. Without one the case cannot go on. */
  getUrl(image: Resource): Promise<string>;
  /** The same once more, in another second. */
  getAnotherUrl(image: Resource): Promise<string>;
  /** The same for an image fresh from its upload; judges that it is stored, under the id that the rule gives. */
  getUrlOfStored(image: Image): Promise<string>;
  /** Judges that a URL serves the bytes that were uploaded, under a type that lets them be shown or kept. */
  expectServed(url: string, image: Image): Promise<void>;
  /** Judges that a URL which served the image before still does. */
  expectStillServed(url: string, image: Image, since: string): Promise<void>;
  /** Makes sure of the same before a test goes on to what it is about. */
  requireServed(url: string, image: Image): Promise<void>;
  /** Judges that each image has an id, a URL and bytes of its own, all URLs asked for at once; where not, the case cannot go on. */
  expectDistinctImages(images: readonly Image[]): Promise<void>;
  /** Judges that an image which served before is still there and whole. */
  expectUnchanged(clause: string, image: Image): Promise<void>;
  /** Judges that the store refuses what was never signed. */
  expectUrlRejected(clause: string, url: string, sent?: { method: string; body?: Uint8Array }): Promise<void>;

  /** Deletes an image, whatever comes of it. */
  tryDelete(image: Resource, overrides?: CallOverrides): Promise<Exchange>;
  /** Deletes an image, which has to be possible. Where it is refused the case cannot go on. */
  delete(image: Resource): Promise<Exchange>;
  /** Deletes images at the same time, and judges that each answer describes the image it was asked for. */
  deleteAtOnce(images: readonly Image[]): Promise<void>;
  /** Judges that a delete described the image it was to delete. */
  expectDeletedMetadata(exchange: Exchange, image: Image): void;
  /** Judges that a deleted image can no longer be had through a new URL. */
  expectGone(image: Image): Promise<void>;

  /** An image that nobody ever made, on the configured note or another. */
  unknownImage(note?: string): Resource;
  /** The id of a note that nobody ever made. */
  unknownNote(): string;
  /** An image that the configuration names; without it the case is not run. */
  fixture(image: FixtureImage, note?: string): Resource;
  /** The same, after a look whether it is there: nothing is proven on an image that does not exist. */
  requireFixture(image: FixtureImage, note: string): Promise<Resource>;
  /** Judges that nobody can tell from two answers what is foreign and what is missing. */
  expectIndistinguishable(clause: string, foreign: Exchange, missing: Exchange): void;
}

const { upload: uploadImage, url: getImageUrl, remove: deleteImage } = operations;

/** What is sent to the object store, if more than a GET. */
interface Sent {
  readonly method?: string;
  readonly body?: Uint8Array;
}

const isInTrouble = ({ status }: Answer): boolean => status >= 500 || status === 429;
/** Milliseconds before the object store is asked again. */
const pauses = [250, 1_000];

export function maxAiSteps(ctx: CaseContext): MaxAi {
  const trusted = trustedPlaces(ctx, 'max-ai');
  const imageResource = (id: string, note?: string) => ctx.run.vendors.named('max-ai').resource('image', id, note);

  const send = (
    operation: string,
    resource: Resource,
    { note, credentials, options }: CallOverrides = {},
    edit: (plan: RequestPlan) => RequestPlan = (plan) => plan,
  ) =>
    ctx.call(operation, (plan) => edit({ ...plan, ...(credentials && { credentials }) }), {
      ...options,
      resource: note === undefined ? resource : imageResource(resource.id, note),
    });

  const unknownId = (parameter: string, like = '') => ctx.resources.unknownId(parameter, getImageUrl, like).id;

  async function tryUpload(file: ImageFile, overrides: CallOverrides = {}): Promise<Exchange> {
    const exchange = await send(uploadImage, imageResource(''), overrides, (plan) => withFile(plan, file));
    const id = dataOf(exchange)?.['id'];
    // What should not have been made on another note has to be looked for on that note.
    if (overrides.note !== undefined && typeof id === 'string')
      ctx.resources.cleanUpLater(imageResource(id, overrides.note));
    return exchange;
  }

  function imageFrom(exchange: Exchange, file: ImageFile): Image {
    const said = dataOf(exchange);
    const id = said?.['id'];
    if (!said || typeof id !== 'string' || id === '')
      return ctx.stop(`setup failed: the upload was answered with ${statusOf(exchange)} and no image`);
    return { ...imageResource(id), file, said };
  }

  function uploaded(exchange: Exchange, file: ImageFile): Image {
    ctx.expectResponse(exchange, { clause: `${uploadImage}/200/status`, status: 200 });
    return imageFrom(exchange, file);
  }

  async function deleteImageOf(image: Resource): Promise<Exchange> {
    const exchange = await send(deleteImage, image);
    if (ctx.expectResponse(exchange, { clause: `${deleteImage}/200/status`, status: 200 })) return exchange;
    return ctx.stop(`the delete was answered with ${statusOf(exchange)}`);
  }

  function expectDeletedMetadata(exchange: Exchange, { id, said, file }: Image): void {
    const data = dataOf(exchange) ?? {};
    const claim = (name: string, holds: boolean, expected: string, actual: string) =>
      typeof data[name] === typeof said[name] &&
      ctx.assertClause(`${deleteImage}/lifecycle/same-image`, {
        holds: holds || data[name] === said[name],
        code: 'OTHER_IMAGE',
        at: `/data/${name}`,
        expected,
        actual,
      });
    const { fileName, mimeType, sizeKb, status } = data;
    // What the upload said wrongly is told by the upload's own clauses: either of the two will do here.
    const name = typeof fileName === 'string' ? fileName : '';
    claim('id', digits(short(data['id'])) === digits(id), 'the id of the image', 'another id');
    claim('fileName', isName(name, file), file.name, nameAs(name, file));
    claim('mimeType', mimeType === file.type, file.type, short(mimeType));
    claim('sizeKb', isSize(Number(sizeKb), file), `${file.bytes.length} bytes`, short(sizeKb));
    if (typeof status === 'string')
      ctx.assertClause(`${deleteImage}/lifecycle/archived`, {
        holds: status === 'archived',
        code: 'NOT_ARCHIVED',
        at: '/data/status',
        expected: 'archived',
        actual: short(status),
      });
  }

  /** Without following it. Of a URL that is not absolute nothing more is said. */
  function isPresigned(url: string, exchange: Exchange): void {
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
    hostClaim(url);
    claim('signed', 'URL_NOT_SIGNED', isSigned(url), 'a signature', 'no signature');
    const life = lifeOf(url, nowAt(exchange));
    if (life === undefined)
      ctx.record(`${getImageUrl}/lifecycle/expires`, 'signed in a form without a readable expiry');
    else claim('expires', 'URL_LIFE', life === anHour, anHour, life, expiryIn(url));
  }

  async function tryGetUrl(
    image: Resource,
    overrides?: CallOverrides,
    edit?: (plan: RequestPlan) => RequestPlan,
  ): Promise<Exchange> {
    const exchange = await send(getImageUrl, image, overrides, edit);
    const url = urlIn(exchange);
    if (url !== undefined) isPresigned(url, exchange);
    return exchange;
  }

  async function getUrl(image: Resource): Promise<string> {
    const exchange = await tryGetUrl(image);
    return urlIn(exchange) ?? ctx.stop(`setup failed: no signed URL (${statusOf(exchange)})`);
  }

  const pause = (milliseconds: number) => ctx.pause(milliseconds);

  async function getAnotherUrl(image: Resource): Promise<string> {
    // Within one second a signature may well be the same.
    await pause(1_050);
    return getUrl(image);
  }

  /** A URL, or an answer that says there is none; where it is neither, nobody knows about the image. */
  async function urlOrRefusal(image: Image): Promise<{ url: string | undefined; status: number | string }> {
    const exchange = await tryGetUrl(image);
    const [url, status] = [urlIn(exchange), statusOf(exchange)];
    const isRefusal = typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
    return url !== undefined || isRefusal ? { url, status } : ctx.stop(`the URL was answered with ${status}`);
  }

  async function getUrlOfStored(image: Image): Promise<string> {
    const exchange = await tryGetUrl(image);
    if (statusOf(exchange) === 404) return urlByTheOtherId(image);
    const url = urlIn(exchange) ?? ctx.stop(`no signed URL: ${statusOf(exchange)}`);
    idRule(true);
    return url;
  }

  /** An image that is not found by the UUID of its v3 id is lost, unless v2 finds it by the v3 id as it is. */
  async function urlByTheOtherId(image: Image): Promise<string> {
    const asGiven = (plan: RequestPlan) => ({ ...plan, path: { ...plan.path, imageId: encodeURIComponent(image.id) } });
    const again = await ctx.recordUnplannedCalls('checked an uploaded image by its id as returned', () =>
      tryGetUrl(image, {}, asGiven),
    );
    const url = urlIn(again);
    if (url !== undefined) {
      idRule(false);
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

  const idRule = (holds: boolean) =>
    ctx.assertClause(`${uploadImage}/lifecycle/id-rule`, {
      holds,
      code: 'ID_RULE',
      at: 'status',
      expected: 'v2 finds the image by its v3 id as a UUID',
      actual: '404; it is found by its v3 id as it is',
    });

  const hostClaim = (url: string) => {
    const clause = `${getImageUrl}/lifecycle/host`;
    const { hostname } = new URL(url);
    if (trusted.hosts === undefined) ctx.record(clause, hostname);
    ctx.assertClause(clause, {
      holds: trusted.allows(url),
      code: trusted.isPrivate(url) ? 'HOST_PRIVATE' : 'HOST_UNKNOWN',
      at: '/data/url',
      expected: trusted.hosts === undefined ? 'a public host' : 'a host of MAX_AI_SIGNED_URL_HOSTS',
      actual: hostname,
    });
  };

  /** The object store's answer; of one in trouble the third. */
  async function askStore(url: string, { method = 'GET', body }: Sent, isRedirected: boolean): Promise<Answer> {
    const content = body && { body: { bytes: body, contentType: 'text/plain' } };
    const ask = async () => {
      const reply = await ctx.fetch(url, { method, ...content }, objectStore);
      return reply.kind === 'answered'
        ? reply.answer
        : ctx.stop(`the object store did not answer: ${reply.because}`, 'no-answer');
    };
    let answer = await (isRedirected
      ? ctx.recordUnplannedCalls('followed a redirect of the object store', ask)
      : ask());
    for (const wait of pauses) {
      if (!isInTrouble(answer)) break;
      await pause(wait);
      answer = await ctx.recordUnplannedCalls('retried the object store', ask);
    }
    return answer;
  }

  /** What a URL leads to. One that leads where none may lead is not followed. */
  async function followed(url: string, sent: Sent = {}, hops = 0): Promise<Answer> {
    if (!isAbsolute(url)) return ctx.stop('the signed URL is not an absolute http or https URL');
    if (trusted.isPrivate(url)) hostClaim(url);
    if (!trusted.allows(url)) return ctx.stop('the signed URL points to a host that is not trusted: not requested');
    const answer = await askStore(url, sent, hops > 0);
    // A store may send its clients to another region.
    const elsewhere = [301, 302, 307, 308].includes(answer.status) && header(answer, 'location');
    return elsewhere && hops < 3 && URL.canParse(elsewhere, url)
      ? followed(new URL(elsewhere, url).href, sent, hops + 1)
      : answer;
  }

  /** The same where trouble of the store says nothing about the promise. */
  async function follow(url: string, sent?: Sent): Promise<Answer> {
    const answer = await followed(url, sent);
    return isInTrouble(answer)
      ? ctx.stop(`environment: the object store answered ${answer.status}`, 'environment')
      : answer;
  }

  async function expectUrlRejected(clause: string, url: string, sent?: Sent): Promise<void> {
    const { status } = await follow(url, sent);
    ctx.assertClause(clause, {
      holds: status >= 400,
      code: 'NOT_REFUSED',
      at: 'url',
      expected: 'a rejection (4xx)',
      actual: `${sent?.method ?? 'GET'} was answered with ${status}`,
    });
  }

  const serves = async (url: string, image: Image) => servesBytesOf(image, await follow(url));

  return {
    upload: async (file = aPng()) => uploaded(await tryUpload(file), file),
    async uploadAtOnce(files) {
      const answers = await atOnce(files.map(async (file) => ({ file, exchange: await tryUpload(file) })));
      return answers.map(({ file, exchange }) => uploaded(exchange, file));
    },
    tryUpload,
    imageFrom,

    expectMetadata({ said, file }) {
      const { fileName, mimeType, sizeKb, status } = said;
      const claim = (what: string, at: string, holds: boolean, expected: string, actual: string) =>
        ctx.assertClause(`${uploadImage}/lifecycle/${what}`, {
          holds,
          code: 'FILE_DESCRIBED_WRONGLY',
          at,
          expected,
          actual,
        });
      // A property that is absent or of another type is told by the check of the body's schema.
      if (typeof fileName === 'string')
        claim('file-name', '/data/fileName', isName(fileName, file), file.name, nameAs(fileName, file));
      if (typeof mimeType === 'string')
        claim('mime-type', '/data/mimeType', mimeType === file.type, file.type, short(mimeType));
      if (typeof sizeKb === 'number')
        claim('size', '/data/sizeKb', isSize(sizeKb, file), `${file.bytes.length} bytes`, short(sizeKb));
      if (typeof status === 'string')
        claim('not-archived', '/data/status', status !== 'archived', 'any status but archived', short(status));
    },

    tryGetUrl,
    getUrl,
    getAnotherUrl,
    getUrlOfStored,

    async expectServed(url, image) {
      const answer = await followed(url);
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
    },
    async expectStillServed(url, image, since) {
      const answer = await follow(url);
      ctx.assertClause(`${getImageUrl}/lifecycle/again`, {
        holds: servesBytesOf(image, answer),
        code: 'URL_DEAD_BEFORE_ITS_TIME',
        at: 'url',
        expected: `the image again, ${since}`,
        actual: answer.status === 200 ? 'other bytes' : `status ${answer.status}`,
      });
    },
    async requireServed(url, image) {
      if (!(await serves(url, image))) ctx.stop('setup failed: the signed URL does not serve the uploaded image');
    },
    async expectDistinctImages(images) {
      const ids = new Set(images.map(({ id }) => digits(id)));
      const hasOwnIds = ctx.assertClause(`${uploadImage}/lifecycle/own-id`, {
        holds: ids.size === images.length,
        code: 'ID_REUSED',
        at: '/data/id',
        expected: 'a unique id for each upload',
        actual: `${images.length} uploads, ${ids.size} ids`,
      });
      if (!hasOwnIds) return ctx.stop('two uploads have the same id');
      const urls = await atOnce(images.map(getUrl));
      const served: Answer[] = [];
      for (const url of urls) served.push(await follow(url));
      if (served.some(({ status }) => status !== 200)) return ctx.stop('the signed URLs do not serve the images');
      // A store that keeps equal files once may have one address for them.
      const areMixed = (what: (one: number, other: number) => boolean) =>
        images.some(({ file }, one) =>
          images.some((each, other) => !each.file.bytes.equals(file.bytes) && what(one, other)),
        );
      const isOneUrl = areMixed((one, other) => urls[one] === urls[other]);
      ctx.assertClause(`${getImageUrl}/lifecycle/own-bytes`, {
        holds: !isOneUrl && !areMixed((one, other) => servesBytesOf(images[other], served[one])),
        code: 'IMAGES_MIXED',
        at: 'url',
        expected: 'distinct URLs and bytes for the two images',
        actual: isOneUrl ? 'the same URL for both' : 'the bytes of another image',
      });
      if (!isOneUrl)
        ctx.assertClause(`${uploadImage}/lifecycle/stored`, {
          holds: images.every((image, index) => servesBytesOf(image, served[index])),
          code: 'OTHER_BYTES',
          at: 'url',
          expected: 'the uploaded bytes for each image',
          actual: 'other bytes',
        });
      if (!images.every((image, index) => servesBytesOf(image, served[index])))
        return ctx.stop('the signed URLs do not serve the images');
      // Signed for the first, asked for the last.
      const [mine, theirs] = [urls[0] ?? '', urls.at(-1) ?? ''];
      await expectUrlRejected(
        `${getImageUrl}/lifecycle/tampered-path`,
        withPathOf(mine, theirs) ?? withOtherPath(mine),
      );
    },
    async expectUnchanged(clause, image) {
      const { url, status } = await urlOrRefusal(image);
      const isServed = url !== undefined && (await serves(url, image));
      ctx.assertClause(clause, {
        holds: isServed,
        code: 'IMAGE_CHANGED',
        at: url === undefined ? 'status' : 'url',
        expected: 'a new URL that serves the image as before',
        actual: url === undefined ? String(status) : 'a URL that does not serve it',
      });
    },
    expectUrlRejected,

    tryDelete: (image, overrides) => send(deleteImage, image, overrides),
    delete: deleteImageOf,
    async deleteAtOnce(images) {
      const answers = await atOnce(images.map(async (image) => ({ image, exchange: await deleteImageOf(image) })));
      for (const { image, exchange } of answers) expectDeletedMetadata(exchange, image);
    },
    expectDeletedMetadata,
    async expectGone(image) {
      const { url } = await urlOrRefusal(image);
      const isServed = url !== undefined && (await serves(url, image));
      // What is still there has to be removed after all.
      if (isServed) ctx.resources.cleanUpLater(image);
      ctx.assertClause(`${deleteImage}/lifecycle/after-delete`, {
        holds: !isServed,
        code: 'SERVED_AFTER_DELETE',
        at: 'url',
        expected: 'no URL, or one that does not serve the deleted image',
        actual: 'a new URL that serves it',
      });
    },

    unknownImage: (note) =>
      imageResource(unknownId('imageId', ctx.run.config.variables['MAX_AI_FOREIGN_NOTE_IMAGE_ID']), note),
    unknownNote: () => unknownId('noteId', ctx.run.config.variables['MAX_AI_NOTE_ID']),
    fixture: (variable, note) => imageResource(ctx.requireVariable(variable), note),
    async requireFixture(variable, note) {
      const image = imageResource(ctx.requireVariable(variable), note);
      const status = statusOf(await tryGetUrl(image));
      return status === 200
        ? image
        : ctx.skip(`${variable} does not name an existing image (signed URL request answered ${status})`);
    },
    expectIndistinguishable(clause, foreign, missing) {
      if (foreign.kind === 'unanswered' || missing.kind === 'unanswered') return;
      // An id that was made up and is taken for malformed is no missing one.
      if (missing.answer.status === 400) return;
      const [one, other] = [gistOf(foreign.answer), gistOf(missing.answer)];
      const place = Object.keys(one).find((name) => one[name] !== other[name]);
      ctx.assertClause(clause, {
        holds: place === undefined,
        code: 'FOREIGN_TOLD_APART',
        at: place ?? 'status',
        expected: 'the same as for a resource that does not exist',
        actual: place === 'status' ? `${one['status']} for one, ${other['status']} for the other` : 'another value',
      });
    },
  };
}

const withFile = (plan: RequestPlan, { name, type, bytes }: ImageFile): RequestPlan => {
  if (plan.body.kind !== 'multipart') return plan;
  const parts = plan.body.parts.map((part) =>
    part.fileName === undefined ? part : { ...part, fileName: name, contentType: type, bytes },
  );
  return { ...plan, body: { kind: 'multipart', parts } };
};

const urlIn = (exchange: Exchange): string | undefined => {
  const url = dataOf(exchange)?.['url'];
  return typeof url === 'string' ? url : undefined;
};

const servesBytesOf = (image: Image | undefined, answer: Answer | undefined) =>
  answer?.status === 200 && image?.file.bytes.equals(answer.body) === true;

/** Waits for all, so that nothing is on its way when the case ends; then fails where one did. */
async function atOnce<T>(calls: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(calls);
  return Promise.all(calls);
}

/** Unicode has two spellings of an accented letter; which of them comes back is the same name. */
const isName = (said: string, { name }: ImageFile) => said.normalize('NFC') === name.normalize('NFC');

/** The names of a type of image; x-png and pjpeg are old ones. */
const typesOf: Readonly<Record<ImageFile['type'], RegExp>> = {
  'image/png': /^\s*image\/(?:x-)?png\b/i,
  'image/jpeg': /^\s*image\/p?jpe?g\b/i,
};

/** A value short enough for a finding. */
const short = (value: Json | undefined) =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).slice(0, 60);

/** What became of a file name, without repeating what may be somebody else's. */
const nameAs = (said: string, { name }: ImageFile) =>
  said === Buffer.from(name).toString('latin1')
    ? 'the name in UTF-8 read as Latin-1'
    : `another name, of ${said.length} characters`;

/** Whether a number is this size in kilobytes of 1,000 or 1,024 bytes, rounded in any way to the decimals it shows. */
const isSize = (kb: number, { bytes }: ImageFile) => {
  const decimals = /e/.test(String(kb)) ? 20 : (String(kb).split('.')[1]?.length ?? 0);
  return [1_000, 1_024].some((unit) => Math.abs(kb - bytes.length / unit) < Math.max(10 ** -decimals, 1e-9));
};

/** What a stranger could tell from an answer; ids and numbers in the message are left out. */
const gistOf = (answer: Answer): Record<string, string> => {
  const body = json(answer);
  const text = (name: string) => JSON.stringify((body.ok ? at(body.value, `/${name}`) : undefined) ?? null);
  return {
    status: String(answer.status),
    '/code': text('code'),
    '/message': text('message').replaceAll(/\b(?:[a-z]{3}_)?[\da-f][\da-f-]{7,}\b|\d+/gi, '#'),
  };
};
