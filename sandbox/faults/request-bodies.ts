import { json } from '../answer.ts';
import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { invoxStep, maxAiAction, maxAiStep } from '../change.ts';
import { must, should, unless } from './define.ts';
import { plainFailure } from '../invox/envelope.ts';
import type { Call } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';

import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';

// A body that must be rejected is accepted, or one that is odd makes the server fail.

const storesAnything = maxAiStep('file', UPLOAD, (call, world, usual) => {
  const rejection = usual(call, world);
  if (!rejection || call.upload.kind !== 'file') return rejection;
  call.imageType = 'image/png';
  return undefined;
});

const documentId = (body: Readonly<Record<string, unknown>> | undefined) => body?.['documentId'];

const OK = json(200, { message: 'Document deleted successfully', documentId: '' });

const onDocumentId = (is: (id: string) => boolean, answer: ReturnType<typeof plainFailure>): Change =>
  invoxStep('json', DELETE_DOCUMENT, (call, world, usual) => {
    const rejection = usual(call, world);
    const id = call.body?.['documentId'];
    return rejection ?? (typeof id === 'string' && is(id) ? answer : undefined);
  });

const serverError = plainFailure(500, 'Internal server error');

const isGif = (call: Call) => call.upload.kind === 'file' && call.upload.bytes.subarray(0, 4).toString() === 'GIF8';

export const requestBodies: readonly Fault[] = [
  must(
    IMAGE_URL,
    'parameters/imageId',
    'image-url-malformed-id-500',
    'an image id that is no UUID makes the server fail',
    unless(IMAGE_URL, 'ids', ({ imageId = '' }) => !/^[0-9a-f-]{36}$/i.test(imageId), 500),
  ),
  must(
    DELETE_IMAGE,
    'parameters/noteId',
    'delete-image-malformed-note-500',
    'a note id that is no UUID makes the server fail',
    unless(DELETE_IMAGE, 'ids', ({ noteId }) => !/^[0-9a-f-]{36}$/i.test(noteId), 500),
  ),
  must(
    UPLOAD,
    'body',
    'upload-without-file-500',
    'without a file the server fails',
    unless(UPLOAD, 'file', ({ upload }) => upload.kind === 'none', 500),
  ),
  must(
    UPLOAD,
    'body',
    'upload-broken-form-500',
    'a multipart form that cannot be read makes the server fail',
    unless(UPLOAD, 'file', ({ upload }) => upload.kind === 'unreadable', 500),
  ),
  must(
    UPLOAD,
    'body',
    'upload-file-optional',
    'without a file there is a 200 and an image of nothing',
    maxAiStep('file', UPLOAD, (call, world, usual) => {
      const rejection = usual(call, world);
      if (!rejection || call.upload.kind !== 'none') return rejection;
      const data = {
        id: `img_${'0'.repeat(32)}`,
        fileName: '',
        mimeType: 'image/png',
        sizeKb: 0,
        status: 'pending_upload',
      };
      return json(200, { code: 'success', data });
    }),
  ),
  should(UPLOAD, 'body', 'upload-takes-anything', 'a file that is no image is taken for a PNG', storesAnything),
  must(
    DELETE_DOCUMENT,
    'body/documentId',
    'delete-document-id-optional',
    'without documentId there is a 200',
    invoxStep('body', DELETE_DOCUMENT, (call, world, usual) =>
      documentId(call.body) === undefined ? OK : usual(call, world),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    'body/documentId',
    'delete-document-id-missing-500',
    'without documentId the server fails',
    invoxStep('body', DELETE_DOCUMENT, (call, world, usual) =>
      documentId(call.body) === undefined ? plainFailure(500, 'Internal server error') : usual(call, world),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    'body/documentId',
    'delete-document-id-number-500',
    'a documentId that is no string makes the server fail',
    invoxStep('body', DELETE_DOCUMENT, (call, world, usual) =>
      ['string', 'undefined'].includes(typeof documentId(call.body))
        ? usual(call, world)
        : plainFailure(500, 'Internal server error'),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    'body',
    'delete-document-malformed-json-500',
    'malformed JSON makes the server fail',
    invoxStep('json', DELETE_DOCUMENT, (call, world, usual) =>
      usual(call, world) ? plainFailure(500, 'Internal server error') : undefined,
    ),
  ),
  must(
    DELETE_DOCUMENT,
    'body',
    'delete-document-body-not-validated',
    'a body that is not valid is an unknown document, 404',
    {
      invox: {
        steps: {
          ...invoxStep('json', DELETE_DOCUMENT, (call, world, usual) => {
            if (usual(call, world)) call.body = {};
            return undefined;
          }).invox?.steps,
          ...invoxStep('body', DELETE_DOCUMENT, () => undefined).invox?.steps,
        },
      },
    },
  ),
  ...from('held-out', [
    must(
      DELETE_DOCUMENT,
      'body/documentId',
      'delete-document-id-in-a-list',
      'documentId may be a list that holds the id',
      invoxStep('body', DELETE_DOCUMENT, (call, world, usual) => {
        const sent = call.body?.['documentId'];
        const [id, ...others]: unknown[] = Array.isArray(sent) ? sent : [];
        return typeof id === 'string' && id !== '' && others.length === 0 ? undefined : usual(call, world);
      }),
    ),
  ]),
  ...from('blind-run', [
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
            return isGif(call)
              ? { ...answer, body: { ...sent, data: { ...sent.data, mimeType: 'image/gif' } } }
              : answer;
          }).maxAi?.actions ?? {},
      },
    }),
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
      '200',
      'delete-document-empty-id-200',
      'an empty documentId is deleted with success',
      onDocumentId((id) => id === '', {
        ...serverError,
        status: 200,
        body: { message: 'Document deleted successfully', documentId: '' },
      }),
    ),
  ]),
];
