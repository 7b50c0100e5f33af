import { conforming, type Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { answers, body, headers, invoxStep, maxAiAction, maxAiStep, withProperties } from '../change.ts';
import { plainFailure, typedFailure } from '../invox/envelope.ts';
import { archive, describe } from '../max-ai/actions.ts';
import { failure, success } from '../max-ai/envelope.ts';
import type { Call } from '../max-ai/call.ts';
import type { Image } from '../world.ts';
import type { Rule } from '../object-store/permission.ts';
import { refusal } from '../object-store/refusal.ts';
import { REGION } from '../object-store/presigned-url.ts';
import { presign, readAmzDate } from '../object-store/sigv4.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD, type MaxAiOperation } from '../operations.ts';
import { limiter, must, ofLimiter } from './define.ts';

// What a stand-in broke that was built by somebody who had not seen this suite, and nobody noticed (2026-11-25).

const TOKEN = 'invox-medical/token';

const fileName = (change: (name: string) => string): Change =>
  answers(
    UPLOAD,
    200,
    body((sent) => ({ ...sent, data: { ...sent.data, fileName: change(String(sent.data?.fileName)) } })),
  );

/** A value of a request makes the operation fail. */
const failsOn = (operation: MaxAiOperation, step: 'organization' | 'provider', is: (call: Call) => boolean): Change =>
  maxAiStep(step, operation, (call, world, usual) =>
    is(call) ? failure(world, 500, 'Internal error') : usual(call, world),
  );

const SQL = "SQLSTATE 22P02: invalid input syntax for type uuid in SELECT * FROM ehr.providers WHERE id = 'o'";

/** The signature that the store gives for the very request, a minute earlier or later as it may be. */
const signatureFor = ({ method, url }: Parameters<Rule>[0], [, world]: Parameters<Rule>, seconds = 0): string => {
  const bare = new URL(url.pathname, world.origin);
  const date = readAmzDate(url.searchParams.get('X-Amz-Date') ?? '') ?? new Date(0);
  const expires = Number(url.searchParams.get('X-Amz-Expires'));
  const at = new Date(date.getTime() - seconds * 1_000);
  return presign(method, bare, world.identity.storeKey, expires, at, REGION).searchParams.get('X-Amz-Signature') ?? '';
};

const { signed, notExpired, signature } = conforming.store.rules;

/** The same but for the last character. */
const alike = (one: string, other: string) => other !== '' && one.slice(0, -1) === other.slice(0, -1);

const deletesNothing = (where: (image: Image) => boolean): Change =>
  maxAiAction(DELETE_IMAGE, (call, world, usual) =>
    call.image && where(call.image)
      ? success({ ...describe(call.image, call, world), status: 'archived' })
      : usual(call, world),
  );

/** Without any query the store asks for nothing. */
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

const keyIs = (matches: (presented: string, secret: string) => boolean): Change => ({ maxAi: { matchesKey: matches } });

const onDocumentId = (is: (id: string) => boolean, answer: ReturnType<typeof plainFailure>): Change =>
  invoxStep('json', DELETE_DOCUMENT, (call, world, usual) => {
    const refusal = usual(call, world);
    const id = call.body?.['documentId'];
    return refusal ?? (typeof id === 'string' && is(id) ? answer : undefined);
  });

const serverError = plainFailure(500, 'Internal server error');

const isGif = (call: Call) => call.upload.kind === 'file' && call.upload.bytes.subarray(0, 4).toString() === 'GIF8';

export const independent: readonly Fault[] = [
  must(
    UPLOAD,
    '200',
    'upload-file-name-without-emoji',
    'characters of four bytes in fileName become ?',
    fileName((name) => name.replace(/\p{Extended_Pictographic}/gu, '?')),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-quote-doubled',
    'an apostrophe in fileName is doubled, as for SQL',
    fileName((name) => name.replaceAll("'", "''")),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-plus-as-space',
    'a plus in fileName becomes a space',
    fileName((name) => name.replaceAll('+', ' ')),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-escaped',
    '& in fileName becomes &amp;',
    fileName((name) => name.replaceAll('&', '&amp;')),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-cut-at-semicolon',
    'fileName ends at a semicolon',
    fileName((name) => name.split(';')[0] ?? ''),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-dots',
    'all dots of fileName but the last become dashes',
    fileName((name) => name.replaceAll(/\.(?=.*\.)/g, '-')),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-64-characters',
    'fileName is cut to 64 characters',
    fileName((name) => name.slice(0, 64)),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-percent-500',
    'a percent sign in the file name makes the upload fail',
    maxAiStep('file', UPLOAD, (call, world, usual) =>
      call.upload.kind === 'file' && call.upload.fileName.includes('%')
        ? failure(world, 500, 'URI malformed')
        : usual(call, world),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-takes-no-png',
    'every PNG is a bad request, a JPEG is not',
    maxAiStep('file', UPLOAD, (call, world, usual) =>
      call.upload.kind === 'file' && call.upload.bytes[0] === 0x89
        ? failure(world, 400, 'Unsupported image')
        : usual(call, world),
    ),
  ),
  must(UPLOAD, '200/body', 'upload-takes-a-gif', 'a GIF is taken, with a mimeType that is not documented', {
    maxAi: {
      steps:
        maxAiStep('file', UPLOAD, (call, world, usual) => {
          if (!isGif(call)) return usual(call, world);
          call.imageType = 'image/png';
          return undefined;
        }).maxAi?.steps ?? {},
      actions:
        maxAiAction(UPLOAD, (call, world, usual) => {
          const answer = usual(call, world);
          const sent = answer.body as { data?: object };
          return isGif(call) ? { ...answer, body: { ...sent, data: { ...sent.data, mimeType: 'image/gif' } } } : answer;
        }).maxAi?.actions ?? {},
    },
  }),
  must(
    UPLOAD,
    '200',
    'upload-cut-at-a-boundary',
    'a file is cut where its bytes look like the end of a part',
    maxAiAction(UPLOAD, (call, world, usual) => {
      if (call.upload.kind !== 'file') return usual(call, world);
      const end = call.upload.bytes.indexOf('\r\n--');
      const bytes = end < 0 ? call.upload.bytes : call.upload.bytes.subarray(0, end);
      return usual({ ...call, upload: { ...call.upload, bytes } }, world);
    }),
  ),
  must(
    UPLOAD,
    '200/body',
    'upload-id-empty',
    'the id is an empty string',
    answers(
      UPLOAD,
      200,
      body((sent) => ({ ...sent, data: { ...sent.data, id: '' } })),
    ),
  ),
  must(
    UPLOAD,
    '400',
    'upload-provider-malformed-500',
    'a malformed providerId makes the upload fail',
    failsOn(UPLOAD, 'provider', ({ providerId }) => /['"]/.test(providerId ?? '')),
  ),
  must(
    DELETE_IMAGE,
    '400',
    'delete-image-provider-long-500',
    'a long providerId makes the delete fail',
    failsOn(DELETE_IMAGE, 'provider', ({ providerId }) => (providerId ?? '').length > 64),
  ),
  must(
    DELETE_IMAGE,
    '400/body',
    'delete-image-provider-malformed-sql',
    'the 400 for a malformed providerId has the SQL',
    maxAiStep('provider', DELETE_IMAGE, (call, world, usual) =>
      /['"]/.test(call.providerId ?? '') ? failure(world, 400, SQL) : usual(call, world),
    ),
  ),
  must(
    UPLOAD,
    '400',
    'upload-organization-quote-500',
    'a quote in X-Organization-Id makes the upload fail',
    failsOn(UPLOAD, 'organization', ({ organization }) => /['"]/.test(organization ?? '')),
  ),
  must(
    IMAGE_URL,
    '400',
    'image-url-organization-long-500',
    'a long X-Organization-Id makes the operation fail',
    failsOn(IMAGE_URL, 'organization', ({ organization }) => (organization ?? '').length > 64),
  ),
  must(
    UPLOAD,
    '400',
    'upload-without-boundary-500',
    'a form without a boundary makes the upload fail',
    maxAiStep('file', UPLOAD, (call, world, usual) =>
      call.upload.kind === 'unreadable' && /boundary/i.test(call.upload.because)
        ? failure(world, 500, 'Multipart: Boundary not found')
        : usual(call, world),
    ),
  ),
  must(
    IMAGE_URL,
    '404',
    'image-url-own-image-under-foreign-note',
    "an own image is found under another organization's note",
    maxAiStep('note', IMAGE_URL, (call, world, usual) => {
      const image = world.images.get(call.imageId ?? '');
      const note = image && world.notes.get(image.noteId);
      if (!note || note.organization !== call.organization) return usual(call, world);
      call.note = note;
      return undefined;
    }),
  ),
  must(
    IMAGE_URL,
    'lifecycle/serves',
    'image-url-broken-for-odd-names',
    'the URL of an image whose name has more than letters and digits is refused',
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
  must(IMAGE_URL, 'lifecycle/tampered-expiry', 'image-url-date-not-signed', 'the date of the signature can be moved', {
    store: { rules: { signature: whateverDate } },
  }),
  must(
    IMAGE_URL,
    'lifecycle/serves',
    'image-url-png-as-jpeg',
    'a PNG is served as image/jpeg',
    answers('object-store/get', 200, headers({ 'Content-Type': 'image/jpeg' })),
  ),
  must(
    DELETE_IMAGE,
    'security',
    'api-key-by-its-end',
    'the last 16 characters of the key are compared',
    keyIs((presented, secret) => presented.slice(-16) === secret.slice(-16)),
  ),
  must(
    UPLOAD,
    'security',
    'api-key-undefined',
    'the key "undefined" is let in',
    keyIs((presented, secret) => presented === secret || presented === 'undefined'),
  ),
  must(
    IMAGE_URL,
    '404',
    'image-url-404-names-private-address',
    'the message of the 404 has an address of the internal network',
    answers(IMAGE_URL, 404, withProperties({ message: 'not found (upstream http://10.2.3.4:8080/internal/notes)' })),
  ),
  must(
    UPLOAD,
    '502',
    'upload-502-names-key-id',
    'the message of the 502 has the id of a cloud key',
    answers(UPLOAD, 502, withProperties({ message: 'PutObject failed for AKIAIOSFODNN7EXAMPLE' })),
  ),
  must(
    DELETE_DOCUMENT,
    'token/only-for-credentials',
    'token-service-takes-an-empty-key',
    'the token service gives a token for an empty API key',
    answers(TOKEN, 401, (refused, { world, headers: sent }) => {
      const credential = Buffer.from(String(sent['authorization']).slice(6), 'base64').toString();
      const { id } = world.identity.invoxApp;
      if (credential !== `${id}:`) return refused;
      world.tokens.set('sbx-at-for-an-empty-key', { appId: id, expiresAt: Date.now() + 7_200_000 });
      return { ...refused, status: 200, body: { accessToken: 'sbx-at-for-an-empty-key' } };
    }),
  ),
  must(
    DELETE_DOCUMENT,
    'token/lifetime',
    'token-lives-five-minutes',
    'the token service says that a token lives five minutes',
    answers(TOKEN, 200, withProperties({ expires_in: 300 })),
  ),
  must(
    DELETE_DOCUMENT,
    '400',
    'delete-document-null-500',
    'the body null makes the operation fail',
    invoxStep('json', DELETE_DOCUMENT, (call, world, usual) =>
      call.rawBody === 'null' ? serverError : usual(call, world),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    '404',
    'delete-document-long-id-500',
    'a long documentId makes the operation fail',
    onDocumentId((id) => id.length > 255, serverError),
  ),
  must(
    DELETE_DOCUMENT,
    '404',
    'delete-document-nul-id-500',
    'a zero character in documentId makes the operation fail',
    onDocumentId((id) => id.includes('\0'), serverError),
  ),
  must(
    DELETE_DOCUMENT,
    '400/body',
    'delete-document-quote-id-sql',
    'the 400 for a quote in documentId has the SQL',
    onDocumentId((id) => id.includes("'"), typedFailure(400, 'inconsistentInput', SQL)),
  ),
  must(
    DELETE_DOCUMENT,
    '200',
    'delete-document-empty-id-200',
    'an empty documentId is deleted with success',
    onDocumentId((id) => id === '', {
      ...serverError,
      status: 200,
      body: { message: 'Document deleted successfully', documentId: '' },
    }),
  ),
  must(
    SIGNED_URLS,
    'security',
    'signed-urls-without-token',
    'documents can be announced without a token',
    invoxStep('token', SIGNED_URLS, (call, world, usual) => {
      if (call.authorization !== undefined) return usual(call, world);
      call.app = world.identity.invoxApp;
      return undefined;
    }),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle/after-delete',
    'delete-image-large-stays',
    'an image of more than 100 kB is said to be archived and is still there',
    deletesNothing(({ size }) => size > 100_000),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle/after-delete',
    'delete-image-jpeg-stays',
    'a JPEG is said to be archived and is still there',
    deletesNothing(({ mimeType }) => mimeType === 'image/jpeg'),
  ),
  must(IMAGE_URL, 'lifecycle/serves', 'image-url-served-with-500', 'every signed URL is answered with 500', {
    store: { get: () => refusal(500, 'InternalError', 'We encountered an internal error. Please try again.') },
  }),
  ...([UPLOAD, DELETE_IMAGE] as const).map((operation) =>
    must(
      operation,
      'parameters/providerId/empty',
      `${operation === UPLOAD ? 'upload' : 'delete-image'}-takes-an-empty-provider`,
      'an empty providerId is taken',
      maxAiStep('provider', operation, (call, world, usual) =>
        call.providerId === '' ? undefined : usual(call, world),
      ),
    ),
  ),
  must(
    IMAGE_URL,
    'parameters/imageId/unknown',
    'image-url-ignores-the-last-of-image-ids',
    'the last character of an imageId is not compared',
    maxAiStep('image', IMAGE_URL, (call, world, usual) => {
      const image = [...world.images.values()].find(
        ({ id, archived, noteId }) => alike(id, call.imageId ?? '') && !archived && noteId === call.note?.id,
      );
      if (!image) return usual(call, world);
      call.image = image;
      return undefined;
    }),
  ),
  must(
    IMAGE_URL,
    'parameters/noteId/unknown',
    'image-url-ignores-the-last-of-note-ids',
    'the last character of a noteId is not compared',
    maxAiStep('note', IMAGE_URL, (call, world, usual) => {
      const note = [...world.notes.values()].find(
        ({ id, organization }) => alike(id, call.noteId) && organization === call.organization,
      );
      if (!note) return usual(call, world);
      call.note = note;
      return undefined;
    }),
  ),
  must(
    IMAGE_URL,
    'parameters/X-Organization-Id/unknown',
    'image-url-ignores-the-last-of-the-organization',
    'the last character of X-Organization-Id is not compared',
    {
      maxAi: {
        ...maxAiStep('organization', IMAGE_URL, (call, world, usual) =>
          alike(world.identity.organization, call.organization ?? '') ? undefined : usual(call, world),
        ).maxAi,
        sees: ({ operation, organization }, note, { identity }) =>
          note.organization === organization ||
          (operation === IMAGE_URL &&
            alike(identity.organization, organization ?? '') &&
            note.organization === identity.organization),
      },
    },
  ),
  must(
    DELETE_IMAGE,
    'lifecycle/refusal-changes-nothing',
    'delete-image-400-for-a-provider-and-yet-deleted',
    'a malformed providerId is a bad request, and the image is gone',
    maxAiStep('provider', DELETE_IMAGE, (call, world, usual) => {
      const refused = usual(call, world);
      const image = world.images.get(call.imageId ?? '');
      if (refused && call.providerId && image && !image.fixture) archive(image, world);
      return refused;
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
  ofLimiter(
    must(
      IMAGE_URL,
      'rate-limit/limit',
      'limit-of-1010',
      'ten more requests are served after the headers have said that none is left',
      limiter({
        limit: 1010,
        headers: (allowance) =>
          conforming.limiter.headers({ ...allowance, limit: 1000, remaining: Math.max(0, allowance.remaining - 10) }),
      }),
    ),
  ),
];
