import { gzipSync } from 'node:zlib';
import { bytesOf, type Transport } from '../../answer.ts';
import type { Fault } from '../../catalogue.ts';
import { answers, answersWhere, bytes, headers } from '../../change.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../../operations.ts';
import { must, should } from '../define.ts';

// JSON that was put together by hand, encodings that are said wrongly, heads that cannot be parsed.

const text = (change: (json: string) => string) => bytes((sent) => Buffer.from(change(sent.toString())));

/** Writes the head as it stands, which Node would refuse to. */
const rawly =
  (lines: (length: number) => readonly string[], content: (bytes: Buffer) => Buffer = (bytes) => bytes): Transport =>
  (response, { status }, sent) => {
    const head = [`HTTP/1.1 ${status} Answer`, 'Content-Type: application/json', ...lines(sent.length)];
    const end = Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    response.socket?.end(Buffer.concat([end, content(sent)]));
  };

const inOneChunk = (sent: Buffer) =>
  Buffer.concat([Buffer.from(`${sent.length.toString(16)}\r\n`), sent, Buffer.from('\r\n0\r\n\r\n')]);

export const wire: readonly Fault[] = [
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
    UPLOAD,
    '200/content-type',
    'upload-200-type-of-request',
    'Content-Type is that of the request: multipart/form-data',
    answersWhere(
      ({ place }, { status }) => place === UPLOAD && status === 200,
      (answer, context) => headers({ 'Content-Type': context.headers['content-type'] })(answer, context),
    ),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-200-xml',
    'whoever does not ask for application/json by name gets XML',
    answersWhere(
      ({ place, headers: sent }, { status }) =>
        place === IMAGE_URL && status === 200 && !(sent.accept ?? '').includes('application/json'),
      (answer) => {
        const { url } = (answer.body as { data: { url: string } }).data;
        return {
          ...answer,
          headers: { ...answer.headers, 'Content-Type': 'application/xml' },
          body: `<response><code>success</code><data><url>${url.replaceAll('&', '&amp;')}</url></data></response>`,
        };
      },
    ),
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
];
