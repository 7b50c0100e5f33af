import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { maxAiStep } from '../change.ts';
import { must, should } from './define.ts';
import type { Call } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { DELETE_IMAGE, IMAGE_URL, type MaxAiOperation, UPLOAD } from '../operations.ts';
import type { World } from '../world.ts';

// What belongs to another organization or note can be reached, or is not a plain 404.

const seen = (operation: MaxAiOperation): Change => ({
  maxAi: { sees: (call, note) => call.operation === operation || note.organization === call.organization },
});

const forbidden = (operation: MaxAiOperation): Change =>
  maxAiStep('note', operation, (call, world, usual) => {
    const note = world.notes.get(readId(call.version, 'nte', call.noteId) ?? '');
    const foreign = note !== undefined && note.organization !== call.organization;
    return foreign ? failure(world, 403, 'The note belongs to another organization') : usual(call, world);
  });

const anyOrganization = (operation: MaxAiOperation): Change => ({
  maxAi: {
    ...maxAiStep('organization', operation, (call, world, usual) =>
      call.organization ? undefined : usual(call, world),
    ).maxAi,
    sees: (call, note, { identity }) =>
      note.organization === (call.operation === operation ? identity.organization : call.organization),
  },
});

/** The image is looked up by its id alone, whatever note stands in the path. */
const imageOfAnyNote = (operation: MaxAiOperation): Change =>
  maxAiStep('image', operation, (call, world, usual) => {
    const image = world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');
    if (!image || image.archived) return usual(call, world);
    call.image = image;
    return undefined;
  });

/** Of the note in the path only the organization matters: it is the image's own note that counts. */
const imageOfAnyOwnNote = (operation: MaxAiOperation): Change =>
  maxAiStep('image', operation, (call, world, usual) => {
    const image = world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');
    const note = image && world.notes.get(image.noteId);
    if (!note || image.archived || note.organization !== call.organization) return usual(call, world);
    [call.image, call.note] = [image, note];
    return undefined;
  });

const imageOf = (call: Call, world: World) => world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');

export const tenancy: readonly Fault[] = [
  must(UPLOAD, '404', 'upload-to-foreign-note', "an image can be put on another organization's note", seen(UPLOAD)),
  must(IMAGE_URL, '404', 'image-url-of-foreign-note', "another organization's image can be had", seen(IMAGE_URL)),
  must(
    DELETE_IMAGE,
    '404',
    'delete-image-of-foreign-note',
    "another organization's image can be deleted",
    seen(DELETE_IMAGE),
  ),
  must(UPLOAD, '404', 'upload-foreign-403', "another organization's note is 403", forbidden(UPLOAD)),
  must(IMAGE_URL, '404', 'image-url-foreign-403', "another organization's note is 403", forbidden(IMAGE_URL)),
  must(DELETE_IMAGE, '404', 'delete-image-foreign-403', "another organization's note is 403", forbidden(DELETE_IMAGE)),
  must(
    IMAGE_URL,
    'parameters/X-Organization-Id',
    'image-url-any-organization',
    'any organization may be named',
    anyOrganization(IMAGE_URL),
  ),
  must(
    DELETE_IMAGE,
    'parameters/X-Organization-Id',
    'delete-image-any-organization',
    'any organization may be named',
    anyOrganization(DELETE_IMAGE),
  ),
  must(
    IMAGE_URL,
    '404',
    'image-url-by-image-alone',
    'a foreign image can be had by way of an own note',
    imageOfAnyNote(IMAGE_URL),
  ),
  must(
    DELETE_IMAGE,
    '404',
    'delete-image-by-image-alone',
    'a foreign image can be deleted by way of an own note',
    imageOfAnyNote(DELETE_IMAGE),
  ),
  should(
    IMAGE_URL,
    'tenancy/other-note',
    'image-url-under-another-note',
    "an image is found under another note's path",
    imageOfAnyOwnNote(IMAGE_URL),
  ),
  should(
    DELETE_IMAGE,
    'tenancy/other-note',
    'delete-image-under-another-note',
    "an image is deleted under another note's path",
    imageOfAnyOwnNote(DELETE_IMAGE),
  ),
  ...from('held-out', [
    must(
      DELETE_IMAGE,
      '404',
      'delete-image-of-any-note',
      'the note in the path is not looked at: one that does not exist will do',
      maxAiStep('note', DELETE_IMAGE, (call, world, usual) => {
        const note = world.notes.get(imageOf(call, world)?.noteId ?? '');
        if (!note || note.organization !== call.organization) return usual(call, world);
        call.note = note;
        return undefined;
      }),
    ),
    must(
      IMAGE_URL,
      '404',
      'image-url-by-half-of-the-note',
      'only the first half of the note id is compared',
      maxAiStep('note', IMAGE_URL, (call, world, usual) => {
        const rejected = usual(call, world);
        const half = call.noteId.toLowerCase().slice(0, 18);
        const note = [...world.notes.values()].find(({ id }) => id.startsWith(half));
        if (!rejected || !note || note.organization !== call.organization) return rejected;
        call.note = note;
        return undefined;
      }),
    ),
  ]),
  ...from('blind-run', [
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
  ]),
];
