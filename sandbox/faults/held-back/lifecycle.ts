import { setTimeout as wait } from 'node:timers/promises';
import { bytesOf, json, type Answer } from '../../answer.ts';
import type { Change } from '../../behaviour.ts';
import type { Fault } from '../../catalogue.ts';
import { answers, body, invoxAction, invoxStep, maxAiAction, maxAiStep } from '../../change.ts';
import { count } from '../../context.ts';
import { archive, describe } from '../../max-ai/actions.ts';
import type { Call } from '../../max-ai/call.ts';
import { failure, success } from '../../max-ai/envelope.ts';
import { readId } from '../../max-ai/ids.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../../operations.ts';
import type { Image, StoredObject, World } from '../../world.ts';
import { must, should } from '../define.ts';
import { memory } from './state.ts';

// What one call does to others: to the next, to the neighbour, to the one at the same time.

const imageOf = (call: Call, world: World) => world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');

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

const documentDeleted = (documentId: string) => json(200, { message: 'Document deleted successfully', documentId });

export const lifecycle: readonly Fault[] = [
  must(DELETE_IMAGE, 'lifecycle', 'delete-image-toggles', 'a second delete is a 404 that brings the image back', {
    maxAi: {
      ...maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
        const image = imageOf(call, world);
        const refused = usual(call, world);
        if (refused && image?.archived && image.noteId === call.note?.id) revive(image, world);
        return refused;
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
      const refused = usual(call, world);
      const half = call.noteId.toLowerCase().slice(0, 18);
      const note = [...world.notes.values()].find(({ id }) => id.startsWith(half));
      if (!refused || !note || note.organization !== call.organization) return refused;
      call.note = note;
      return undefined;
    }),
  ),
  must(
    IMAGE_URL,
    'parameters/X-Organization-Id',
    'image-url-organization-by-prefix',
    'only the first 12 characters of the organization are compared',
    {
      maxAi: {
        ...maxAiStep('organization', IMAGE_URL, (call, world, usual) =>
          call.organization?.slice(0, 12) === world.identity.organization.slice(0, 12) ? undefined : usual(call, world),
        ).maxAi,
        sees: ({ organization }, note) => note.organization.slice(0, 12) === organization?.slice(0, 12),
      },
    },
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-deduplicates-by-content',
    'a file whose bytes are known already is answered with the earlier image, and its name',
    maxAiAction(UPLOAD, (call, world, usual) => {
      const { upload, note } = call;
      const bytes = upload.kind === 'file' ? upload.bytes : undefined;
      const known = [...world.images.values()].find(
        ({ noteId, objectKey, archived, fixture }) =>
          !fixture && !archived && noteId === note?.id && bytes && world.objects.get(objectKey)?.bytes.equals(bytes),
      );
      return known ? success(describe(known, call, world)) : usual(call, world);
    }),
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-two-at-once-one-image',
    'two uploads at the same time are both answered with the image of the first',
    answers(UPLOAD, 200, async (answer, { world }) => {
      const running = memory<Answer[]>(world, 'uploads that run', () => []);
      running.push(answer);
      const first = running[0] ?? answer;
      await wait(20);
      running.splice(running.indexOf(answer), 1);
      return { ...answer, body: bytesOf(first) };
    }),
  ),
  must(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-deletes-the-latest',
    'the document that was made last is deleted, whichever is named',
    invoxAction(DELETE_DOCUMENT, ({ app, document }, world) => {
      const latest = [...world.documents.values()].findLast(({ owner }) => owner === app?.id);
      if (latest) {
        world.documents.delete(latest.id);
        world.objects.delete(latest.objectKey);
      }
      return documentDeleted(document?.id ?? '');
    }),
  ),
  must(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-deletes-its-siblings',
    'every document that was asked for in the same session is deleted',
    {
      invox: {
        actions: {
          ...invoxAction(DELETE_DOCUMENT, ({ document }, world) => {
            const siblings = memory(world, 'sessions', () => new Map<string, string[]>()).get(document?.id ?? '');
            for (const id of siblings ?? []) world.documents.delete(id);
            world.documents.delete(document?.id ?? '');
            return documentDeleted(document?.id ?? '');
          }).invox?.actions,
        },
      },
      ...answers(
        SIGNED_URLS,
        200,
        body((sent, { world }) => {
          const ids = sent.documents.map(({ documentId }: { documentId: string }) => documentId);
          const sessions = memory(world, 'sessions', () => new Map<string, string[]>());
          for (const id of ids) sessions.set(id, ids);
          return sent;
        }),
      ),
    },
  ),
  should(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-a-second-late',
    'the delete is answered a second before it is done: until then a second delete is 200 again',
    {
      invox: {
        ...invoxAction(DELETE_DOCUMENT, ({ document }, world) => {
          const due = memory(world, 'due', () => new Map<string, number>());
          const id = document?.id ?? '';
          if (!due.has(id)) due.set(id, Date.now() + 1000);
          return documentDeleted(id);
        }).invox,
        ...invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
          for (const [id, at] of memory(world, 'due', () => new Map<string, number>()))
            if (at < Date.now()) world.documents.delete(id);
          return usual(call, world);
        }).invox,
      },
    },
  ),
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
];
