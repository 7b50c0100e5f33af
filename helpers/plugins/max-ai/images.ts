/** Images: uploaded and deleted. */
import type { Exchange, RequestPlan } from '../../contract/types.ts';
import type { Resource } from '../../profile/vendor.ts';
import { dataOf, operations } from '../max-ai.ts';
import { statusOf } from '../signed-url.ts';
import { atOnce, type CallOverrides, type Calls } from './calls.ts';
import { expectDeletedMetadata } from './expect-images.ts';
import { aPng, type Image, type ImageFile } from './image.ts';

const { upload: uploadImage, remove: deleteImage } = operations;

export interface Images {
  /** Uploads a file to the configured note, which has to be possible. Without an image the case cannot go on. */
  upload(file?: ImageFile): Promise<Image>;
  /** Sends an upload, whatever comes of it. */
  tryUpload(file: ImageFile, overrides?: CallOverrides): Promise<Exchange>;
  /** Uploads files at the same time. Without an image for each the case cannot go on. */
  uploadAtOnce(files: readonly ImageFile[]): Promise<readonly Image[]>;
  /** The image that an upload was answered with. Without one the case cannot go on. */
  from(exchange: Exchange, file: ImageFile): Image;
  /** Deletes an image, whatever comes of it. */
  tryDelete(image: Resource, overrides?: CallOverrides): Promise<Exchange>;
  /** Deletes an image, which has to be possible. Where it is refused the case cannot go on. */
  delete(image: Resource): Promise<Exchange>;
  /** Deletes images at the same time, and judges that each answer describes the image it was asked for. */
  deleteAtOnce(images: readonly Image[]): Promise<void>;
}

export const imageSteps = (calls: Calls): Images => ({
  upload: async (file = aPng()) => uploaded(calls, await tryUpload(calls, file), file),
  tryUpload: (file, overrides) => tryUpload(calls, file, overrides),
  async uploadAtOnce(files) {
    const answers = await atOnce(files.map(async (file) => ({ file, exchange: await tryUpload(calls, file) })));
    return answers.map(({ file, exchange }) => uploaded(calls, exchange, file));
  },
  from: (exchange, file) => imageFrom(calls, exchange, file),
  tryDelete: (image, overrides) => calls.send(deleteImage, image, overrides),
  delete: (image) => deleteImageOf(calls, image),
  async deleteAtOnce(images) {
    const answers = await atOnce(images.map(async (image) => ({ image, exchange: await deleteImageOf(calls, image) })));
    for (const { image, exchange } of answers) expectDeletedMetadata(calls, exchange, image);
  },
});

async function tryUpload(calls: Calls, file: ImageFile, overrides: CallOverrides = {}): Promise<Exchange> {
  const { ctx, imageResource } = calls;
  const exchange = await calls.send(uploadImage, imageResource(''), overrides, (plan) => withFile(plan, file));
  const id = dataOf(exchange)?.['id'];
  // What should not have been made on another note has to be looked for on that note.
  if (overrides.note !== undefined && typeof id === 'string')
    ctx.resources.cleanUpLater(imageResource(id, overrides.note));
  return exchange;
}

function imageFrom({ ctx, imageResource }: Calls, exchange: Exchange, file: ImageFile): Image {
  const said = dataOf(exchange);
  const id = said?.['id'];
  if (!said || typeof id !== 'string' || id === '')
    return ctx.stop(`setup failed: the upload was answered with ${statusOf(exchange)} and no image`);
  return { ...imageResource(id), file, said };
}

function uploaded(calls: Calls, exchange: Exchange, file: ImageFile): Image {
  calls.ctx.expectResponse(exchange, { clause: `${uploadImage}/200/status`, status: 200 });
  return imageFrom(calls, exchange, file);
}

async function deleteImageOf(calls: Calls, image: Resource): Promise<Exchange> {
  const { ctx } = calls;
  const exchange = await calls.send(deleteImage, image);
  if (ctx.expectResponse(exchange, { clause: `${deleteImage}/200/status`, status: 200 })) return exchange;
  return ctx.stop(`the delete was answered with ${statusOf(exchange)}`);
}

const withFile = (plan: RequestPlan, { name, type, bytes }: ImageFile): RequestPlan => {
  if (plan.body.kind !== 'multipart') return plan;
  const parts = plan.body.parts.map((part) =>
    part.fileName === undefined ? part : { ...part, fileName: name, contentType: type, bytes },
  );
  return { ...plan, body: { kind: 'multipart', parts } };
};
