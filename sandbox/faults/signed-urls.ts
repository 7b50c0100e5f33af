import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, maxAiAction } from '../change.ts';
import { must, should } from './define.ts';
import { type IssueChange, issueUrl } from '../object-store/presigned-url.ts';
import { rejection } from '../object-store/rejection.ts';
import { signatureMatches } from '../object-store/sigv4.ts';
import { DELETE_DOCUMENT, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';
import type { World } from '../world.ts';

// Signed URLs that do not last, lead elsewhere or are no URLs.

const issued = (method: 'GET' | 'PUT', change: (url: string, world: World, key: string) => string): Change => ({
  store: {
    issue: (world, at, key) => {
      const url = issueUrl(world, at, key);
      return at === method ? change(url, world, key) : url;
    },
  },
});

const reissued = (method: 'GET' | 'PUT', how: IssueChange): Change =>
  issued(method, (_url, world, key) => issueUrl(world, method, key, how));

const LONG_AGO = new Date(Date.UTC(2020, 0, 1));

const withoutQuery = (url: string) => url.split('?')[0] ?? url;

export const signedUrls: readonly Fault[] = [
  must(
    IMAGE_URL,
    '200',
    'image-url-lasts-a-day',
    'the URL expires after 24 hours',
    reissued('GET', { expires: 86_400 }),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-lasts-a-week',
    'the URL expires after seven days',
    reissued('GET', { expires: 604_800 }),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-lasts-a-minute',
    'the URL expires after 60 seconds',
    reissued('GET', { expires: 60 }),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-expired',
    'the URL has expired when it is issued',
    reissued('GET', { at: LONG_AGO }),
  ),
  must(IMAGE_URL, '200', 'image-url-public', 'the URL is not signed, and needs not be', {
    store: {
      ...issued('GET', withoutQuery).store,
      rules: { signed: () => undefined, notExpired: () => undefined, signature: () => undefined },
    },
  }),
  must(
    IMAGE_URL,
    '200',
    'image-url-relative',
    'the URL has no origin',
    issued('GET', (url, { origin }) => url.slice(origin.length)),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-empty',
    'the URL is empty',
    issued('GET', () => ''),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-of-unknown-host',
    "the URL points to a host that is not the vendor's",
    issued('GET', (url, { origin }) => url.replace(origin, 'http://files.sandbox.invalid')),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-signed-for-put',
    'the URL is signed for PUT and cannot be got',
    reissued('GET', { method: 'PUT' }),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-wrongly-signed',
    'the signature in the URL is wrong',
    issued('GET', (url) => url.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-ampersand-escaped',
    'the URL is escaped as if for HTML',
    issued('GET', (url) => url.replaceAll('&', '&amp;')),
  ),
  must(
    IMAGE_URL,
    'lifecycle',
    'image-url-of-another-image',
    'the URL is that of another image',
    issued('GET', (url, world) => {
      const [first] = world.objects.keys();
      return first === undefined ? url : issueUrl(world, 'GET', first);
    }),
  ),
  must(IMAGE_URL, 'lifecycle', 'image-url-signature-not-verified', 'the store takes any signature', {
    store: { rules: { signature: () => undefined } },
  }),
  should(IMAGE_URL, 'lifecycle', 'image-url-any-method', 'the URL to get the file also lets it be overwritten', {
    store: {
      rules: {
        signature: (request, { identity }) => {
          const matches = ['GET', 'PUT'].some((method) => signatureMatches({ ...request, method }, identity.storeKey));
          return matches ? undefined : rejection(403, 'SignatureDoesNotMatch', 'The signature does not match.');
        },
      },
    },
  }),
  must(UPLOAD, 'lifecycle', 'image-bytes-are-html', 'the store answers 200 with a page instead of the image', {
    store: {
      get: () => ({ status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html><body>Sign in</body></html>' }),
    },
  }),
  must(UPLOAD, 'lifecycle', 'image-bytes-in-base64', 'the store hands the image out in base64', {
    store: {
      get: (key, { objects }) => {
        const object = objects.get(key);
        if (!object) return rejection(404, 'NoSuchKey', 'The specified key does not exist.');
        return { status: 200, headers: { 'Content-Type': object.contentType }, body: object.bytes.toString('base64') };
      },
    },
  }),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-signed-for-get',
    'the URL is signed for GET and cannot be put to',
    reissued('PUT', { method: 'GET' }),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-expired',
    'the URL has expired when it is issued',
    reissued('PUT', { at: LONG_AGO }),
  ),
  must(SIGNED_URLS, '200', 'signed-urls-unsigned', 'the URL has lost its query', issued('PUT', withoutQuery)),
  must(DELETE_DOCUMENT, '200', 'delete-document-of-uploaded-404', 'a document is lost once its bytes have come', {
    store: {
      put: (key, object, world) => {
        world.objects.set(key, object);
        for (const { id, objectKey } of world.documents.values()) if (objectKey === key) world.documents.delete(id);
        return { status: 200, headers: {}, body: undefined };
      },
    },
  }),
  ...from('blind-run', [
    must(
      IMAGE_URL,
      'lifecycle/serves',
      'image-url-broken-for-odd-names',
      'the URL of an image whose name has more than letters and digits is rejected',
      maxAiAction(IMAGE_URL, (call, world, usual) => {
        const answer = usual(call, world);
        const sent = answer.body as { data: { url: string } };
        return /^[\w.-]*$/.test(call.image?.fileName ?? '')
          ? answer
          : { ...answer, body: { ...sent, data: { url: sent.data.url.replace('?', 'x?') } } };
      }),
    ),
    must(
      IMAGE_URL,
      'lifecycle/absolute',
      'image-url-ends-in-a-line-feed',
      'a line feed stands behind the URL',
      answers(
        IMAGE_URL,
        200,
        body((sent) => ({ ...sent, data: { ...sent.data, url: `${String(sent.data?.url)}\n` } })),
      ),
    ),
  ]),
];
