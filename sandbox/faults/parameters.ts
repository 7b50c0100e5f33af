import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, invoxStep, maxAiStep, withProperties } from '../change.ts';
import { must, should, unless } from './define.ts';
import { plainFailure } from '../invox/envelope.ts';
import type { Call } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';

import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, type MaxAiOperation, UPLOAD } from '../operations.ts';

// What is required is not required, or what is wrong makes the server fail.

const noProvider = ({ providerId }: Call) => providerId === undefined;

const noOrganization = ({ organization }: Call) => !organization;

/** Without the organization header, the app's only installation is used. */
const organizationOptional = (operation: MaxAiOperation): Change => ({
  maxAi: {
    ...unless(operation, 'organization', noOrganization).maxAi,
    sees: ({ organization }, note, { identity }) => note.organization === (organization || identity.organization),
  },
});

/** A value of a request makes the operation fail. */
const failsOn = (operation: MaxAiOperation, step: 'organization' | 'provider', is: (call: Call) => boolean): Change =>
  maxAiStep(step, operation, (call, world, usual) =>
    is(call) ? failure(world, 500, 'Internal error') : usual(call, world),
  );

/** The same but for the last character. */
const alike = (one: string, other: string) => other !== '' && one.slice(0, -1) === other.slice(0, -1);

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
        const rejection = usual(call, world);
        return rejection && { ...rejection, body: { ...(rejection.body as object), errorType: 'inconsistentInput' } };
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
  ...from('held-out', [
    must(
      IMAGE_URL,
      'parameters/X-Organization-Id',
      'image-url-organization-by-prefix',
      'only the first 12 characters of the organization are compared',
      {
        maxAi: {
          ...maxAiStep('organization', IMAGE_URL, (call, world, usual) =>
            call.organization?.slice(0, 12) === world.identity.organization.slice(0, 12)
              ? undefined
              : usual(call, world),
          ).maxAi,
          sees: ({ organization }, note) => note.organization.slice(0, 12) === organization?.slice(0, 12),
        },
      },
    ),
  ]),
  ...from('blind-run', [
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
  ]),
];
