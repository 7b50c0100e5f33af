import { from, type Variant } from '../catalogue.ts';
import { answers, invoxStep, maxAiStep } from '../change.ts';
import { typedFailure } from '../invox/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { memory } from '../memory.ts';

import { DELETE_DOCUMENT, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';

// What becomes of images and documents, where the documents leave it open.

export const lifecycle: readonly Variant[] = [
  {
    name: 'url-of-deleted-image',
    title: 'A deleted image still gets a URL, under which there is nothing',
    change: maxAiStep('image', IMAGE_URL, (call, world, usual) => {
      const image = world.images.get(readId(2, 'img', call.imageId ?? '') ?? '');
      if (!image?.archived || image.noteId !== call.note?.id) return usual(call, world);
      call.image = image;
      return undefined;
    }),
  },
  {
    name: 'delete-document-before-upload-404',
    title: 'A document that was not uploaded yet is not found',
    change: invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
      const rejected = usual(call, world);
      if (rejected || (call.document && world.objects.has(call.document.objectKey))) return rejected;
      return typedFailure(404, 'documentNotFound', 'Document not found');
    }),
  },
  ...from('held-out', [
    {
      name: 'mime-type-by-extension',
      title: 'mimeType follows the extension of the file name, where it has one that is known',
      change: maxAiStep('file', UPLOAD, (call, world, usual) => {
        const rejected = usual(call, world);
        if (rejected || call.upload.kind !== 'file') return rejected;
        if (/\.jpe?g$/i.test(call.upload.fileName)) call.imageType = 'image/jpeg';
        if (/\.png$/i.test(call.upload.fileName)) call.imageType = 'image/png';
        return undefined;
      }),
    },
    {
      name: 'invox-session-once',
      title: 'A consultationSessionId that was used before is 400',
      change: invoxStep('body', SIGNED_URLS, (call, world, usual) => {
        const rejected = usual(call, world);
        const used = memory(world, 'sessions used', () => new Set<unknown>());
        const session = call.body?.['consultationSessionId'];
        if (rejected) return rejected;
        if (used.has(session))
          return typedFailure(400, 'inconsistentInput', 'The consultationSessionId was used before');
        used.add(session);
        return undefined;
      }),
    },
  ]),
  ...from('blind-run', [
    {
      name: 'document-without-bytes-404',
      title: 'A document that was not uploaded yet is not found',
      change: invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
        const rejection = usual(call, world);
        const isThere = call.document !== undefined && world.objects.has(call.document.objectKey);
        return rejection ?? (isThere ? undefined : typedFailure(404, 'documentNotFound', 'Document not found'));
      }),
    },
    {
      name: 'signed-urls-201',
      title: 'The announcement of documents is 201, which the known pages do not mention',
      change: answers(SIGNED_URLS, 200, (answer) => ({ ...answer, status: 201 })),
    },
  ]),
];
