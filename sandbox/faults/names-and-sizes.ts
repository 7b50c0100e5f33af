import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, type Body, bytes, maxAiStep } from '../change.ts';
import { count } from '../context.ts';
import { must } from './define.ts';
import { failure } from '../max-ai/envelope.ts';
import { DELETE_IMAGE, type MaxAiOperation, SIGNED_URLS, UPLOAD } from '../operations.ts';

// File names and sizes that have the right type and are not true.

const data = (change: (image: Record<string, string>) => Record<string, unknown>) =>
  body((sent) => ({ ...sent, data: { ...sent.data, ...change(sent.data) } }));

function eachDocument(change: (document: Record<string, unknown>) => Record<string, unknown>) {
  return body((sent) => ({
    documents: sent.documents.map((document: Record<string, unknown>) => ({ ...document, ...change(document) })),
  }));
}

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

export const namesAndSizes: readonly Fault[] = [
  must(UPLOAD, '200', 'upload-size-in-bytes', 'sizeKb is the size in bytes', {
    maxAi: { sizeKb: (size, operation) => (operation === UPLOAD ? size : Math.ceil(size / 1024)) },
  }),
  must(
    UPLOAD,
    '200',
    'upload-size-constant',
    'sizeKb is 3176 for every image, as in the example',
    answers(
      UPLOAD,
      200,
      data(() => ({ sizeKb: 3176 })),
    ),
  ),
  must(UPLOAD, '200', 'upload-size-in-megabytes', 'sizeKb is the size in megabytes', {
    maxAi: { sizeKb: (size, operation) => (operation === UPLOAD ? size / 1_048_576 : Math.ceil(size / 1024)) },
  }),
  must(
    UPLOAD,
    '200',
    'upload-file-name-mojibake',
    'fileName is UTF-8 read as Latin-1',
    answers(
      UPLOAD,
      200,
      data(({ fileName = '' }) => ({ fileName: Buffer.from(fileName).toString('latin1') })),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-sanitised',
    'fileName keeps only ASCII letters, digits, dot and dash',
    answers(
      UPLOAD,
      200,
      data(({ fileName = '' }) => ({ fileName: fileName.replace(/[^A-Za-z0-9.-]/g, '_') })),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-is-id',
    'fileName is the id, not the original name',
    answers(
      UPLOAD,
      200,
      data(({ id, mimeType }) => ({ fileName: `${id}.${mimeType?.slice(6)}` })),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'upload-file-name-extension-lost',
    'fileName has lost its extension',
    answers(
      UPLOAD,
      200,
      data(({ fileName = '' }) => ({ fileName: fileName.replace(/\.[^.]*$/, '') })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '200',
    'delete-image-file-name-lost',
    'the answer carries another file name than the upload did',
    answers(
      DELETE_IMAGE,
      200,
      data(() => ({ fileName: 'image' })),
    ),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-document-name-lost',
    'documentName is not the one that was asked',
    answers(
      SIGNED_URLS,
      200,
      eachDocument(() => ({ documentName: 'document' })),
    ),
  ),
  ...from('held-out', [
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
  ]),
  ...from('blind-run', [
    must(
      UPLOAD,
      '200',
      'upload-file-name-without-emoji',
      'characters of four bytes in fileName become ?',
      fileName((name) => name.replace(/\p{Extended_Pictographic}/gu, '?')),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-quote-doubled',
      'an apostrophe in fileName is doubled, as for SQL',
      fileName((name) => name.replaceAll("'", "''")),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-plus-as-space',
      'a plus in fileName becomes a space',
      fileName((name) => name.replaceAll('+', ' ')),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-escaped',
      '& in fileName becomes &amp;',
      fileName((name) => name.replaceAll('&', '&amp;')),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-cut-at-semicolon',
      'fileName ends at a semicolon',
      fileName((name) => name.split(';')[0] ?? ''),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-dots',
      'all dots of fileName but the last become dashes',
      fileName((name) => name.replaceAll(/\.(?=.*\.)/g, '-')),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-64-characters',
      'fileName is cut to 64 characters',
      fileName((name) => name.slice(0, 64)),
    ),
    must(
      UPLOAD,
      '200',
      'upload-file-name-percent-500',
      'a percent sign in the file name makes the upload fail',
      maxAiStep('file', UPLOAD, (call, world, usual) =>
        call.upload.kind === 'file' && call.upload.fileName.includes('%')
          ? failure(world, 500, 'URI malformed')
          : usual(call, world),
      ),
    ),
  ]),
];
