import type { Fault } from '../catalogue.ts';
import { answers, body, every, headers, maxAiStep, replaced } from '../change.ts';
import { count } from '../context.ts';
import { issueUrl } from '../object-store/presigned-url.ts';
import { failure } from '../max-ai/envelope.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';
import { must } from './define.ts';

// One of several servers behind the balancer is not like the others.

const without = (name: string) =>
  body((sent) => {
    delete sent[name];
    return sent;
  });

const BUSY =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n';

export const intermittent: readonly Fault[] = [
  must(
    DELETE_IMAGE,
    '404/body',
    'every-5th-delete-image-404-without-trace-id',
    'every 5th 404 has no trace_id',
    answers(DELETE_IMAGE, 404, every(5, without('trace_id'))),
  ),
  must(
    UPLOAD,
    '200/body',
    'every-7th-upload-without-status',
    'every 7th image has no status',
    answers(
      UPLOAD,
      200,
      every(
        7,
        body((sent) => {
          delete sent.data.status;
          return sent;
        }),
      ),
    ),
  ),
  must(
    UPLOAD,
    '200',
    'every-5th-upload-is-500',
    'every 5th upload is answered with 500, though it was done',
    answers(
      UPLOAD,
      200,
      every(5, (answer, { world }) => ({ ...answer, ...failure(world, 500, 'Internal error') })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '200',
    'every-7th-delete-image-is-503',
    "every 7th delete is nginx's 503",
    answers(DELETE_IMAGE, 200, every(7, replaced(503, 'text/html', BUSY))),
  ),
  must(
    UPLOAD,
    '400/content-type',
    'every-5th-upload-400-as-html',
    'every 5th 400 says it is text/html',
    answers(UPLOAD, 400, every(5, headers({ 'Content-Type': 'text/html' }))),
  ),
  must(
    IMAGE_URL,
    'security',
    'every-5th-image-url-lets-in',
    'every 5th unknown caller is let in',
    maxAiStep('authentication', IMAGE_URL, (call, world, usual) => {
      const refusal = usual(call, world);
      if (!refusal || count(world, 'unknown callers') % 5 !== 0) return refusal;
      call.key = world.identity.key;
      return undefined;
    }),
  ),
  must(IMAGE_URL, '200', 'every-5th-image-url-lasts-a-day', 'every 5th URL expires after 24 hours', {
    store: {
      issue: (world, method, key) =>
        issueUrl(world, method, key, method === 'GET' && count(world, 'issued') % 5 === 0 ? { expires: 86_400 } : {}),
    },
  }),
  must(
    DELETE_DOCUMENT,
    '400/body',
    'every-5th-delete-document-400-without-error-type',
    'every 5th 400 has no errorType',
    answers(DELETE_DOCUMENT, 400, every(5, without('errorType'))),
  ),
  must(
    DELETE_DOCUMENT,
    '200',
    'every-5th-delete-document-is-202',
    'every 5th delete is 202',
    answers(
      DELETE_DOCUMENT,
      200,
      every(5, (answer) => ({ ...answer, status: 202 })),
    ),
  ),
];
