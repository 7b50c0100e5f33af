import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, headers, invoxStep, maxAiStep, withProperties } from '../change.ts';
import { count } from '../context.ts';
import { must, should } from './define.ts';
import { plainFailure, typedFailure } from '../invox/envelope.ts';
import { failure } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';

import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD } from '../operations.ts';

// The answer shows what only the vendor's own people should read.

const NODE_STACK =
  'NotFoundException: Image not found\n    at NotesPublicService.deleteImage (/usr/src/app/dist/notes/notes-public.service.js:118:23)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';

const PYTHON_STACK =
  'Traceback (most recent call last):\n  File "/var/task/handlers/delete_document.py", line 41, in handler\n    document_id = body["documentId"]\nKeyError: \'documentId\'';

const JAVA_STACK =
  'java.lang.NullPointerException: Cannot invoke "String.length()" because "token" is null\n\tat com.invox.auth.TokenFilter.doFilter(TokenFilter.java:57)';

const SQL =
  'QueryFailedError: invalid input syntax for type uuid: "x" - SELECT "f"."id", "f"."s3_key" FROM "scraping"."files" "f" WHERE "f"."id" = $1';

const shown = ({ authorization = '' }: { authorization?: string | undefined }) => authorization.replace(/^Bearer /, '');

const message = (text: string) => withProperties({ message: text });

const SQLSTATE = "SQLSTATE 22P02: invalid input syntax for type uuid in SELECT * FROM ehr.providers WHERE id = 'o'";

const onDocumentId = (is: (id: string) => boolean, answer: ReturnType<typeof plainFailure>): Change =>
  invoxStep('json', DELETE_DOCUMENT, (call, world, usual) => {
    const rejection = usual(call, world);
    const id = call.body?.['documentId'];
    return rejection ?? (typeof id === 'string' && is(id) ? answer : undefined);
  });

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
  ...from('held-out', [
    must(
      IMAGE_URL,
      '404',
      'image-url-404-names-cluster-host',
      'the message of the 404 names a host of the cluster',
      answers(
        IMAGE_URL,
        404,
        message('GET http://scraping-files.prod.svc.cluster.local:3000/internal/files/lookup returned 404'),
      ),
    ),
    must(
      DELETE_IMAGE,
      '502',
      'delete-image-502-with-go-panic',
      'the message of the 502 is the panic of a Go program',
      answers(
        DELETE_IMAGE,
        502,
        message(
          'runtime error: invalid memory address or nil pointer dereference\ngoroutine 34 [running]:\nmain.(*Syncer).Delete(0x0, {0xc00012a0c0, 0x24})\n\t/go/src/ehr-sync/syncer.go:118 +0x2c',
        ),
      ),
    ),
    must(
      DELETE_DOCUMENT,
      '404',
      'delete-document-404-with-php-error',
      'the 404 has the error of a PHP database driver',
      answers(
        DELETE_DOCUMENT,
        404,
        withProperties({
          exception:
            "PDOException: SQLSTATE[42S02]: Base table or view not found: 1146 Table 'invox.documents_2026' doesn't exist in /var/www/html/app/Repository/DocumentRepository.php:31",
        }),
      ),
    ),
    must(
      UPLOAD,
      '409',
      'upload-409-with-ruby-trace',
      'the 409 has the trace of a Ruby program',
      answers(
        UPLOAD,
        409,
        withProperties({
          trace: ["app/models/note.rb:57:in `ensure_unsigned!'", "app/controllers/images_controller.rb:12:in `create'"],
        }),
      ),
    ),
    must(
      IMAGE_URL,
      '400',
      'image-url-400-of-prisma',
      "the message of the 400 is Prisma's, with the name of the table and a line of the program",
      answers(
        IMAGE_URL,
        400,
        message(
          'Invalid `this.prisma.scraping_files.findUnique()` invocation in\n/app/dist/src/notes/notes.repository.js:88:51\n\nInconsistent column data: Error creating UUID',
        ),
      ),
    ),
    must(
      UPLOAD,
      '502',
      'upload-502-with-arn',
      'the message of the 502 names an AWS account, role and bucket',
      answers(
        UPLOAD,
        502,
        message(
          'User: arn:aws:sts::123456789012:assumed-role/notes-api-prod/i-0f3a is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::clinic-files-prod',
        ),
      ),
    ),
    must(
      DELETE_IMAGE,
      '400',
      'delete-image-400-with-connection-string',
      'the message of the 400 has the address and password of the database',
      answers(
        DELETE_IMAGE,
        400,
        message('timeout expired: postgresql://maxai_app:hunter2@notes-db.internal:5432/notes?schema=scraping'),
      ),
    ),
    must(
      UPLOAD,
      '404',
      'upload-404-with-dotnet-trace',
      'the 404 has the trace of a .NET program',
      answers(
        UPLOAD,
        404,
        withProperties({
          details:
            'System.Collections.Generic.KeyNotFoundException: The given key was not present in the dictionary.\r\n   at MaxCare.Notes.NoteStore.Get(Guid id) in D:\\a\\1\\s\\src\\Notes\\NoteStore.cs:line 42',
        }),
      ),
    ),
    must(
      IMAGE_URL,
      '200',
      'image-url-200-with-store-credentials',
      'beside the URL stand the credentials that it was signed with',
      answers(
        IMAGE_URL,
        200,
        body((sent) => ({
          ...sent,
          data: {
            ...sent.data,
            signer: {
              accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
              secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
            },
          },
        })),
      ),
    ),
    must(
      UPLOAD,
      '200',
      'upload-200-with-multer-file',
      'the image has the path under which the server keeps its temporary file',
      answers(
        UPLOAD,
        200,
        body((sent) => ({
          ...sent,
          data: { ...sent.data, destination: '/usr/src/app/uploads', path: '/usr/src/app/uploads/8f3a91c04e.tmp' },
        })),
      ),
    ),
    must(
      DELETE_IMAGE,
      '403',
      'delete-image-403-trace-id-names-host',
      'trace_id begins with the internal name of the machine',
      answers(
        DELETE_IMAGE,
        403,
        body((sent, { world }) => ({
          ...sent,
          trace_id: `ip-10-0-3-17.eu-west-1.compute.internal-${Date.now()}-${count(world, 'machine')}`,
        })),
      ),
    ),
    should(
      UPLOAD,
      '200',
      'upload-200-with-patient',
      'the image has name and date of birth of the patient, which nobody declared',
      answers(
        UPLOAD,
        200,
        body((sent) => ({
          ...sent,
          data: { ...sent.data, patient: { firstName: 'María', lastName: 'García López', dateOfBirth: '1961-04-12' } },
        })),
      ),
    ),
    should(
      IMAGE_URL,
      '404',
      'image-url-404-with-query-header',
      'a header of the 404 has the SQL that found nothing',
      answers(
        IMAGE_URL,
        404,
        headers({ 'X-Debug-Query': 'SELECT "id", "s3_key" FROM "scraping"."files" WHERE "id" = $1 LIMIT 1' }),
      ),
    ),
    should(
      IMAGE_URL,
      '404',
      'image-url-404-names-the-owner',
      'the 404 for a note of another organization says which one has it',
      answers(
        IMAGE_URL,
        404,
        body((sent, { url, world }) => {
          const [, noteId = ''] = /\/notes\/([^/]+)\//.exec(url) ?? [];
          const owner = world.notes.get(readId(2, 'nte', noteId) ?? '')?.organization;
          const foreign = owner !== undefined && owner !== world.identity.organization;
          return foreign ? { ...sent, message: `The note belongs to ${owner}` } : sent;
        }),
      ),
    ),
  ]),
  ...from('blind-run', [
    must(
      DELETE_IMAGE,
      '400/body',
      'delete-image-provider-malformed-sql',
      'the 400 for a malformed providerId has the SQL',
      maxAiStep('provider', DELETE_IMAGE, (call, world, usual) =>
        /['"]/.test(call.providerId ?? '') ? failure(world, 400, SQLSTATE) : usual(call, world),
      ),
    ),
    must(
      IMAGE_URL,
      '404',
      'image-url-404-names-private-address',
      'the message of the 404 has an address of the internal network',
      answers(IMAGE_URL, 404, withProperties({ message: 'not found (upstream http://10.2.3.4:8080/internal/notes)' })),
    ),
    must(
      UPLOAD,
      '502',
      'upload-502-names-key-id',
      'the message of the 502 has the id of a cloud key',
      answers(UPLOAD, 502, withProperties({ message: 'PutObject failed for AKIAIOSFODNN7EXAMPLE' })),
    ),
    must(
      DELETE_DOCUMENT,
      '400/body',
      'delete-document-quote-id-sql',
      'the 400 for a quote in documentId has the SQL',
      onDocumentId((id) => id.includes("'"), typedFailure(400, 'inconsistentInput', SQLSTATE)),
    ),
  ]),
];
