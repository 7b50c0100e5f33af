/** What is judged of images: how they are described, and that each is itself. */
import type { Answer, Exchange } from '../../contract/types.ts';
import { dataOf, digits, operations } from '../max-ai.ts';
import { withOtherPath, withPathOf } from '../signature.ts';
import { atOnce, type Calls } from './calls.ts';
import { isName, isSize, nameAs, servesBytesOf, short, type Image } from './image.ts';
import { expectUrlRejected } from './expect-urls.ts';
import { follow } from './store.ts';
import { getUrl } from './urls.ts';

const { upload: uploadImage, url: getImageUrl, remove: deleteImage } = operations;

/** Judges what the upload said of the file: name, type and size, and that it is not archived. */
export function expectMetadata({ ctx }: Calls, { said, file }: Image): void {
  const { fileName, mimeType, sizeKb, status } = said;
  const claim = (what: string, at: string, holds: boolean, expected: string, actual: string) =>
    ctx.assertClause(`${uploadImage}/lifecycle/${what}`, {
      holds,
      code: 'FILE_DESCRIBED_WRONGLY',
      at,
      expected,
      actual,
    });
  // A property that is absent or of another type is told by the check of the body's schema.
  if (typeof fileName === 'string')
    claim('file-name', '/data/fileName', isName(fileName, file), file.name, nameAs(fileName, file));
  if (typeof mimeType === 'string')
    claim('mime-type', '/data/mimeType', mimeType === file.type, file.type, short(mimeType));
  if (typeof sizeKb === 'number')
    claim('size', '/data/sizeKb', isSize(sizeKb, file), `${file.bytes.length} bytes`, short(sizeKb));
  if (typeof status === 'string')
    claim('not-archived', '/data/status', status !== 'archived', 'any status but archived', short(status));
}

/** Judges that a delete described the image it was to delete. */
export function expectDeletedMetadata({ ctx }: Calls, exchange: Exchange, { id, said, file }: Image): void {
  const data = dataOf(exchange) ?? {};
  const claim = (name: string, holds: boolean, expected: string, actual: string) =>
    typeof data[name] === typeof said[name] &&
    ctx.assertClause(`${deleteImage}/lifecycle/same-image`, {
      holds: holds || data[name] === said[name],
      code: 'OTHER_IMAGE',
      at: `/data/${name}`,
      expected,
      actual,
    });
  const { fileName, mimeType, sizeKb, status } = data;
  // What the upload said wrongly is told by the upload's own clauses: either of the two will do here.
  const name = typeof fileName === 'string' ? fileName : '';
  claim('id', digits(short(data['id'])) === digits(id), 'the id of the image', 'another id');
  claim('fileName', isName(name, file), file.name, nameAs(name, file));
  claim('mimeType', mimeType === file.type, file.type, short(mimeType));
  claim('sizeKb', isSize(Number(sizeKb), file), `${file.bytes.length} bytes`, short(sizeKb));
  if (typeof status === 'string')
    ctx.assertClause(`${deleteImage}/lifecycle/archived`, {
      holds: status === 'archived',
      code: 'NOT_ARCHIVED',
      at: '/data/status',
      expected: 'archived',
      actual: short(status),
    });
}

/** Judges that each image has an id, a URL and bytes of its own, all URLs asked for at once; where not, the case cannot go on. */
export async function expectDistinctImages(calls: Calls, images: readonly Image[]): Promise<void> {
  const { ctx } = calls;
  const ids = new Set(images.map(({ id }) => digits(id)));
  const hasOwnIds = ctx.assertClause(`${uploadImage}/lifecycle/own-id`, {
    holds: ids.size === images.length,
    code: 'ID_REUSED',
    at: '/data/id',
    expected: 'a unique id for each upload',
    actual: `${images.length} uploads, ${ids.size} ids`,
  });
  if (!hasOwnIds) return ctx.stop('two uploads have the same id');
  const urls = await atOnce(images.map((image) => getUrl(calls, image)));
  const served: Answer[] = [];
  for (const url of urls) served.push(await follow(calls, url));
  if (served.some(({ status }) => status !== 200)) return ctx.stop('the signed URLs do not serve the images');
  // A store that keeps equal files once may have one address for them.
  const areMixed = (what: (one: number, other: number) => boolean) =>
    images.some(({ file }, one) =>
      images.some((each, other) => !each.file.bytes.equals(file.bytes) && what(one, other)),
    );
  const isOneUrl = areMixed((one, other) => urls[one] === urls[other]);
  ctx.assertClause(`${getImageUrl}/lifecycle/own-bytes`, {
    holds: !isOneUrl && !areMixed((one, other) => servesBytesOf(images[other], served[one])),
    code: 'IMAGES_MIXED',
    at: 'url',
    expected: 'distinct URLs and bytes for the two images',
    actual: isOneUrl ? 'the same URL for both' : 'the bytes of another image',
  });
  if (!isOneUrl)
    ctx.assertClause(`${uploadImage}/lifecycle/stored`, {
      holds: images.every((image, index) => servesBytesOf(image, served[index])),
      code: 'OTHER_BYTES',
      at: 'url',
      expected: 'the uploaded bytes for each image',
      actual: 'other bytes',
    });
  if (!images.every((image, index) => servesBytesOf(image, served[index])))
    return ctx.stop('the signed URLs do not serve the images');
  // Signed for the first, asked for the last.
  const [mine, theirs] = [urls[0] ?? '', urls.at(-1) ?? ''];
  await expectUrlRejected(
    calls,
    `${getImageUrl}/lifecycle/tampered-path`,
    withPathOf(mine, theirs) ?? withOtherPath(mine),
  );
}
