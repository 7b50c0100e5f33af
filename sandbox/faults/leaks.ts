import type { Fault } from '../catalogue.ts';
import { answers, body, withProperties } from '../change.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';
import { must } from './define.ts';

// The body tells what only the vendor's own people should read.

const NODE_STACK =
  'NotFoundException: Image not found\n    at NotesPublicService.deleteImage (/usr/src/app/dist/notes/notes-public.service.js:118:23)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';
const PYTHON_STACK =
  'Traceback (most recent call last):\n  File "/var/task/handlers/delete_document.py", line 41, in handler\n    document_id = body["documentId"]\nKeyError: \'documentId\'';
const JAVA_STACK =
  'java.lang.NullPointerException: Cannot invoke "String.length()" because "token" is null\n\tat com.invox.auth.TokenFilter.doFilter(TokenFilter.java:57)';
const SQL =
  'QueryFailedError: invalid input syntax for type uuid: "x" - SELECT "f"."id", "f"."s3_key" FROM "scraping"."files" "f" WHERE "f"."id" = $1';

const shown = ({ authorization = '' }: { authorization?: string | undefined }) => authorization.replace(/^Bearer /, '');

export const leaks: readonly Fault[] = [
  must(
    DELETE_IMAGE,
    '404',
    'delete-image-404-with-stack',
    'the 404 carries the stack of its exception',
    answers(DELETE_IMAGE, 404, withProperties({ stack: NODE_STACK })),
  ),
  must(
    IMAGE_URL,
    '400',
    'image-url-400-with-sql',
    'the message of the 400 is an SQL error',
    answers(IMAGE_URL, 400, withProperties({ message: SQL })),
  ),
  must(
    UPLOAD,
    '400',
    'upload-400-with-path',
    'the message of the 400 names a file of the server',
    answers(
      UPLOAD,
      400,
      withProperties({ message: "ENOENT: no such file or directory, open '/usr/src/app/uploads/tmp/file-8f3a.png'" }),
    ),
  ),
  must(
    UPLOAD,
    '401',
    'upload-401-echoes-key',
    'the message of the 401 repeats the key that was sent',
    answers(
      UPLOAD,
      401,
      body((sent, { headers }) => ({ ...sent, message: `Invalid API key: ${shown(headers)}` })),
    ),
  ),
  must(
    DELETE_IMAGE,
    '403',
    'delete-image-403-echoes-key',
    'the 403 repeats the key that was sent',
    answers(
      DELETE_IMAGE,
      403,
      body((sent, { headers }) => ({ ...sent, request: { authorization: headers.authorization } })),
    ),
  ),
  must(
    UPLOAD,
    '502',
    'upload-502-with-internals',
    'the message of the 502 names an internal host and port',
    answers(UPLOAD, 502, withProperties({ message: 'connect ECONNREFUSED 10.0.14.7:8443', stack: NODE_STACK })),
  ),
  must(
    DELETE_DOCUMENT,
    '400',
    'delete-document-400-with-traceback',
    'the 400 is a Python traceback',
    answers(DELETE_DOCUMENT, 400, withProperties({ messsage: PYTHON_STACK })),
  ),
  must(
    DELETE_DOCUMENT,
    '401',
    'delete-document-401-with-stack',
    'the 401 is a Java exception',
    answers(DELETE_DOCUMENT, 401, withProperties({ message: JAVA_STACK })),
  ),
  must(
    DELETE_DOCUMENT,
    '403',
    'delete-document-403-echoes-token',
    'the 403 repeats the token that was sent',
    answers(
      DELETE_DOCUMENT,
      403,
      body((sent, { headers }) => ({ ...sent, message: `Not allowed: ${shown(headers)}` })),
    ),
  ),
];
