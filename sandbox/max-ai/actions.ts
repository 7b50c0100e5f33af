import { randomUUID } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { presignedUrl } from '../object-store/presigned-url.ts';
import { imageKey, type Image, type World } from '../world.ts';
import type { Action, Call } from './call.ts';
import { failure, success } from './envelope.ts';
import { printId } from './ids.ts';

/** Stores the uploaded file and answers with its image. */
export const uploadImage: Action = (call, world) => {
  const { upload, note, imageType: mimeType } = call;
  if (upload.kind !== 'file' || !note || !mimeType) return failure(world, 500, 'Internal error');
  const id = randomUUID();
  const objectKey = imageKey(note.organization, note.id, id, mimeType);
  const { fileName, bytes } = upload;
  const image: Image = {
    id,
    noteId: note.id,
    fileName,
    mimeType,
    size: bytes.length,
    objectKey,
    fixture: false,
    archived: false,
  };
  world.images.set(id, image);
  world.objects.set(objectKey, { bytes, contentType: mimeType });
  return success(describe(image, call, world));
};

/** Answers with a presigned URL of the image's file. */
export const getImageUrl: Action = ({ image }, world) => {
  if (!image) return failure(world, 500, 'Internal error');
  return success({ url: presignedUrl(world, 'GET', image.objectKey) });
};

/** Archives the image, drops its file, and answers with the image. */
export const deleteImage: Action = (call, world) => {
  if (!call.image) return failure(world, 500, 'Internal error');
  archive(call.image, world);
  return success(describe(call.image, call, world));
};

/** What happens to an image that is deleted. */
export function archive(image: Image, world: World): void {
  image.archived = true;
  world.objects.delete(image.objectKey);
}

/** An image as the API prints it. */
export function describe(image: Image, { version, operation }: Call, world: World) {
  const { sizeKb, status } = world.behaviour.maxAi;
  return {
    id: printId(version, 'img', image.id),
    fileName: image.fileName,
    mimeType: image.mimeType,
    sizeKb: sizeKb(image.size, operation),
    status: status(image, operation),
  };
}

/** What an operation does, by its id. */
export const actions = {
  'max-ai-v3/uploadImage': uploadImage,
  'max-ai-v2/getImageUrl': getImageUrl,
  'max-ai-v2/deleteImage': deleteImage,
} satisfies Record<string, (call: Call, world: World) => Answer>;
