import { type Fault, from } from '../catalogue.ts';
import { answers, answersWhere, headers } from '../change.ts';
import { must } from './define.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';

// The Content-Type is not that of the body, or not the documented one.

const type = (value: string | undefined) => headers({ 'Content-Type': value });

export const contentTypes: readonly Fault[] = [
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
  ...from('held-out', [
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
  ]),
];
