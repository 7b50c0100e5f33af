import { bytesOf } from '../answer.ts';
import { type Fault, from } from '../catalogue.ts';
import { type Alter, answers, bytes } from '../change.ts';
import { must, should } from './define.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';

// The body is no JSON in UTF-8, or more than one value.

const text = (change: (json: string) => string) => bytes((sent) => Buffer.from(change(sent.toString())));

const BYTE_ORDER_MARK = Buffer.from('efbbbf', 'hex');

const inLatin1: Alter = (answer, context) =>
  bytes((sent) => Buffer.from(`${sent.toString().slice(0, -1)},"note":"Größe"}`, 'latin1'))(answer, context);

export const jsonText: readonly Fault[] = [
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
  ...from('held-out', [
    must(
      UPLOAD,
      '200',
      'upload-200-windows-1252',
      'the answer is in Windows-1252, and says so; it shows where the file name is not ASCII',
      answers(UPLOAD, 200, (answer) => ({
        ...answer,
        headers: { ...answer.headers, 'Content-Type': 'application/json; charset=windows-1252' },
        body: Buffer.from(bytesOf(answer).toString(), 'latin1'),
      })),
    ),
    must(
      DELETE_IMAGE,
      '400/body',
      'delete-image-400-escaped-apostrophes',
      "apostrophes are written \\', which JSON does not have",
      answers(
        DELETE_IMAGE,
        400,
        text((json) => json.replaceAll("'", "\\'")),
      ),
    ),
    must(
      UPLOAD,
      '403/body',
      'upload-403-raw-line-break',
      'a string of the 403 has a line break in it that is not escaped',
      answers(
        UPLOAD,
        403,
        text((json) => json.replace(/ (?=[^"]*","trace_id)/, '\n')),
      ),
    ),
    should(
      IMAGE_URL,
      '404',
      'image-url-404-trace-id-twice',
      'trace_id stands twice in the object, with two values',
      answers(
        IMAGE_URL,
        404,
        text((json) => json.replace('{', '{"trace_id":"pending",')),
      ),
    ),
    must(
      DELETE_DOCUMENT,
      '403/body',
      'delete-document-403-object-object',
      'the body of the 403 is [object Object]',
      answers(DELETE_DOCUMENT, 403, (answer) => ({ ...answer, body: '[object Object]' })),
    ),
  ]),
];
