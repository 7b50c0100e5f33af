import { gzipSync } from 'node:zlib';
import { bytesOf, type Transport } from '../answer.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, headers } from '../change.ts';
import { must } from './define.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';
import { cutShort, hangUp, tooManyBytes, unfinishedChunks } from '../transport.ts';

// The bytes are not what the headers declare, do not arrive whole, or stand behind a head that cannot be parsed.

/** Writes the head as it stands, which Node itself would not send. */
const rawly =
  (lines: (length: number) => readonly string[], content: (bytes: Buffer) => Buffer = (bytes) => bytes): Transport =>
  (response, { status }, sent) => {
    const head = [`HTTP/1.1 ${status} Answer`, 'Content-Type: application/json', ...lines(sent.length)];
    const end = Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    response.socket?.end(Buffer.concat([end, content(sent)]));
  };

const inOneChunk = (sent: Buffer) =>
  Buffer.concat([Buffer.from(`${sent.length.toString(16)}\r\n`), sent, Buffer.from('\r\n0\r\n\r\n')]);

export const framing: readonly Fault[] = [
  must(
    DELETE_IMAGE,
    '200',
    'delete-image-200-gzip-in-name-only',
    'Content-Encoding says gzip, the bytes are plain',
    answers(DELETE_IMAGE, 200, headers({ 'Content-Encoding': 'gzip' })),
  ),
  must(
    IMAGE_URL,
    '404',
    'image-url-404-brotli-in-name-only',
    'Content-Encoding says br, the bytes are plain',
    answers(IMAGE_URL, 404, headers({ 'Content-Encoding': 'br' })),
  ),
  must(
    UPLOAD,
    '200',
    'upload-200-cut-short',
    'the connection closes before Content-Length is reached',
    answers(UPLOAD, 200, (answer) => ({ ...answer, transport: cutShort })),
  ),
  must(
    DELETE_DOCUMENT,
    '404',
    'delete-document-404-cut-short',
    'the connection closes before Content-Length is reached',
    answers(DELETE_DOCUMENT, 404, (answer) => ({ ...answer, transport: cutShort })),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-200-unfinished-chunks',
    'the connection closes before the last chunk',
    answers(IMAGE_URL, 200, (answer) => ({ ...answer, transport: unfinishedChunks })),
  ),
  must(
    DELETE_IMAGE,
    '404',
    'delete-image-404-length-too-small',
    'Content-Length is ten bytes too small',
    answers(DELETE_IMAGE, 404, (answer) => ({ ...answer, transport: tooManyBytes })),
  ),
  must(
    DELETE_IMAGE,
    '200',
    'delete-image-never-answers',
    'every request ends in a reset connection',
    answers(DELETE_IMAGE, 'any', (answer) => ({ ...answer, transport: hangUp })),
  ),
  must(
    DELETE_DOCUMENT,
    '400',
    'delete-document-400-hangs-up',
    'a bad request ends in a reset connection',
    answers(DELETE_DOCUMENT, 400, (answer) => ({ ...answer, transport: hangUp })),
  ),
  ...from('held-out', [
    must(
      UPLOAD,
      '409',
      'upload-409-gzip-twice',
      'the 409 is compressed twice, and says so once',
      answers(UPLOAD, 409, (answer) => ({
        ...answer,
        headers: { ...answer.headers, 'Content-Encoding': 'gzip' },
        body: gzipSync(gzipSync(bytesOf(answer))),
      })),
    ),
    must(
      UPLOAD,
      '404',
      'upload-404-length-and-chunked',
      'the 404 has Content-Length and Transfer-Encoding',
      answers(UPLOAD, 404, (answer) => ({
        ...answer,
        transport: rawly((length) => [`Content-Length: ${length}`, 'Transfer-Encoding: chunked'], inOneChunk),
      })),
    ),
    must(
      DELETE_IMAGE,
      '403',
      'delete-image-403-torn-header',
      'a header of the 403 has a line break in it, so that half of it is no header',
      answers(DELETE_IMAGE, 403, (answer) => ({
        ...answer,
        transport: rawly((length) => ['X-Reason: Insufficient scope', 'write required', `Content-Length: ${length}`]),
      })),
    ),
    must(
      DELETE_DOCUMENT,
      '200',
      'delete-document-200-chunk-size-torn',
      'the size of the first chunk is not a number',
      answers(DELETE_DOCUMENT, 200, (answer) => ({
        ...answer,
        transport: rawly(
          () => ['Transfer-Encoding: chunked'],
          (sent) => Buffer.concat([Buffer.from('undefined\r\n'), sent, Buffer.from('\r\n0\r\n\r\n')]),
        ),
      })),
    ),
  ]),
];
