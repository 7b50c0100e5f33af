import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, every, headers, maxAiStep, replaced } from '../change.ts';
import { count } from '../context.ts';
import { must } from './define.ts';
import { failure } from '../max-ai/envelope.ts';
import { memory } from '../memory.ts';
import { issueUrl } from '../object-store/presigned-url.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';

// Now and then: one server of several is unlike the others, after a start, when two come at once.

const without = (name: string) =>
  body((sent) => {
    delete sent[name];
    return sent;
  });

const BUSY =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n';

const UNAUTHORIZED =
  '<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body>\r\n<center><h1>401 Authorization Required</h1></center>\r\n</body>\r\n</html>\r\n';

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
      const rejection = usual(call, world);
      if (!rejection || count(world, 'unknown callers') % 5 !== 0) return rejection;
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
  ...from('held-out', [
    must(UPLOAD, '200', 'first-upload-is-503', 'the first upload after a start is 503', {
      intercept: ({ place, nth }) =>
        place === UPLOAD && nth === 1
          ? {
              status: 503,
              headers: { 'Content-Type': 'text/plain' },
              body: 'upstream connect error or disconnect/reset before headers',
            }
          : undefined,
    }),
    must(
      UPLOAD,
      '401',
      'every-3rd-upload-401-of-nginx',
      "every 3rd 401 is nginx's page",
      answers(UPLOAD, 401, every(3, replaced(401, 'text/html', UNAUTHORIZED))),
    ),
    must(
      DELETE_IMAGE,
      '200/body',
      'every-11th-delete-image-size-is-text',
      'every 11th deleted image has its sizeKb as a string',
      answers(
        DELETE_IMAGE,
        200,
        every(
          11,
          body((sent) => ({ ...sent, data: { ...sent.data, sizeKb: String(sent.data.sizeKb) } })),
        ),
      ),
    ),
    must(
      DELETE_IMAGE,
      '409',
      'every-3rd-delete-image-409-is-500',
      'every 3rd conflict is a 500',
      answers(
        DELETE_IMAGE,
        409,
        every(3, (answer, { world }) => ({ ...answer, status: 500, body: failure(world, 500, 'Internal error').body })),
      ),
    ),
    must(
      IMAGE_URL,
      'lifecycle',
      'every-3rd-image-url-of-the-previous-image',
      'every 3rd URL is that of the image that was asked for before',
      {
        store: {
          issue: (world, method, key) => {
            if (method !== 'GET') return issueUrl(world, method, key);
            const keys = memory<string[]>(world, 'keys asked', () => []);
            const previous = keys.at(-1) ?? key;
            keys.push(key);
            const wrong = previous !== key && count(world, 'other images asked') % 3 === 0;
            return issueUrl(world, method, wrong ? previous : key);
          },
        },
      },
    ),
    must(
      SIGNED_URLS,
      '200',
      'every-3rd-signed-urls-without-query',
      'every 3rd answer has URLs without their signatures',
      answers(
        SIGNED_URLS,
        200,
        every(
          3,
          body(({ documents }) => ({
            documents: documents.map((document: { signedUrl: string }) => ({
              ...document,
              signedUrl: document.signedUrl.split('?')[0],
            })),
          })),
        ),
      ),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-two-at-once-500',
      'of two URLs that are asked for at the same time, one is a 500',
      answers(IMAGE_URL, 200, async (answer, { world }) => {
        const running = memory(world, 'URLs that are asked for', () => ({ now: 0 }));
        running.now += 1;
        const busy = running.now > 1;
        await wait(15);
        running.now -= 1;
        return busy ? { ...answer, status: 500, body: failure(world, 500, 'Internal error').body } : answer;
      }),
    ),
  ]),
];
