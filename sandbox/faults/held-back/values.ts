import type { Change } from '../../behaviour.ts';
import type { Fault } from '../../catalogue.ts';
import { answers, body, bytes, maxAiAction, type Body } from '../../change.ts';
import { count } from '../../context.ts';
import { success } from '../../max-ai/envelope.ts';
import { DELETE_IMAGE, UPLOAD, type MaxAiOperation } from '../../operations.ts';
import { must, should } from '../define.ts';

// Sizes, names and ids that have the right type and are not true.

const size = (operation: MaxAiOperation, kilobytes: (bytes: number) => unknown): Change => ({
  maxAi: { sizeKb: (sent, at) => (at === operation ? kilobytes(sent) : Math.ceil(sent / 1024)) },
});

const uploaded = (change: (image: Body) => object): Change =>
  answers(
    UPLOAD,
    200,
    body((sent) => ({ ...sent, data: { ...sent.data, ...change(sent.data) } })),
  );

const fileName = (change: (name: string) => string): Change =>
  uploaded((image) => ({ fileName: change(String(image.fileName)) }));

export const values: readonly Fault[] = [
  must(
    UPLOAD,
    '200',
    'upload-size-minus-one',
    'sizeKb is -1, as if it were not known yet',
    size(UPLOAD, () => -1),
  ),
  must(
    UPLOAD,
    '200',
    'upload-size-zero',
    'sizeKb is 0 however large the file',
    size(UPLOAD, () => 0),
  ),
  must(
    DELETE_IMAGE,
    '200',
    'delete-image-size-of-nothing',
    'the deleted image has sizeKb 0: its file was gone when it was measured',
    size(DELETE_IMAGE, () => 0),
  ),
  must(
    UPLOAD,
    '200/body',
    'upload-size-decimal-comma',
    'sizeKb is written with a decimal comma',
    answers(
      UPLOAD,
      200,
      bytes((sent) => Buffer.from(sent.toString().replace(/"sizeKb":(\d+)/, '"sizeKb":$1,5'))),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-fake-path',
    'fileName has the path that browsers invent before it',
    fileName((name) => `C:\\fakepath\\${name}`),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-lower-case',
    'fileName is in lower case',
    fileName((name) => name.toLowerCase()),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-32-characters',
    'fileName ends after 32 characters',
    fileName((name) => name.slice(0, 32)),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-numbered',
    'fileName of the second file of that name has a (1)',
    answers(
      UPLOAD,
      200,
      body((sent, { world }) => {
        const before = count(world, `named ${sent.data.fileName}`) - 1;
        if (before > 0) sent.data.fileName = sent.data.fileName.replace(/(\.[^.]*)?$/, ` (${before})$1`);
        return sent;
      }),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-id-of-note',
    'id is that of the note, with the prefix of an image',
    maxAiAction(UPLOAD, (call, world, usual) => {
      const { data } = usual(call, world).body as { data: object };
      return success({ ...data, id: call.noteId.replace(/^nte_/, 'img_') });
    }),
  ),
  should(
    UPLOAD,
    '200',
    'upload-id-upper-case',
    'the hex digits of the id are in capitals',
    uploaded(({ id }) => ({ id: `img_${id.slice(4).toUpperCase()}` })),
  ),
  should(
    UPLOAD,
    '200',
    'upload-ids-sequential',
    'ids count up from 1',
    maxAiAction(UPLOAD, (call, world, usual) => {
      const { data } = usual(call, world).body as { data: object };
      const image = [...world.images.values()].at(-1);
      const id = `00000000-0000-4000-8000-${String(count(world, 'ids')).padStart(12, '0')}`;
      if (image) {
        world.images.delete(image.id);
        world.images.set(id, { ...image, id });
      }
      return success({ ...data, id: `img_${id.replaceAll('-', '')}` });
    }),
  ),
  should(
    UPLOAD,
    '200',
    'upload-status-archived',
    'a new image says that it is archived',
    uploaded(() => ({ status: 'archived' })),
  ),
];
