import type { Fault } from '../catalogue.ts';
import { answers, bytes, headers, type Alter } from '../change.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';
import { cutShort, hangUp, tooManyBytes, unfinishedChunks } from '../transport.ts';
import { must } from './define.ts';

// The bytes are not what the headers say they are, or do not arrive whole.

const type = (value: string | undefined) => headers({ 'Content-Type': value });

const text = (change: (json: string) => string) => bytes((sent) => Buffer.from(change(sent.toString())));

const BYTE_ORDER_MARK = Buffer.from('efbbbf', 'hex');

const inLatin1: Alter = (answer, context) =>
  bytes((sent) => Buffer.from(`${sent.toString().slice(0, -1)},"note":"Größe"}`, 'latin1'))(answer, context);

export const encodings: readonly Fault[] = [
  must(
    UPLOAD,
    '200/content-type',
    'upload-200-as-text',
    'the 200 is text/plain',
    answers(UPLOAD, 200, type('text/plain; charset=utf-8')),
  ),
  must(
    DELETE_IMAGE,
    '404/content-type',
    'delete-image-404-as-html',
    'the 404 is JSON that says it is text/html',
    answers(DELETE_IMAGE, 404, type('text/html; charset=utf-8')),
  ),
  must(
    IMAGE_URL,
    '200/content-type',
    'image-url-200-without-type',
    'the 200 has no Content-Type',
    answers(IMAGE_URL, 200, type(undefined)),
  ),
  must(
    IMAGE_URL,
    '401/content-type',
    'image-url-401-as-problem',
    'the 401 says it is application/problem+json',
    answers(IMAGE_URL, 401, type('application/problem+json')),
  ),
  must(
    UPLOAD,
    '409/content-type',
    'upload-409-as-text-json',
    'the 409 is text/json',
    answers(UPLOAD, 409, type('text/json')),
  ),
  must(
    DELETE_DOCUMENT,
    '200/content-type',
    'delete-document-200-as-octets',
    'the 200 is binary/octet-stream',
    answers(DELETE_DOCUMENT, 200, type('binary/octet-stream')),
  ),
  must(
    DELETE_DOCUMENT,
    '404/content-type',
    'delete-document-404-as-text',
    'the 404 is text/plain',
    answers(DELETE_DOCUMENT, 404, type('text/plain')),
  ),
  must(
    SIGNED_URLS,
    '200/content-type',
    'signed-urls-200-as-html',
    'the 200 says it is text/html',
    answers(SIGNED_URLS, 200, type('text/html')),
  ),

  must(
    UPLOAD,
    '200/body',
    'upload-200-byte-order-mark',
    'a byte-order mark stands before the JSON',
    answers(
      UPLOAD,
      200,
      bytes((sent) => Buffer.concat([BYTE_ORDER_MARK, sent])),
    ),
  ),
  must(
    DELETE_IMAGE,
    '200/body',
    'delete-image-200-trailing-bytes',
    'a second JSON value follows the first',
    answers(
      DELETE_IMAGE,
      200,
      text((json) => `${json}{"code":"success"}`),
    ),
  ),
  must(
    IMAGE_URL,
    '200/body',
    'image-url-200-trailing-warning',
    'a PHP warning follows the JSON',
    answers(
      IMAGE_URL,
      200,
      text((json) => `${json}\n<br />\n<b>Warning</b>: Undefined index`),
    ),
  ),
  must(
    IMAGE_URL,
    '404/body',
    'image-url-404-trailing-zero',
    'a zero byte follows the JSON',
    answers(
      IMAGE_URL,
      404,
      text((json) => `${json}\0`),
    ),
  ),
  must(
    UPLOAD,
    '400/body',
    'upload-400-single-quotes',
    'the 400 is written with single quotes',
    answers(
      UPLOAD,
      400,
      text((json) => json.replaceAll('"', "'")),
    ),
  ),
  must(
    DELETE_IMAGE,
    '401/body',
    'delete-image-401-trailing-comma',
    'the 401 has a comma before its closing brace',
    answers(
      DELETE_IMAGE,
      401,
      text((json) => json.replace(/\}$/, ',}')),
    ),
  ),
  must(
    UPLOAD,
    '200/body',
    'upload-size-nan',
    'sizeKb is NaN, which JSON does not have',
    answers(
      UPLOAD,
      200,
      text((json) => json.replace(/"sizeKb":[\d.]+/, '"sizeKb":NaN')),
    ),
  ),
  must(
    IMAGE_URL,
    '200/body',
    'image-url-200-guarded',
    "the JSON stands behind )]}', as some frameworks guard it",
    answers(
      IMAGE_URL,
      200,
      text((json) => `)]}',\n${json}`),
    ),
  ),
  must(
    DELETE_DOCUMENT,
    '200/body',
    'delete-document-200-half',
    'the JSON ends half way, and Content-Length agrees',
    answers(
      DELETE_DOCUMENT,
      200,
      bytes((sent) => sent.subarray(0, sent.length >> 1)),
    ),
  ),
  must(UPLOAD, '404/body', 'upload-404-latin1', 'the 404 is Latin-1, not UTF-8', answers(UPLOAD, 404, inLatin1)),
  must(
    DELETE_IMAGE,
    '409/body',
    'delete-image-409-latin1',
    'the 409 is Latin-1, not UTF-8',
    answers(DELETE_IMAGE, 409, inLatin1),
  ),
  must(
    DELETE_DOCUMENT,
    '400/body',
    'delete-document-400-utf16',
    'the 400 is UTF-16',
    answers(
      DELETE_DOCUMENT,
      400,
      bytes((sent) => Buffer.from(sent.toString(), 'utf16le')),
    ),
  ),

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
];
