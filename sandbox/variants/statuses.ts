import type { Answer } from '../answer.ts';
import { type Change, conforming } from '../behaviour.ts';
import { from, type Variant } from '../catalogue.ts';
import { answersWhere, invoxStep, maxAiStep } from '../change.ts';
import { plainFailure, typedFailure } from '../invox/envelope.ts';
import type { Call, Step } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { memory } from '../memory.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, UPLOAD } from '../operations.ts';
import { isJson, ofInvox, ofMaxAi } from './where.ts';
import type { World } from '../world.ts';

// Which status a mistake gets, where the documents leave it open.

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

function wrongUpload(status: number): Variant['change'] {
  const file: Step = (call, world) => {
    const rejected = conforming.maxAi.steps.file(call, world);
    const wrong = rejected && call.upload.kind === 'file' && call.upload.bytes.length > 0;
    return wrong ? failure(world, status, 'The file is not one that can be uploaded') : rejected;
  };
  return { maxAi: { steps: { file } } };
}

const unknownProvider = (status: 403 | 409): Change => ({
  maxAi: {
    steps: {
      knownProvider: (call, world) =>
        conforming.maxAi.steps.knownProvider(call, world) &&
        failure(world, status, 'The provider is not known to the EHR'),
    },
  },
});

const imageOf = (call: Call, world: World) => world.images.get(readId(2, 'img', call.imageId ?? '') ?? '');

const DATE = /^\d{4}-\d\d-\d\d$/;

const page = (status: number, text: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<html><head><title>${text}</title></head><body><center><h1>${text}</h1></center></body></html>`,
});

/** Methods that a path does not have are answered by the framework, not by the API. */
const otherMethods = (answer: Answer): Change =>
  answersWhere(
    (_context, each) => each.status === 405 && isJson(each),
    () => answer,
  );

const isOdd = (url: string) => /%00|%2f|%27/i.test(url.split('?')[0] ?? '');

export const statuses: readonly Variant[] = [
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
  ...from('held-out', [
    {
      name: 'organization-401-or-403',
      title: 'A missing organization is 401, an unknown one 403',
      change: {
        maxAi: {
          steps: {
            organization: ({ organization }, world) => {
              if (organization === world.identity.organization) return undefined;
              return organization
                ? failure(world, 403, 'The app is not installed in this organization')
                : failure(world, 401, 'Organization is missing', { 'WWW-Authenticate': 'Bearer' });
            },
          },
        },
      },
    },
    {
      name: 'malformed-note-404-image-400',
      title: 'A note id that cannot be one is 404, an image id that cannot be one is 400',
      change: {
        maxAi: {
          steps: {
            ids: (call, world) => {
              const rejected = conforming.maxAi.steps.ids(call, world);
              return rejected && !readId(call.version, 'nte', call.noteId)
                ? failure(world, 404, 'Note not found')
                : rejected;
            },
          },
        },
      },
    },
    {
      name: 'unknown-provider-accepted',
      title: 'A provider that does not exist will do',
      change: { maxAi: { steps: { knownProvider: () => undefined } } },
    },
    { name: 'unknown-provider-403', title: 'A provider that does not exist is 403', change: unknownProvider(403) },
    { name: 'unknown-provider-409', title: 'A provider that does not exist is 409', change: unknownProvider(409) },
    {
      name: 'second-delete-400',
      title: 'A second delete is 400',
      change: maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
        const image = imageOf(call, world);
        const gone = image?.archived && image.noteId === call.note?.id;
        return gone ? failure(world, 400, "'imageId' is archived") : usual(call, world);
      }),
    },
    {
      name: 'no-file-415-empty-file-422',
      title: 'An upload without a form is 415, one of an empty file 422',
      change: maxAiStep('file', UPLOAD, (call, world, usual) => {
        const rejected = usual(call, world);
        if (!rejected) return undefined;
        if (call.upload.kind === 'none') return failure(world, 415, 'Unsupported Media Type');
        return call.upload.kind === 'file' && call.upload.bytes.length === 0
          ? failure(world, 422, "'file' must not be empty")
          : rejected;
      }),
    },
    {
      name: 'invox-version-required',
      title: 'Invox Medical wants the version header: without it, it is 400',
      change: {
        invox: {
          steps: {
            version: (call, world) =>
              call.apiVersion === undefined
                ? typedFailure(400, 'invalidApiVersionForEndpoint', 'The API version is missing')
                : conforming.invox.steps.version(call, world),
          },
        },
      },
    },
    {
      name: 'invox-future-version-400',
      title: 'Invox Medical rejects versions that do not exist yet',
      change: {
        invox: {
          steps: {
            version: ({ apiVersion = '2026-03-01' }) =>
              apiVersion === '2026-03-01'
                ? undefined
                : typedFailure(400, 'invalidApiVersionForEndpoint', 'The API version does not exist'),
          },
        },
      },
    },
    {
      name: 'invox-malformed-version-taken',
      title: 'A version that is no date is treated as the newest',
      change: {
        invox: {
          steps: {
            version: (call, world) =>
              DATE.test(call.apiVersion ?? '2026-03-01') ? conforming.invox.steps.version(call, world) : undefined,
          },
        },
      },
    },
    {
      name: 'invox-malformed-id-400',
      title: 'A malformed documentId is 400',
      change: invoxStep('body', DELETE_DOCUMENT, (call, world, usual) => {
        const id = String(call.body?.['documentId']);
        return (
          usual(call, world) ??
          (/^[0-9a-f-]{36}$/i.test(id) ? undefined : typedFailure(400, 'invalidRequestBody', 'documentId is not valid'))
        );
      }),
    },
  ]),
  ...from('blind-run', [
    {
      name: 'other-method-404-of-nest',
      warns: true,
      title: "A method that a path does not have is NestJS's own 404",
      change: otherMethods({
        status: 404,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: { message: 'Cannot PUT /v2/notes', error: 'Not Found', statusCode: 404 },
      }),
    },
    {
      name: 'other-method-404-of-express',
      warns: true,
      title: "A method that a path does not have is Express's own 404",
      change: otherMethods(page(404, 'Cannot PUT')),
    },
    {
      name: 'other-method-501',
      warns: true,
      title: 'A method that no path has is 501, with a page of the server',
      change: otherMethods(page(501, '501 Not Implemented')),
    },
    {
      name: 'other-method-403-of-api-gateway',
      warns: true,
      title: "A method that a path does not have is AWS API Gateway's own 403",
      change: otherMethods({
        status: 403,
        headers: { 'Content-Type': 'application/json' },
        body: { message: 'Missing Authentication Token' },
      }),
    },
    {
      name: 'odd-path-400-of-a-gateway',
      warns: true,
      title: 'A path with a zero character, a slash or a quote in an id is rejected by a gateway with its own page',
      change: answersWhere(
        (context) => ofMaxAi(context) && isOdd(context.url),
        () => page(400, '400 Bad Request'),
      ),
    },
    {
      name: 'odd-path-404-of-a-gateway',
      warns: true,
      title: 'The same with 404',
      change: answersWhere(
        (context) => ofMaxAi(context) && isOdd(context.url),
        () => page(404, '404 Not Found'),
      ),
    },
    {
      name: 'document-without-media-type-415',
      title: 'A request without a body, and so without a media type, is 415',
      change: invoxStep('json', DELETE_DOCUMENT, (call, world, usual) =>
        call.contentType === undefined ? plainFailure(415, 'Unsupported Media Type') : usual(call, world),
      ),
    },
    {
      name: 'document-second-delete-400',
      title: 'A second delete of a document is 400',
      change: {
        invox: {
          ...invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
            const seen = memory(world, 'documents that were there', () => new Set<unknown>());
            const id = call.body?.['documentId'];
            if (world.documents.has(String(id))) seen.add(id);
            else if (seen.has(id)) return typedFailure(400, 'inconsistentInput', 'The document was deleted before');
            return usual(call, world);
          }).invox,
        },
      },
    },
    {
      name: 'image-under-another-note-403',
      warns: true,
      title: 'Reading or deleting an image under another note is 403, whoever owns it',
      change: {
        maxAi: {
          steps: {
            note: (call, world) => {
              const image = world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');
              const note = readId(call.version, 'nte', call.noteId);
              return image && note !== undefined && world.notes.has(note) && image.noteId !== note
                ? failure(world, 403, 'The image belongs to another note')
                : conforming.maxAi.steps.note(call, world);
            },
          },
        },
      },
    },
  ]),
];
