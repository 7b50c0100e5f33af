import { createHash } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { type Change, conforming } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, headers, maxAiAction } from '../change.ts';
import { count } from '../context.ts';
import { must, should } from './define.ts';
import { memory } from '../memory.ts';
import type { Rule } from '../object-store/permission.ts';
import { BUCKET, issueUrl, REGION } from '../object-store/presigned-url.ts';
import { rejection } from '../object-store/rejection.ts';
import { presign, readAmzDate } from '../object-store/sigv4.ts';
import { IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';
import type { Image, StoredObject, World } from '../world.ts';

// The object store behind the signed URLs serves what it should not, or not what it should.

const { get: usualGet, rules: usualRules } = conforming.store;

const issued = (change: (url: string, key: string, world: World) => string): Change => ({
  store: {
    issue: (world, method, key) => {
      const url = issueUrl(world, method, key);
      return method === 'GET' ? change(url, key, world) : url;
    },
  },
});

const signedIn = (bucket: string, region: string) => (_url: string, key: string, world: World) =>
  presign('GET', new URL(`/s3/${bucket}/${key}`, world.origin), world.identity.storeKey, 3600, new Date(), region).href;

/** What a new image is kept as; the answer to its upload stays as it is. */
const kept = (change: (object: StoredObject, image: Image, world: World) => StoredObject): Change =>
  maxAiAction(UPLOAD, (call, world, usual) => {
    const answer = usual(call, world);
    const image = [...world.images.values()].at(-1);
    const object = image && world.objects.get(image.objectKey);
    if (object) world.objects.set(image.objectKey, change(object, image, world));
    return answer;
  });

const keptBytes = (change: (bytes: Buffer, image: Image, world: World) => Buffer): Change =>
  kept((object, image, world) => ({ ...object, bytes: change(object.bytes, image, world) }));

/** What the store answers to a GET that its rules let through. */
const handedOut = (change: (answer: Answer, key: string, world: World) => Answer): Change => ({
  store: {
    get: (key, world) => {
      const answer = usualGet(key, world);
      return answer.status === 200 ? change(answer, key, world) : answer;
    },
  },
});

/** A URL that is unlike every other, even one for the same image in the same second. */
const unique = (_url: string, key: string, world: World) => {
  const url = new URL(`/s3/${BUCKET}/${key}?x-id=${count(world, 'unique URLs')}`, world.origin);
  return presign('GET', url, world.identity.storeKey, 3600, new Date(), REGION).href;
};

const signatureOf = (url: string) => new URL(url).searchParams.get('X-Amz-Signature') ?? '';

const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==',
  'base64',
);

/** A PNG without its ancillary chunks. */
function withoutText(png: Buffer): Buffer {
  const parts = [png.subarray(0, 8)];
  for (let at = 8; at + 12 <= png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    const critical = ((png[at + 4] ?? 0) & 0x20) === 0;
    if (critical) parts.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** A JPEG without APP1 to APP15 and comments. */
function withoutSegments(jpeg: Buffer): Buffer {
  const parts = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const marker = jpeg[at + 1] ?? 0;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (!((marker > 0xe0 && marker <= 0xef) || marker === 0xfe)) parts.push(jpeg.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...parts, jpeg.subarray(at)]);
}

/** The signature that the store gives for the very request, a minute earlier or later as it may be. */
const signatureFor = ({ method, url }: Parameters<Rule>[0], [, world]: Parameters<Rule>, seconds = 0): string => {
  const bare = new URL(url.pathname, world.origin);
  const date = readAmzDate(url.searchParams.get('X-Amz-Date') ?? '') ?? new Date(0);
  const expires = Number(url.searchParams.get('X-Amz-Expires'));
  const at = new Date(date.getTime() - seconds * 1_000);
  return presign(method, bare, world.identity.storeKey, expires, at, REGION).searchParams.get('X-Amz-Signature') ?? '';
};

const { signed, notExpired, signature } = conforming.store.rules;

/** Without any query the store checks nothing. */
const unlessBare =
  (rule: Rule): Rule =>
  (request, world) =>
    request.url.search === '' && request.method === 'GET' ? undefined : rule(request, world);

const byBeginning: Rule = (...asked) => {
  const [request] = asked;
  const presented = request.url.searchParams.get('X-Amz-Signature') ?? '';
  return presented.slice(0, 32) === signatureFor(request, asked).slice(0, 32) ? undefined : signature(...asked);
};

const whateverDate: Rule = (...asked) => {
  const [request] = asked;
  const presented = request.url.searchParams.get('X-Amz-Signature') ?? '';
  const minutes = Array.from({ length: 181 }, (_each, second) => second);
  return minutes.some((second) => signatureFor(request, asked, second) === presented) ? undefined : signature(...asked);
};

export const objectStore: readonly Fault[] = [
  ...from('held-out', [
    must(
      IMAGE_URL,
      '200',
      'image-url-of-missing-bucket',
      'the URL names a bucket that does not exist',
      issued(signedIn('sandbox-files-old', REGION)),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-of-wrong-region',
      'the URL is signed for another region, which the store rejects',
      {
        store: {
          ...issued(signedIn(BUCKET, 'us-east-1')).store,
          rules: {
            signature: (request, world) =>
              request.url.searchParams.get('X-Amz-Credential')?.includes('/us-east-1/')
                ? rejection(
                    400,
                    'AuthorizationQueryParametersError',
                    `Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting '${REGION}'`,
                  )
                : usualRules.signature(request, world),
          },
        },
      },
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-needs-a-header',
      'the signature covers a header that nobody was told to send',
      issued((_url, key, world) => {
        const url = new URL(issueUrl(world, 'GET', key));
        url.searchParams.set('X-Amz-SignedHeaders', 'host;x-amz-request-payer');
        return url.href;
      }),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-expires-in-ms',
      'X-Amz-Expires is 3600000, which the store rejects',
      issued((_url, key, world) => issueUrl(world, 'GET', key, { expires: 3_600_000 })),
    ),
    must(IMAGE_URL, 'lifecycle', 'image-url-works-once', 'the URL can be got once', {
      store: {
        ...issued(unique).store,
        rules: {
          signature: (request, world) => {
            const denied = usualRules.signature(request, world);
            const used = memory(world, 'used', () => new Set<string>());
            const signature = signatureOf(request.url.href);
            if (denied || request.method !== 'GET') return denied;
            if (used.has(signature)) return rejection(403, 'AccessDenied', 'Request has expired');
            used.add(signature);
            return undefined;
          },
        },
      },
    }),
    must(
      IMAGE_URL,
      'lifecycle',
      'image-url-dies-with-the-next',
      'a URL ends when another one is issued for the same image',
      {
        store: {
          ...issued((_url, key, world) => {
            const url = unique(_url, key, world);
            memory(world, 'newest', () => new Map<string, string>()).set(new URL(url).pathname, signatureOf(url));
            return url;
          }).store,
          rules: {
            signature: (request, world) => {
              const newest = memory(world, 'newest', () => new Map<string, string>()).get(request.url.pathname);
              const old = newest !== undefined && newest !== signatureOf(request.url.href);
              return (
                usualRules.signature(request, world) ?? (old ? rejection(403, 'AccessDenied', 'Superseded') : undefined)
              );
            },
          },
        },
      },
    ),
    must(
      IMAGE_URL,
      'lifecycle',
      'image-url-signature-without-path',
      'the signature of one image opens every other one',
      {
        store: {
          ...issued((url, _key, world) => {
            memory(world, 'issued', () => new Set<string>()).add(signatureOf(url));
            return url;
          }).store,
          rules: {
            signature: (request, world) =>
              request.method === 'GET' &&
              memory(world, 'issued', () => new Set<string>()).has(signatureOf(request.url.href))
                ? undefined
                : usualRules.signature(request, world),
          },
        },
      },
    ),
    must(IMAGE_URL, 'lifecycle', 'image-url-expiry-not-signed', 'X-Amz-Expires can be raised by whoever has the URL', {
      store: {
        rules: {
          signature: (request, world) => {
            const url = new URL(request.url);
            url.searchParams.set('X-Amz-Expires', '3600');
            return usualRules.signature({ ...request, url }, world);
          },
        },
      },
    }),
    should(
      IMAGE_URL,
      'lifecycle',
      'image-served-as-html',
      'the store says that the image is text/html',
      handedOut((answer) => ({ ...answer, headers: { ...answer.headers, 'Content-Type': 'text/html' } })),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-converted-to-jpeg',
      'a PNG is kept as a JPEG that still calls itself image/png',
      keptBytes((bytes, { mimeType }) => (mimeType === 'image/png' ? JPEG : bytes)),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-keeps-64-kb',
      'only the first 64 KiB of a file are kept',
      keptBytes((bytes) => bytes.subarray(0, 65_536)),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-keeps-no-bytes',
      'the object is there, and empty',
      keptBytes(() => Buffer.alloc(0)),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-keeps-the-previous-file',
      'a file is kept under the id of the next upload, as if all went through one temporary file',
      keptBytes((bytes, _image, world) => {
        const files = memory<Buffer[]>(world, 'files', () => []);
        files.push(bytes);
        return files.at(-2) ?? bytes;
      }),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-overwrites-its-namesake',
      'a file takes the place of an earlier one of the same name',
      keptBytes((bytes, image, world) => {
        for (const { noteId, fileName, objectKey } of world.images.values()) {
          const object = noteId === image.noteId && fileName === image.fileName && world.objects.get(objectKey);
          if (object) world.objects.set(objectKey, { ...object, bytes });
        }
        return bytes;
      }),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-kept-two-seconds-late',
      'the answer to the upload comes two seconds before the file is there',
      {
        ...kept((object, { objectKey }, world) => {
          memory(world, 'kept at', () => new Map<string, number>()).set(objectKey, Date.now() + 2000);
          return object;
        }),
        store: {
          get: (key, world) =>
            (memory(world, 'kept at', () => new Map<string, number>()).get(key) ?? 0) > Date.now()
              ? rejection(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key })
              : usualGet(key, world),
        },
      },
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-keeps-chunk-signatures',
      'the signatures of the chunks in which the file was sent to the store are kept in it',
      keptBytes((bytes) => {
        const signature = createHash('sha256').update(bytes).digest('hex');
        const head = `${bytes.length.toString(16)};chunk-signature=${signature}\r\n`;
        return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n0;chunk-signature=${signature}\r\n\r\n`)]);
      }),
    ),
    should(
      UPLOAD,
      'lifecycle',
      'upload-strips-metadata',
      'text in a PNG and Exif data in a JPEG are taken out of the file',
      keptBytes((bytes, { mimeType }) => (mimeType === 'image/png' ? withoutText(bytes) : withoutSegments(bytes))),
    ),
    must(
      SIGNED_URLS,
      '200',
      'signed-urls-all-of-the-first',
      'all documents of a request get the signed URL of the first',
      answers(
        SIGNED_URLS,
        200,
        body(({ documents }) => ({
          documents: documents.map((document: object) => ({ ...document, signedUrl: documents[0].signedUrl })),
        })),
      ),
    ),
    must(
      SIGNED_URLS,
      '200',
      'signed-urls-only-the-first',
      'only the first document of a request is answered',
      answers(
        SIGNED_URLS,
        200,
        body(({ documents }) => ({ documents: documents.slice(0, 1) })),
      ),
    ),
  ]),
  ...from('blind-run', [
    must(
      IMAGE_URL,
      'lifecycle/tampered-signature',
      'image-url-open-without-query',
      'the store gives the file to anybody who leaves the query out',
      {
        store: {
          rules: { signed: unlessBare(signed), notExpired: unlessBare(notExpired), signature: unlessBare(signature) },
        },
      },
    ),
    must(
      IMAGE_URL,
      'lifecycle/tampered-signature',
      'image-url-signature-by-its-beginning',
      'half of the signature is compared',
      { store: { rules: { signature: byBeginning } } },
    ),
    must(
      IMAGE_URL,
      'lifecycle/tampered-expiry',
      'image-url-date-not-signed',
      'the date of the signature can be moved',
      {
        store: { rules: { signature: whateverDate } },
      },
    ),
    must(
      IMAGE_URL,
      'lifecycle/serves',
      'image-url-png-as-jpeg',
      'a PNG is served as image/jpeg',
      answers('object-store/get', 200, headers({ 'Content-Type': 'image/jpeg' })),
    ),
    must(IMAGE_URL, 'lifecycle/serves', 'image-url-served-with-500', 'every signed URL is answered with 500', {
      store: { get: () => rejection(500, 'InternalError', 'We encountered an internal error. Please try again.') },
    }),
  ]),
];
