import type { Answer } from '../answer.ts';
import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answersWhere, headers, invoxStep, maxAiAction, maxAiStep, replaced } from '../change.ts';
import { must } from './define.ts';
import type { Call } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, type MaxAiOperation, UPLOAD } from '../operations.ts';
import type { World } from '../world.ts';

// What stands before the API answers in its place, for some requests.

const GATEWAY_TIMEOUT =
  '<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n<center><h1>504 Gateway Time-out</h1></center>\r\n</body>\r\n</html>\r\n';

const internal = (world: World) => failure(world, 500, 'Internal server error');

const failing = (
  operation: MaxAiOperation,
  step: 'provider' | 'organization' | 'ids' | 'knownProvider' | 'note',
  when: (call: Call, world: World) => boolean,
): Change =>
  maxAiStep(step, operation, (call, world, usual) => (when(call, world) ? internal(world) : usual(call, world)));

/** An upload that does its usual work only where nothing is peculiar about it. */
const uploading = (when: (bytes: Buffer, name: string) => boolean, answer: (world: World) => Answer): Change =>
  maxAiAction(UPLOAD, (call, world, usual) =>
    call.upload.kind === 'file' && when(call.upload.bytes, call.upload.fileName) ? answer(world) : usual(call, world),
  );

const readingIs = (status: 409 | 502, when: (call: Call) => boolean | undefined, message: string): Change =>
  maxAiAction(IMAGE_URL, (call, world, usual) => (when(call) ? failure(world, status, message) : usual(call, world)));

const moved =
  (status: 307 | 308, where: (url: string) => string) =>
  (url: string): Answer => ({ status, headers: { Location: where(url), 'Content-Length': '0' }, body: undefined });

export const gateways: readonly Fault[] = [
  ...from('held-out', [
    must(
      UPLOAD,
      '200',
      'upload-over-1-mb-504',
      "a file of more than 1 MB ends in nginx's 504",
      uploading(
        (bytes) => bytes.length > 1_000_000,
        () => ({ status: 504, headers: { 'Content-Type': 'text/html' }, body: GATEWAY_TIMEOUT }),
      ),
    ),
    must(
      UPLOAD,
      '200',
      'upload-jpeg-500',
      'a JPEG makes the server fail, a PNG does not',
      uploading(
        (bytes) => bytes[0] === 0xff,
        (world) => internal(world),
      ),
    ),
    must(
      UPLOAD,
      '200',
      'upload-accented-name-500',
      'a file name with a letter outside ASCII makes the server fail',
      uploading(
        (_bytes, name) => /[^\x20-\x7e]/.test(name),
        (world) => internal(world),
      ),
    ),
    must(
      DELETE_DOCUMENT,
      '200',
      'delete-document-body-dropped',
      'a proxy drops the body of DELETE, so that no document can be deleted',
      invoxStep('json', DELETE_DOCUMENT, (call, world, usual) => usual({ ...call, rawBody: '' }, world)),
    ),
    must(
      DELETE_DOCUMENT,
      '401',
      'delete-document-401-of-api-gateway-is-403',
      "without Authorization there is API Gateway's 403, with a bad token a 401",
      answersWhere(
        ({ place, headers: sent }, { status }) =>
          place === DELETE_DOCUMENT && status === 401 && sent.authorization === undefined,
        replaced(403, 'application/json', { message: 'Missing Authentication Token' }),
      ),
    ),
    must(DELETE_IMAGE, '200', 'delete-image-308-to-slash', 'every request is sent on to the same path with a slash', {
      intercept: ({ place, url }) =>
        place === DELETE_IMAGE ? moved(308, (at) => at.replace(/(?=\?|$)/, '/'))(url) : undefined,
    }),
    must(DELETE_DOCUMENT, '200', 'delete-document-redirects-to-itself', 'every request is sent on to where it came', {
      intercept: ({ place, url }) => (place === DELETE_DOCUMENT ? moved(307, (at) => at)(url) : undefined),
    }),
    must(
      IMAGE_URL,
      '200',
      'image-url-of-signed-note-409',
      'the image of a signed note cannot even be read; this operation has no 409',
      readingIs(409, ({ note }) => note?.signed, 'Cannot edit a signed note'),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-asks-the-ehr-502',
      'the EHR is asked for a URL too, and its failure is a 502, which this operation does not have',
      readingIs(502, ({ note }) => note?.ehrFails, 'EHR sync failed'),
    ),
    must(
      UPLOAD,
      '404',
      'upload-foreign-note-500',
      "another organization's note makes the server fail",
      failing(UPLOAD, 'note', ({ noteId, version, organization }, { notes }) => {
        const note = notes.get(readId(version, 'nte', noteId) ?? '');
        return note !== undefined && note.organization !== organization;
      }),
    ),
    must(
      UPLOAD,
      'parameters/X-Organization-Id',
      'upload-unknown-organization-500',
      'an organization that does not exist makes the server fail',
      failing(
        UPLOAD,
        'organization',
        ({ organization }, { identity }) => Boolean(organization) && organization !== identity.organization,
      ),
    ),
    must(
      UPLOAD,
      'parameters/providerId',
      'upload-unknown-provider-500',
      'a provider that does not exist makes the server fail',
      failing(
        UPLOAD,
        'knownProvider',
        ({ providerId, version }, { identity }) => readId(version, 'prv', providerId ?? '') !== identity.provider,
      ),
    ),
    must(
      DELETE_IMAGE,
      'parameters/providerId',
      'delete-image-empty-provider-500',
      'an empty providerId makes the server fail',
      failing(DELETE_IMAGE, 'provider', ({ providerId }) => providerId === ''),
    ),
    must(
      DELETE_IMAGE,
      'parameters/providerId',
      'delete-image-provider-twice-500',
      'two providerIds make the server fail',
      failing(DELETE_IMAGE, 'provider', ({ providerId }) => providerId === null),
    ),
    must(
      IMAGE_URL,
      'parameters/imageId',
      'image-url-nul-in-id-500',
      'a zero character in the image id makes the database fail',
      failing(IMAGE_URL, 'ids', ({ imageId = '' }) => imageId.includes('\0')),
    ),
    must(
      IMAGE_URL,
      '404',
      'image-url-404-transformed-to-203',
      'a proxy that alters the body turns every 404 into 203',
      answersWhere(
        ({ place }, { status }) => place === IMAGE_URL && status === 404,
        (answer, context) => headers({ Via: '1.1 transform' })({ ...answer, status: 203 }, context),
      ),
    ),
  ]),
];
