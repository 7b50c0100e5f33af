import { randomBytes } from 'node:crypto';
import { json } from '../answer.ts';
import { conforming } from '../behaviour.ts';
import type { Variant } from '../catalogue.ts';
import { answersWhere, invoxStep, maxAiStep } from '../change.ts';
import { typedFailure } from '../invox/envelope.ts';
import { success, failure } from '../max-ai/envelope.ts';
import type { Step, StepName } from '../max-ai/call.ts';
import { readId } from '../max-ai/ids.ts';
import { issueUrl } from '../object-store/presigned-url.ts';
import { refusal } from '../object-store/refusal.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL } from '../operations.ts';
import { isJson, ofInvox, ofMaxAi } from './where.ts';

// What the documents leave open, decided in another way.

const withOrder = (order: readonly StepName[]) => ({ maxAi: { order } });

const organizationIs = (status: 401 | 403 | 404): Variant['change'] => {
  const organization: Step = (call, world) =>
    call.organization === world.identity.organization
      ? undefined
      : failure(
          world,
          status,
          'Organization is missing or unknown',
          status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {},
        );
  return { maxAi: { steps: { organization } } };
};

const withoutLimits = (names: Record<string, string>) =>
  Object.fromEntries(Object.entries(names).filter(([name]) => !name.startsWith('X-RateLimit')));

export const choices: readonly Variant[] = [
  {
    name: 'parameters-before-credentials',
    title: 'Parameters are looked at before the key',
    change: withOrder([
      'organization',
      'provider',
      'ids',
      'file',
      'authentication',
      'rateLimit',
      'scope',
      'knownProvider',
      'note',
      'image',
      'signed',
      'ehr',
    ]),
  },
  {
    name: 'lookup-before-parameters',
    title: 'Note and image are looked up before parameters and file are looked at',
    change: withOrder([
      'authentication',
      'rateLimit',
      'scope',
      'organization',
      'ids',
      'note',
      'image',
      'signed',
      'provider',
      'knownProvider',
      'file',
      'ehr',
    ]),
  },
  {
    name: 'scope-last',
    title: 'The scope is looked at last',
    change: withOrder([
      'authentication',
      'rateLimit',
      'organization',
      'provider',
      'ids',
      'file',
      'knownProvider',
      'note',
      'image',
      'scope',
      'signed',
      'ehr',
    ]),
  },
  {
    name: 'invox-body-before-token',
    title: 'Invox Medical looks at version and body before the token',
    change: { invox: { order: ['version', 'json', 'body', 'token', 'permission', 'document'] } },
  },
  {
    name: 'invox-permission-last',
    title: 'Invox Medical looks at the permission after version and body',
    change: { invox: { order: ['token', 'version', 'json', 'body', 'permission', 'document'] } },
  },
  {
    name: 'malformed-id-404',
    title: 'An id that cannot be one is 404',
    change: { maxAi: { order: conforming.maxAi.order.filter((name) => name !== 'ids') } },
  },
  { name: 'organization-401', title: 'A missing or unknown organization is 401', change: organizationIs(401) },
  { name: 'organization-403', title: 'A missing or unknown organization is 403', change: organizationIs(403) },
  { name: 'organization-404', title: 'A missing or unknown organization is 404', change: organizationIs(404) },
  {
    name: 'second-delete-409',
    title: 'A second delete is 409',
    change: maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
      const image = world.images.get(readId(2, 'img', call.imageId ?? '') ?? '');
      const gone = image?.archived && image.noteId === call.note?.id;
      return gone ? failure(world, 409, 'The image is archived') : usual(call, world);
    }),
  },
  {
    name: 'url-of-deleted-image',
    title: 'A deleted image still gets a URL, under which there is nothing',
    change: maxAiStep('image', IMAGE_URL, (call, world, usual) => {
      const image = world.images.get(readId(2, 'img', call.imageId ?? '') ?? '');
      if (!image?.archived || image.noteId !== call.note?.id) return usual(call, world);
      call.image = image;
      return undefined;
    }),
  },
  {
    name: 'store-hides-missing',
    title: 'The object store answers 403 where there is nothing',
    change: {
      store: {
        get: (key, world) =>
          world.objects.has(key) ? conforming.store.get(key, world) : refusal(403, 'AccessDenied', 'Access Denied'),
      },
    },
  },
  {
    name: 'store-on-another-port',
    title: 'Signed URLs point to another port',
    change: { store: { issue: (world, method, key) => issueUrl(world, method, key, { origin: world.otherOrigin }) } },
  },
  {
    name: 'store-on-localhost',
    title: 'Signed URLs point to another host name',
    change: {
      store: {
        issue: (world, method, key) =>
          issueUrl(world, method, key, { origin: world.otherOrigin.replace('127.0.0.1', 'localhost') }),
      },
    },
  },
  {
    name: 'store-without-type',
    title: 'The object store calls every file binary/octet-stream',
    change: {
      store: {
        get: (key, world) => {
          const answer = conforming.store.get(key, world);
          return answer.status === 200
            ? { ...answer, headers: { ...answer.headers, 'Content-Type': 'binary/octet-stream' } }
            : answer;
        },
      },
    },
  },
  {
    name: 'accidental-429',
    title: 'One call in the middle is 429 with Retry-After: 1',
    change: {
      intercept: ({ place, nth, world }) =>
        place === DELETE_IMAGE && nth === 3
          ? json(429, failure(world, 429, 'Rate limit exceeded. Maximum 1000 requests per 60 seconds.').body, {
              'Retry-After': '1',
              'X-RateLimit-Limit': '1000',
              'X-RateLimit-Remaining': '0',
              'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 1),
            })
          : undefined,
    },
  },
  {
    name: 'limit-headers-not-on-errors',
    title: 'X-RateLimit headers come on 2xx and 429 only',
    limiter: true,
    change: answersWhere(
      (context, { status }) => ofMaxAi(context) && status >= 400 && status !== 429,
      (answer) => ({ ...answer, headers: withoutLimits({ ...answer.headers }) }),
    ),
  },
  {
    name: 'wrong-method-404',
    title: 'A method that a path does not have is 404',
    change: answersWhere(
      (_context, answer) => answer.status === 405 && isJson(answer),
      (answer, context) => ({
        ...answer,
        status: 404,
        body: ofInvox(context)
          ? { messsage: 'Not found', errorType: 'documentNotFound' }
          : failure(context.world, 404, 'Resource not found').body,
      }),
    ),
  },
  { name: 'wrong-upload-415', title: 'An upload that is no image is 415', change: wrongUpload(415) },
  { name: 'wrong-upload-422', title: 'An upload that is no image is 422', change: wrongUpload(422) },
  {
    name: 'unknown-provider-400',
    title: 'A provider that does not exist is 400',
    change: {
      maxAi: {
        steps: {
          knownProvider: (call, world) =>
            conforming.maxAi.steps.knownProvider(call, world)
              ? failure(world, 400, "'providerId' must be a valid ID")
              : undefined,
        },
      },
    },
  },
  {
    name: 'store-without-etag',
    title: 'The object store gives no ETag for what is put',
    change: {
      store: {
        put: (key, object, world) => ({
          ...conforming.store.put(key, object, world),
          headers: { 'x-amz-request-id': randomBytes(8).toString('hex') },
        }),
      },
    },
  },
  {
    name: 'delete-document-before-upload-404',
    title: 'A document whose bytes have not come is not found',
    change: invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
      const refused = usual(call, world);
      if (refused || (call.document && world.objects.has(call.document.objectKey))) return refused;
      return typedFailure(404, 'documentNotFound', 'Document not found');
    }),
  },
  {
    name: 'url-with-expiry',
    title: 'The answer with an image URL says when it expires',
    change: answersWhere(
      ({ place }, { status }) => place === IMAGE_URL && status === 200,
      (answer) => {
        const { data } = answer.body as { data: { url: string } };
        return {
          ...answer,
          body: success({ ...data, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }).body,
        };
      },
    ),
  },
];

function wrongUpload(status: number): Variant['change'] {
  const file: Step = (call, world) => {
    const refused = conforming.maxAi.steps.file(call, world);
    const wrong = refused && call.upload.kind === 'file' && call.upload.bytes.length > 0;
    return wrong ? failure(world, status, 'The file is not one that can be uploaded') : refused;
  };
  return { maxAi: { steps: { file } } };
}
