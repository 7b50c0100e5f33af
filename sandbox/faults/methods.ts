import type { Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { answersWhere, headers, replaced, type Alter } from '../change.ts';
import { failure } from '../max-ai/envelope.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';
import { must, should } from './define.ts';

// A method that an operation does not have is answered in a way that HTTP or good practice forbids.

const wrongMethod = (path: RegExp, alter: Alter): Change =>
  answersWhere(({ url }, { status }) => status === 405 && path.test(url.split('?')[0] ?? ''), alter);

export const methods: readonly Fault[] = [
  should(
    DELETE_IMAGE,
    '405',
    'delete-image-405-without-allow',
    'the 405 has no Allow',
    wrongMethod(/\/images\/[^/]+$/, headers({ Allow: undefined })),
  ),
  must(
    IMAGE_URL,
    '405',
    'image-url-wrong-method-500',
    'another method makes the server fail',
    wrongMethod(/\/url$/, (answer, { world }) => ({
      ...answer,
      status: 500,
      body: failure(world, 500, 'Internal error').body,
    })),
  ),
  should(
    UPLOAD,
    '405',
    'upload-405-of-express',
    'the 405 is a page, not the envelope',
    wrongMethod(/\/images$/, replaced(405, 'text/html', '<pre>Method Not Allowed</pre>')),
  ),
  must(
    DELETE_DOCUMENT,
    '405',
    'delete-document-wrong-method-500',
    'another method makes the server fail',
    wrongMethod(/\/delete-document$/, (answer) => ({ ...answer, status: 500 })),
  ),
];
