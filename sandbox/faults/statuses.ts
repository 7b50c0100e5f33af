import { JSON_TYPE } from '../answer.ts';
import type { Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { answers, headers, replaced, type Alter } from '../change.ts';
import { plainFailure, typedFailure, type ErrorType } from '../invox/envelope.ts';
import { failure } from '../max-ai/envelope.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD, type MaxAiOperation } from '../operations.ts';
import { must } from './define.ts';

// The status is another than was promised; where it is an error, the body is the proper one of that other error.

const status =
  (other: number): Alter =>
  (answer) => ({ ...answer, status: other });

const maxAi = (operation: MaxAiOperation, from: number, to: number, message = 'Request failed'): Change =>
  answers(operation, from, (answer, { world }) => ({ ...answer, status: to, body: failure(world, to, message).body }));

const invox = (from: number, to: number): Change =>
  answers(DELETE_DOCUMENT, from, (answer) => ({
    ...answer,
    status: to,
    body: plainFailure(to, 'Request failed').body,
  }));

const invoxTyped = (from: number, to: 400 | 404, type: ErrorType): Change =>
  answers(DELETE_DOCUMENT, from, (answer) => ({
    ...answer,
    status: to,
    body: typedFailure(to, type, 'Request failed').body,
  }));

const LOGIN =
  '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login" method="post"></form></body></html>';

const toLogin: Alter = (answer, context) =>
  headers({ Location: '/login' })(
    replaced(302, 'text/html; charset=utf-8', LOGIN)(answer, context) as typeof answer,
    context,
  );

export const statuses: readonly Fault[] = [
  must(UPLOAD, '200', 'upload-201-for-200', 'success is 201', answers(UPLOAD, 200, status(201))),
  must(UPLOAD, '200', 'upload-202-for-200', 'success is 202', answers(UPLOAD, 200, status(202))),
  must(
    DELETE_IMAGE,
    '200',
    'delete-image-204-for-200',
    'success is 204 without a body',
    answers(DELETE_IMAGE, 200, replaced(204, undefined, undefined)),
  ),
  must(DELETE_IMAGE, '200', 'delete-image-202-for-200', 'success is 202', answers(DELETE_IMAGE, 200, status(202))),
  must(
    DELETE_DOCUMENT,
    '200',
    'delete-document-204-for-200',
    'success is 204 without a body',
    answers(DELETE_DOCUMENT, 200, replaced(204, undefined, undefined)),
  ),
  must(
    IMAGE_URL,
    '200',
    'image-url-redirects',
    'success is a redirect to the signed URL',
    answers(IMAGE_URL, 200, (answer) => {
      const { url } = (answer.body as { data: { url: string } }).data;
      return { status: 302, headers: { ...answer.headers, Location: url }, body: answer.body };
    }),
  ),
  must(UPLOAD, '401', 'upload-403-for-401', 'an unknown key is 403', maxAi(UPLOAD, 401, 403)),
  must(IMAGE_URL, '401', 'image-url-404-for-401', 'an unknown key is 404', maxAi(IMAGE_URL, 401, 404)),
  must(
    DELETE_IMAGE,
    '401',
    'delete-image-401-redirects-to-login',
    'an unknown key is sent to a login page',
    answers(DELETE_IMAGE, 401, toLogin),
  ),
  must(
    IMAGE_URL,
    '401',
    'image-url-401-is-login-page',
    'an unknown key gets a login page with status 200',
    answers(IMAGE_URL, 401, replaced(200, 'text/html; charset=utf-8', LOGIN)),
  ),
  must(UPLOAD, '403', 'upload-401-for-403', 'a key without the scope is 401', maxAi(UPLOAD, 403, 401)),
  must(
    DELETE_IMAGE,
    '403',
    'delete-image-404-for-403',
    'a key without the scope is 404',
    maxAi(DELETE_IMAGE, 403, 404),
  ),
  must(IMAGE_URL, '403', 'image-url-500-for-403', 'a key without the scope is 500', maxAi(IMAGE_URL, 403, 500)),
  must(UPLOAD, '400', 'upload-500-for-400', 'what should be 400 is 500', maxAi(UPLOAD, 400, 500)),
  must(UPLOAD, '400', 'upload-422-for-400', 'what should be 400 is 422', maxAi(UPLOAD, 400, 422)),
  must(DELETE_IMAGE, '400', 'delete-image-500-for-400', 'what should be 400 is 500', maxAi(DELETE_IMAGE, 400, 500)),
  must(IMAGE_URL, '400', 'image-url-500-for-400', 'a malformed id is 500', maxAi(IMAGE_URL, 400, 500)),
  must(IMAGE_URL, '404', 'image-url-400-for-404', 'an unknown image is 400', maxAi(IMAGE_URL, 404, 400)),
  must(DELETE_IMAGE, '404', 'delete-image-410-for-404', 'an unknown image is 410', maxAi(DELETE_IMAGE, 404, 410)),
  must(UPLOAD, '404', 'upload-500-for-404', 'an unknown note is 500', maxAi(UPLOAD, 404, 500)),
  must(
    DELETE_IMAGE,
    '404',
    'delete-image-200-with-error-body',
    'the 404 goes out with status 200',
    answers(DELETE_IMAGE, 404, status(200)),
  ),
  must(
    UPLOAD,
    '409',
    'upload-200-with-conflict-body',
    'the 409 goes out with status 200',
    answers(UPLOAD, 409, status(200)),
  ),
  must(
    UPLOAD,
    '409',
    'upload-423-for-409',
    'a signed note is 423',
    maxAi(UPLOAD, 409, 423, 'Cannot edit a signed note'),
  ),
  must(
    DELETE_IMAGE,
    '409',
    'delete-image-403-for-409',
    'a signed note is 403',
    maxAi(DELETE_IMAGE, 409, 403, 'Cannot edit a signed note'),
  ),
  must(UPLOAD, '502', 'upload-500-for-502', 'a failing EHR is 500', maxAi(UPLOAD, 502, 500)),
  must(DELETE_IMAGE, '502', 'delete-image-504-for-502', 'a failing EHR is 504', maxAi(DELETE_IMAGE, 502, 504)),
  must(DELETE_DOCUMENT, '401', 'delete-document-403-for-401', 'an unknown token is 403', invox(401, 403)),
  must(DELETE_DOCUMENT, '401', 'delete-document-500-for-401', 'an unknown token is 500', invox(401, 500)),
  must(DELETE_DOCUMENT, '403', 'delete-document-401-for-403', 'an API key without the service is 401', invox(403, 401)),
  must(DELETE_DOCUMENT, '400', 'delete-document-500-for-400', 'a bad request is 500', invox(400, 500)),
  must(
    DELETE_DOCUMENT,
    '400',
    'delete-document-404-for-400',
    'a bad request is 404',
    invoxTyped(400, 404, 'documentNotFound'),
  ),
  must(
    DELETE_DOCUMENT,
    '404',
    'delete-document-400-for-404',
    'an unknown document is 400',
    invoxTyped(404, 400, 'inconsistentInput'),
  ),
  must(
    DELETE_DOCUMENT,
    '404',
    'delete-document-200-for-404',
    'an unknown document is deleted successfully',
    answers(
      DELETE_DOCUMENT,
      404,
      replaced(200, JSON_TYPE, { message: 'Document deleted successfully', documentId: 'unknown' }),
    ),
  ),
];
