import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, type Body, maxAiAction, withProperties } from '../change.ts';
import { count } from '../context.ts';
import { must, should } from './define.ts';
import { success } from '../max-ai/envelope.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';

// The body has the right shape and a value in it that was promised otherwise: codes, enums, ids.

const data = (change: (image: Record<string, string>) => Record<string, unknown>) =>
  body((sent) => ({ ...sent, data: { ...sent.data, ...change(sent.data) } }));

const code = (wrong: string) => withProperties({ code: wrong });

function eachDocument(change: (document: Record<string, unknown>) => Record<string, unknown>) {
  return body((sent) => ({
    documents: sent.documents.map((document: Record<string, unknown>) => ({ ...document, ...change(document) })),
  }));
}

const uploaded = (change: (image: Body) => object): Change =>
  answers(
    UPLOAD,
    200,
    body((sent) => ({ ...sent, data: { ...sent.data, ...change(sent.data) } })),
  );

export const values: readonly Fault[] = [
  must(UPLOAD, '200/body', 'upload-200-code-ok', 'success says code OK, not success', answers(UPLOAD, 200, code('OK'))),
  must(
    DELETE_IMAGE,
    '200/body',
    'delete-image-200-code-deleted',
    'success says code deleted',
    answers(DELETE_IMAGE, 200, code('deleted')),
  ),
  must(
    UPLOAD,
    '400/body',
    'upload-400-code-validation-error',
    '400 says code validation_error',
    answers(UPLOAD, 400, code('validation_error')),
  ),
  must(
    IMAGE_URL,
    '401/body',
    'image-url-401-code-forbidden',
    '401 says code forbidden',
    answers(IMAGE_URL, 401, code('forbidden')),
  ),
  must(
    IMAGE_URL,
    '403/body',
    'image-url-403-code-unauthorized',
    '403 says code unauthorized',
    answers(IMAGE_URL, 403, code('unauthorized')),
  ),
  must(
    DELETE_IMAGE,
    '404/body',
    'delete-image-404-code-capitals',
    '404 says code NOT_FOUND',
    answers(DELETE_IMAGE, 404, code('NOT_FOUND')),
  ),
  must(
    DELETE_IMAGE,
    '409/body',
    'delete-image-409-code-bad-request',
    '409 says code bad_request',
    answers(DELETE_IMAGE, 409, code('bad_request')),
  ),
  must(
    UPLOAD,
    '502/body',
    'upload-502-code-internal-error',
    '502 says code internal_error',
    answers(UPLOAD, 502, code('internal_error')),
  ),
  must(
    UPLOAD,
    '200/body',
    'upload-mime-type-image-jpg',
    'mimeType is image/jpg, which is not in the enum',
    answers(
      UPLOAD,
      200,
      data(() => ({ mimeType: 'image/jpg' })),
    ),
  ),
  must(
    UPLOAD,
    '200/body',
    'upload-status-uploaded',
    'status is uploaded, which is not in the enum',
    answers(
      UPLOAD,
      200,
      data(() => ({ status: 'uploaded' })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '200/body',
    'delete-image-status-deleted',
    'status is deleted, which is not in the enum',
    answers(
      DELETE_IMAGE,
      200,
      data(() => ({ status: 'deleted' })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '200/body',
    'delete-image-status-capitals',
    'status is ARCHIVED, which is not in the enum',
    answers(
      DELETE_IMAGE,
      200,
      data(() => ({ status: 'ARCHIVED' })),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    '404/body',
    'delete-document-404-error-type-not-found',
    '404 says errorType notFound',
    answers(DELETE_DOCUMENT, 404, withProperties({ errorType: 'notFound' })),
  ),
  must(
    DELETE_DOCUMENT,
    '404/body',
    'delete-document-404-error-type-of-400',
    '404 says errorType invalidRequestBody',
    answers(DELETE_DOCUMENT, 404, withProperties({ errorType: 'invalidRequestBody' })),
  ),
  must(
    DELETE_DOCUMENT,
    '400/body',
    'delete-document-400-error-type-of-404',
    '400 says errorType documentNotFound',
    answers(DELETE_DOCUMENT, 400, withProperties({ errorType: 'documentNotFound' })),
  ),
  must(
    DELETE_DOCUMENT,
    '400/body',
    'delete-document-400-error-type-constant-name',
    '400 says the name of the enum member, INVALID_REQUEST_BODY',
    answers(DELETE_DOCUMENT, 400, withProperties({ errorType: 'INVALID_REQUEST_BODY' })),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-document-type-lower-case',
    'documentType is pdf or txt, not what was asked',
    answers(
      SIGNED_URLS,
      200,
      eachDocument(({ documentType }) => ({ documentType: String(documentType).toLowerCase() })),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-mime-type-always-jpeg',
    'mimeType is image/jpeg for every image',
    answers(
      UPLOAD,
      200,
      data(() => ({ mimeType: 'image/jpeg' })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '200',
    'delete-image-other-id',
    'the answer carries the id of another image',
    answers(
      DELETE_IMAGE,
      200,
      data(() => ({ id: '00000000-0000-4000-8000-000000000000' })),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    '200',
    'delete-document-echoes-example',
    'documentId is mock-document-id, as in the example',
    answers(DELETE_DOCUMENT, 200, withProperties({ documentId: 'mock-document-id' })),
  ),
  must(
    DELETE_DOCUMENT,
    '200',
    'delete-document-echoes-capitals',
    'documentId comes back in capitals',
    answers(
      DELETE_DOCUMENT,
      200,
      body((sent) => ({ ...sent, documentId: sent.documentId.toUpperCase() })),
    ),
  ),
  should(
    UPLOAD,
    '200',
    'upload-id-of-v2',
    'v3 answers with the UUID of v2',
    answers(
      UPLOAD,
      200,
      data(({ id = '' }) => ({ id: id.replace(/^img_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') })),
    ),
  ),
  should(
    DELETE_IMAGE,
    '200',
    'delete-image-id-of-v3',
    'v2 answers with the prefixed id of v3',
    answers(
      DELETE_IMAGE,
      200,
      data(({ id = '' }) => ({ id: `img_${id.replaceAll('-', '')}` })),
    ),
  ),
  should(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-status-synced',
    'status after delete is still synced',
    answers(
      DELETE_IMAGE,
      200,
      data(() => ({ status: 'synced' })),
    ),
  ),
  must(
    UPLOAD,
    '400/body',
    'upload-trace-id-constant',
    'every 400 has the trace_id of the example',
    answers(UPLOAD, 400, withProperties({ trace_id: '550e8400-e29b-41d4-a716-446655440000' })),
  ),
  must(
    IMAGE_URL,
    '404/body',
    'image-url-trace-id-from-clock',
    'trace_id is the time, to the second',
    answers(
      IMAGE_URL,
      404,
      body((sent) => ({ ...sent, trace_id: String(Math.floor(Date.now() / 1000)) })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '401/body',
    'delete-image-trace-id-zero',
    'every 401 has a trace_id of zeros',
    answers(DELETE_IMAGE, 401, withProperties({ trace_id: '00000000-0000-0000-0000-000000000000' })),
  ),
  ...from('held-out', [
    must(
      UPLOAD,
      '200',
      'upload-id-of-note',
      'id is that of the note, with the prefix of an image',
      maxAiAction(UPLOAD, (call, world, usual) => {
        const { data } = usual(call, world).body as { data: object };
        return success({ ...data, id: call.noteId.replace(/^nte_/, 'img_') });
      }),
    ),
    should(
      UPLOAD,
      '200',
      'upload-id-upper-case',
      'the hex digits of the id are in capitals',
      uploaded(({ id }) => ({ id: `img_${id.slice(4).toUpperCase()}` })),
    ),
    should(
      UPLOAD,
      '200',
      'upload-ids-sequential',
      'ids count up from 1',
      maxAiAction(UPLOAD, (call, world, usual) => {
        const { data } = usual(call, world).body as { data: object };
        const image = [...world.images.values()].at(-1);
        const id = `00000000-0000-4000-8000-${String(count(world, 'ids')).padStart(12, '0')}`;
        if (image) {
          world.images.delete(image.id);
          world.images.set(id, { ...image, id });
        }
        return success({ ...data, id: `img_${id.replaceAll('-', '')}` });
      }),
    ),
    should(
      UPLOAD,
      '200',
      'upload-status-archived',
      'a new image says that it is archived',
      uploaded(() => ({ status: 'archived' })),
    ),
  ]),
  ...from('blind-run', [
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
  ]),
];
