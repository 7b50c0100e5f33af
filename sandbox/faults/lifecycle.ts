import { json } from '../answer.ts';
import type { Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { answers, body, invoxAction, invoxStep, maxAiAction, maxAiStep } from '../change.ts';
import { plainFailure } from '../invox/envelope.ts';
import { archive, describe } from '../max-ai/actions.ts';
import type { Call, StepName } from '../max-ai/call.ts';
import { failure, success } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';
import type { Image, World } from '../world.ts';
import { must, should } from './define.ts';

// What the operations do to the state is not what they say.

const imageOf = (call: Call, world: World) => world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');

/** The answer to a delete, whether or not there was one. */
const saysArchived = (call: Call, world: World) =>
  call.image
    ? success({ ...describe(call.image, call, world), status: 'archived' })
    : failure(world, 500, 'Internal error');

const others = (image: Image | undefined, world: World) =>
  [...world.images.values()].filter(({ id, archived, fixture }) => id !== image?.id && !archived && !fixture);

/** The step refuses as ever, but the image is gone all the same. */
const refusesYetDeletes = (step: StepName): Change =>
  maxAiStep(step, DELETE_IMAGE, (call, world, usual) => {
    const refusal = usual(call, world);
    const image = refusal && imageOf(call, world);
    if (image) archive(image, world);
    return refusal;
  });

const secondDelete = (answer: (image: Image, call: Call, world: World) => ReturnType<typeof success>): Change =>
  maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
    const image = imageOf(call, world);
    return image?.archived && image.noteId === call.note?.id ? answer(image, call, world) : usual(call, world);
  });

const constantId = maxAiAction(UPLOAD, (call, world, usual) => {
  const first = [...world.images.values()].find(({ fixture }) => !fixture);
  const answer = usual(call, world);
  if (!first) return answer;
  const { code, data } = answer.body as { code: string; data: object };
  return { ...answer, body: { code, data: { ...data, id: `img_${first.id.replaceAll('-', '')}` } } };
});

export const lifecycle: readonly Fault[] = [
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-does-nothing',
    'the image is said to be archived and is still there',
    maxAiAction(DELETE_IMAGE, (call, world) => saysArchived(call, world)),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-only-hides',
    'a deleted image cannot be deleted again, but can be had by a new URL',
    {
      maxAi: {
        actions: {
          [DELETE_IMAGE]: (call: Call, world: World) => {
            if (call.image) call.image.archived = true;
            return saysArchived(call, world);
          },
        },
        ...maxAiStep('image', IMAGE_URL, (call, world, usual) => {
          const image = imageOf(call, world);
          if (!image?.archived || image.noteId !== call.note?.id) return usual(call, world);
          call.image = image;
          return undefined;
        }).maxAi,
      },
    },
  ),
  should(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-keeps-object',
    'a URL that was issued before outlives the image',
    maxAiAction(DELETE_IMAGE, (call, world) => {
      if (call.image) call.image.archived = true;
      return saysArchived(call, world);
    }),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-deletes-another',
    'another image is deleted',
    maxAiAction(DELETE_IMAGE, (call, world, usual) => {
      const [other] = others(call.image, world);
      if (!other) return usual(call, world);
      archive(other, world);
      return saysArchived(call, world);
    }),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-deletes-all',
    'every image of the note is deleted',
    maxAiAction(DELETE_IMAGE, (call, world, usual) => {
      for (const image of others(call.image, world)) if (image.noteId === call.note?.id) archive(image, world);
      return usual(call, world);
    }),
  ),
  should(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-twice-200',
    'a second delete is 200 again',
    secondDelete((image, call, world) => success(describe(image, call, world))),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-twice-500',
    'a second delete makes the server fail',
    secondDelete((_image, _call, world) => failure(world, 500, 'Internal error')),
  ),
  must(
    DELETE_IMAGE,
    '409',
    'delete-image-signed-allowed',
    'an image of a signed note can be deleted',
    maxAiStep('signed', DELETE_IMAGE, () => undefined),
  ),
  must(
    UPLOAD,
    '409',
    'upload-signed-allowed',
    'an image can be put on a signed note',
    maxAiStep('signed', UPLOAD, () => undefined),
  ),
  must(
    DELETE_IMAGE,
    '409',
    'delete-image-409-yet-deleted',
    'the 409 comes, the image goes',
    refusesYetDeletes('signed'),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-403-yet-deleted',
    'the 403 comes, the image goes',
    refusesYetDeletes('scope'),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-401-yet-deleted',
    'the 401 comes, the image goes',
    refusesYetDeletes('authentication'),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-400-yet-deleted',
    'the 400 for the missing providerId comes, the image goes',
    refusesYetDeletes('provider'),
  ),
  must(
    UPLOAD,
    '502',
    'upload-ehr-failure-200',
    'an upload that the EHR refuses is a success',
    maxAiStep('ehr', UPLOAD, () => undefined),
  ),
  must(
    DELETE_IMAGE,
    '502',
    'delete-image-ehr-failure-200',
    'a delete that the EHR refuses is a success',
    maxAiStep('ehr', DELETE_IMAGE, () => undefined),
  ),

  must(
    UPLOAD,
    'lifecycle',
    'upload-stores-nothing',
    'the image is not there after its upload',
    maxAiAction(UPLOAD, (call, world, usual) => {
      const known = new Set(world.images.keys());
      const answer = usual(call, world);
      for (const id of world.images.keys()) if (!known.has(id)) world.images.delete(id);
      return answer;
    }),
  ),
  must(UPLOAD, 'lifecycle', 'upload-loses-bytes', 'the file is not in the store, though its URL is issued', {
    ...maxAiAction(UPLOAD, (call, world, usual) => {
      const known = new Set(world.objects.keys());
      const answer = usual(call, world);
      for (const key of world.objects.keys()) if (!known.has(key)) world.objects.delete(key);
      return answer;
    }),
  }),
  must(
    UPLOAD,
    'lifecycle',
    'upload-cuts-bytes',
    'the last kilobyte of the file is not kept',
    maxAiAction(UPLOAD, (call, world, usual) =>
      stored(call, world, usual, (bytes) => bytes.subarray(0, Math.max(8, bytes.length - 1024))),
    ),
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-changes-last-byte',
    'the last byte of the file is another one',
    maxAiAction(UPLOAD, (call, world, usual) =>
      stored(call, world, usual, (bytes) =>
        Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
      ),
    ),
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-bytes-as-text',
    'the file is stored as if it were UTF-8 text',
    maxAiAction(UPLOAD, (call, world, usual) =>
      stored(call, world, usual, (bytes) => Buffer.from(bytes.toString('utf8'))),
    ),
  ),
  must(UPLOAD, '200', 'upload-reuses-id', 'every upload answers with the id of the first', constantId),

  should(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-does-nothing',
    'a second delete is 200 again',
    invoxAction(DELETE_DOCUMENT, ({ document }) =>
      json(200, { message: 'Document deleted successfully', documentId: document?.id }),
    ),
  ),
  must(DELETE_DOCUMENT, 'lifecycle', 'delete-document-twice-500', 'a second delete makes the server fail', {
    ...invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
      const refusal = usual(call, world);
      const deleted = refusal && world.answers.has(`deleted ${String(call.body?.['documentId'])}`);
      return deleted ? plainFailure(500, 'Internal server error') : refusal;
    }),
    answer: ({ place, world }, answer) => {
      if (place === DELETE_DOCUMENT && answer.status === 200)
        world.answers.set(`deleted ${(answer.body as { documentId: string }).documentId}`, 1);
      return answer;
    },
  }),
  must(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-deletes-all',
    'every document of the application is deleted',
    invoxAction(DELETE_DOCUMENT, (call, world, usual) => {
      for (const { id, owner } of world.documents.values()) if (owner === call.app?.id) world.documents.delete(id);
      return usual(call, world);
    }),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-reuse-id',
    'every document gets the id of the first',
    answers(
      SIGNED_URLS,
      200,
      body((sent, { world }) => {
        const [first] = world.documents.keys();
        return { documents: sent.documents.map((document: object) => ({ ...document, documentId: first })) };
      }),
    ),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-empty-list',
    'no document is answered',
    answers(
      SIGNED_URLS,
      200,
      body(() => ({ documents: [] })),
    ),
  ),
];

function stored(
  call: Call,
  world: World,
  usual: (call: Call, world: World) => ReturnType<typeof success>,
  change: (bytes: Buffer) => Buffer,
) {
  const known = new Set(world.objects.keys());
  const answer = usual(call, world);
  for (const [key, object] of world.objects) {
    if (!known.has(key)) world.objects.set(key, { ...object, bytes: change(object.bytes) });
  }
  return answer;
}
