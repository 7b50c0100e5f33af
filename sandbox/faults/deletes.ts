import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { maxAiAction, maxAiStep } from '../change.ts';
import { count } from '../context.ts';
import { must, should } from './define.ts';
import { archive, describe } from '../max-ai/actions.ts';
import type { Call, StepName } from '../max-ai/call.ts';
import { failure, success } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { memory } from '../memory.ts';

import { DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';
import type { Image, StoredObject, World } from '../world.ts';

// A delete does something other than its response states.

const imageOf = (call: Call, world: World) => world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');

/** The answer to a delete, whether or not there was one. */
const saysArchived = (call: Call, world: World) =>
  call.image
    ? success({ ...describe(call.image, call, world), status: 'archived' })
    : failure(world, 500, 'Internal error');

const others = (image: Image | undefined, world: World) =>
  [...world.images.values()].filter(({ id, archived, fixture }) => id !== image?.id && !archived && !fixture);

/** The step rejects as usual, but the image is deleted. */
const rejectsYetDeletes = (step: StepName): Change =>
  maxAiStep(step, DELETE_IMAGE, (call, world, usual) => {
    const rejection = usual(call, world);
    const image = rejection && imageOf(call, world);
    if (image) archive(image, world);
    return rejection;
  });

const secondDelete = (answer: (image: Image, call: Call, world: World) => ReturnType<typeof success>): Change =>
  maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
    const image = imageOf(call, world);
    return image?.archived && image.noteId === call.note?.id ? answer(image, call, world) : usual(call, world);
  });

const deleted = (world: World) => memory(world, 'deleted files', () => new Map<string, StoredObject>());

/** A delete after which the file can be brought back. */
const archiveKeeping = (image: Image, world: World) => {
  const file = world.objects.get(image.objectKey);
  if (file) deleted(world).set(image.objectKey, file);
  archive(image, world);
};

const revive = (image: Image, world: World) => {
  const file = deleted(world).get(image.objectKey);
  image.archived = false;
  if (file) world.objects.set(image.objectKey, file);
};

const deleting = (more: (image: Image, world: World) => void): Change =>
  maxAiAction(DELETE_IMAGE, (call, world, usual) => {
    if (call.image) more(call.image, world);
    return usual(call, world);
  });

const uploadedAt = (world: World) => memory(world, 'uploaded at', () => new Map<string, number>());

const deletesNothing = (where: (image: Image) => boolean): Change =>
  maxAiAction(DELETE_IMAGE, (call, world, usual) =>
    call.image && where(call.image)
      ? success({ ...describe(call.image, call, world), status: 'archived' })
      : usual(call, world),
  );

export const deletes: readonly Fault[] = [
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
    DELETE_IMAGE,
    '409',
    'delete-image-409-yet-deleted',
    'the 409 comes, the image goes',
    rejectsYetDeletes('signed'),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-403-yet-deleted',
    'the 403 comes, the image goes',
    rejectsYetDeletes('scope'),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-401-yet-deleted',
    'the 401 comes, the image goes',
    rejectsYetDeletes('authentication'),
  ),
  must(
    DELETE_IMAGE,
    'lifecycle',
    'delete-image-400-yet-deleted',
    'the 400 for the missing providerId comes, the image goes',
    rejectsYetDeletes('provider'),
  ),
  must(
    DELETE_IMAGE,
    '502',
    'delete-image-ehr-failure-200',
    'a delete that the EHR rejects is a success',
    maxAiStep('ehr', DELETE_IMAGE, () => undefined),
  ),
  ...from('held-out', [
    must(DELETE_IMAGE, 'lifecycle', 'delete-image-toggles', 'a second delete is a 404 that brings the image back', {
      maxAi: {
        ...maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
          const image = imageOf(call, world);
          const rejected = usual(call, world);
          if (rejected && image?.archived && image.noteId === call.note?.id) revive(image, world);
          return rejected;
        }).maxAi,
        actions: {
          [DELETE_IMAGE]: (call: Call, world: World) => {
            if (!call.image) return failure(world, 500, 'Internal error');
            archiveKeeping(call.image, world);
            return success(describe(call.image, call, world));
          },
        },
      },
    }),
    must(
      DELETE_IMAGE,
      'lifecycle',
      'delete-image-one-replica-keeps-it',
      'every second URL of a deleted image is issued by a replica that still has it',
      {
        maxAi: {
          actions: {
            [DELETE_IMAGE]: (call: Call, world: World) => {
              if (!call.image) return failure(world, 500, 'Internal error');
              call.image.archived = true;
              return success(describe(call.image, call, world));
            },
          },
          ...maxAiStep('image', IMAGE_URL, (call, world, usual) => {
            const image = imageOf(call, world);
            if (!image?.archived || image.noteId !== call.note?.id) return usual(call, world);
            if (count(world, `replica of ${image.id}`) % 2 === 1) return usual(call, world);
            call.image = image;
            return undefined;
          }).maxAi,
        },
      },
    ),
    must(
      DELETE_IMAGE,
      'lifecycle',
      'delete-image-deletes-namesakes',
      'every image of the note that has the same file name goes too',
      deleting(({ noteId, fileName }, world) => {
        for (const other of world.images.values())
          if (other.noteId === noteId && other.fileName === fileName && !other.fixture) archive(other, world);
      }),
    ),
    must(
      DELETE_IMAGE,
      'lifecycle',
      'delete-image-takes-shared-file',
      'the file goes from every image that has the same bytes',
      deleting((image, world) => {
        const bytes = world.objects.get(image.objectKey)?.bytes;
        for (const { objectKey, fixture } of world.images.values())
          if (!fixture && bytes && world.objects.get(objectKey)?.bytes.equals(bytes)) world.objects.delete(objectKey);
      }),
    ),
    must(
      DELETE_IMAGE,
      '200',
      'delete-image-right-after-upload-404',
      'an image cannot be found for a delete in the first second after its upload',
      {
        maxAi: {
          ...maxAiAction(UPLOAD, (call, world, usual) => {
            const answer = usual(call, world);
            const image = [...world.images.values()].at(-1);
            if (image) uploadedAt(world).set(image.id, Date.now());
            return answer;
          }).maxAi,
          ...maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
            const early = Date.now() - (uploadedAt(world).get(imageOf(call, world)?.id ?? '') ?? 0) < 1000;
            return early ? failure(world, 404, 'Image not found') : usual(call, world);
          }).maxAi,
        },
      },
    ),
  ]),
  ...from('blind-run', [
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
    must(
      DELETE_IMAGE,
      'lifecycle/refusal-changes-nothing',
      'delete-image-400-for-a-provider-and-yet-deleted',
      'a malformed providerId is a bad request, and the image is gone',
      maxAiStep('provider', DELETE_IMAGE, (call, world, usual) => {
        const rejected = usual(call, world);
        const image = world.images.get(call.imageId ?? '');
        if (rejected && call.providerId && image && !image.fixture) archive(image, world);
        return rejected;
      }),
    ),
  ]),
];
