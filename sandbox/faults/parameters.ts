import type { Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { answers, invoxStep, maxAiStep, withProperties } from '../change.ts';
import { plainFailure } from '../invox/envelope.ts';
import type { Call as MaxAiCall } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';
import { json } from '../answer.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD, type MaxAiOperation } from '../operations.ts';
import { must, should } from './define.ts';

// What is required is not asked for, or what is wrong makes the server fail.

const unless = (
  operation: MaxAiOperation,
  step: 'provider' | 'organization' | 'ids' | 'file',
  when: (call: MaxAiCall) => boolean,
  status?: 500,
): Change =>
  maxAiStep(step, operation, (call, world, usual) => {
    if (!when(call)) return usual(call, world);
    return status && failure(world, status, 'Internal server error');
  });

const noProvider = ({ providerId }: MaxAiCall) => providerId === undefined;
const noOrganization = ({ organization }: MaxAiCall) => !organization;

/** Without the organization header, the app's only installation is taken. */
const organizationOptional = (operation: MaxAiOperation): Change => ({
  maxAi: {
    ...unless(operation, 'organization', noOrganization).maxAi,
    sees: ({ organization }, note, { identity }) => note.organization === (organization || identity.organization),
  },
});

const storesAnything = maxAiStep('file', UPLOAD, (call, world, usual) => {
  const refusal = usual(call, world);
  if (!refusal || call.upload.kind !== 'file') return refusal;
  call.imageType = 'image/png';
  return undefined;
});

const documentId = (body: Readonly<Record<string, unknown>> | undefined) => body?.['documentId'];

const OK = json(200, { message: 'Document deleted successfully', documentId: '' });

export const parameters: readonly Fault[] = [
  must(
    UPLOAD,
    'parameters/providerId',
    'upload-provider-optional',
    'providerId may be left out',
    unless(UPLOAD, 'provider', noProvider),
  ),
  must(
    DELETE_IMAGE,
    'parameters/providerId',
    'delete-image-provider-optional',
    'providerId may be left out',
    unless(DELETE_IMAGE, 'provider', noProvider),
  ),
  must(
    UPLOAD,
    'parameters/providerId',
    'upload-provider-missing-500',
    'without providerId the server fails',
    unless(UPLOAD, 'provider', noProvider, 500),
  ),
  must(
    DELETE_IMAGE,
    'parameters/providerId',
    'delete-image-provider-missing-500',
    'without providerId the server fails',
    unless(DELETE_IMAGE, 'provider', noProvider, 500),
  ),
  must(
    UPLOAD,
    'parameters/X-Organization-Id',
    'upload-organization-optional',
    'X-Organization-Id may be left out',
    organizationOptional(UPLOAD),
  ),
  must(
    IMAGE_URL,
    'parameters/X-Organization-Id',
    'image-url-organization-optional',
    'X-Organization-Id may be left out',
    organizationOptional(IMAGE_URL),
  ),
  must(
    DELETE_IMAGE,
    'parameters/X-Organization-Id',
    'delete-image-organization-missing-500',
    'without X-Organization-Id the server fails',
    unless(DELETE_IMAGE, 'organization', noOrganization, 500),
  ),
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
      const refusal = usual(call, world);
      if (!refusal || call.upload.kind !== 'none') return refusal;
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
  should(
    DELETE_DOCUMENT,
    'version',
    'delete-document-version-ignored',
    'the version header is not looked at',
    invoxStep('version', DELETE_DOCUMENT, () => undefined),
  ),
  must(
    DELETE_DOCUMENT,
    'version',
    'delete-document-version-500',
    'a version it does not have makes the server fail',
    invoxStep(
      'version',
      DELETE_DOCUMENT,
      (call, world, usual) => usual(call, world) && plainFailure(500, 'Internal server error'),
    ),
  ),
  should(
    DELETE_DOCUMENT,
    'version',
    'delete-document-version-error-type',
    'a wrong version is errorType inconsistentInput',
    {
      ...invoxStep('version', DELETE_DOCUMENT, (call, world, usual) => {
        const refusal = usual(call, world);
        return refusal && { ...refusal, body: { ...(refusal.body as object), errorType: 'inconsistentInput' } };
      }),
    },
  ),
  must(
    DELETE_DOCUMENT,
    '400/body',
    'delete-document-400-error-type-of-audio',
    '400 says invalidMimeType, an errorType of another endpoint',
    answers(DELETE_DOCUMENT, 400, withProperties({ errorType: 'invalidMimeType' })),
  ),
];
