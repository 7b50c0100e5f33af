import { type Fault, from } from '../catalogue.ts';
import { type Alter, answers, body, type Body, replaced } from '../change.ts';
import { must } from './define.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD } from '../operations.ts';

// Bodies as frameworks write them by default.

const data = (change: (data: Body) => unknown): Alter => body((sent) => ({ ...sent, data: change(sent.data) }));

export const frameworks: readonly Fault[] = [
  ...from('held-out', [
    must(
      UPLOAD,
      '200/body',
      'upload-200-data-unawaited',
      'data is {}, as a promise that nobody awaited is written',
      answers(
        UPLOAD,
        200,
        data(() => ({})),
      ),
    ),
    must(
      DELETE_IMAGE,
      '200/body',
      'delete-image-200-snake-case',
      'the image is written in snake_case',
      answers(
        DELETE_IMAGE,
        200,
        data(({ fileName, mimeType, sizeKb, ...rest }) => ({
          ...rest,
          file_name: fileName,
          mime_type: mimeType,
          size_kb: sizeKb,
        })),
      ),
    ),
    must(
      DELETE_IMAGE,
      '200/body',
      'delete-image-200-enveloped-twice',
      'an interceptor puts the envelope into another envelope',
      answers(
        DELETE_IMAGE,
        200,
        body((sent) => ({ code: 'success', data: sent })),
      ),
    ),
    must(
      UPLOAD,
      '409/body',
      'upload-409-enveloped-as-success',
      'an interceptor puts the error of the 409 into the envelope of success',
      answers(
        UPLOAD,
        409,
        body((sent) => ({ code: 'success', data: sent })),
      ),
    ),
    must(
      IMAGE_URL,
      '200/body',
      'image-url-200-data-stringified',
      'data is a string that holds the JSON of the object',
      answers(
        IMAGE_URL,
        200,
        data((sent) => JSON.stringify(sent)),
      ),
    ),
    must(
      DELETE_IMAGE,
      '400/body',
      'delete-image-400-message-list',
      'message is the list of messages that a validation pipe makes, in an envelope that is right otherwise',
      answers(
        DELETE_IMAGE,
        400,
        body((sent) => ({ ...sent, message: [sent.message] })),
      ),
    ),
    must(
      DELETE_DOCUMENT,
      '400/body',
      'delete-document-400-error-type-list',
      'errorType is a list of one',
      answers(
        DELETE_DOCUMENT,
        400,
        body((sent) => ({ ...sent, errorType: [sent.errorType] })),
      ),
    ),
    must(
      IMAGE_URL,
      '400/body',
      'image-url-400-of-graphql',
      'the 400 is that of a GraphQL server behind it',
      answers(
        IMAGE_URL,
        400,
        replaced(400, 'application/json; charset=utf-8', {
          errors: [{ message: "'imageId' must be a valid UUID", extensions: { code: 'BAD_USER_INPUT' } }],
          data: null,
        }),
      ),
    ),
    must(
      DELETE_DOCUMENT,
      '200/body',
      'delete-document-200-of-lambda-proxy',
      'the 200 is the object that a Lambda function returns to its gateway',
      answers(
        DELETE_DOCUMENT,
        200,
        body((sent) => ({ statusCode: 200, headers: {}, isBase64Encoded: false, body: JSON.stringify(sent) })),
      ),
    ),
    must(
      SIGNED_URLS,
      '200/body',
      'signed-urls-200-documents-by-number',
      'documents is an object with the keys 0, 1, ..., as PHP writes a filtered array',
      answers(
        SIGNED_URLS,
        200,
        body((sent) => ({ documents: { ...sent.documents } })),
      ),
    ),
    must(
      DELETE_DOCUMENT,
      '401/body',
      'delete-document-401-messsage',
      'the 401 has messsage with three s, where the documents have message',
      answers(
        DELETE_DOCUMENT,
        401,
        body(({ message, ...rest }) => ({ ...rest, messsage: message })),
      ),
    ),
  ]),
];
