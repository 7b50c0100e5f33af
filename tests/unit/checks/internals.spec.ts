/** What must never reach a caller is seen; what an ordinary API says is not accused. A false accusation is as bad as a miss. */
import { expect, test } from '@playwright/test';
import { accusations, error, findings, json, operation, thing } from './answers.ts';
import { expectLinear } from '../growth.ts';
import { tinyOperation } from '../contract/tiny.ts';

const node = `TypeError: Cannot read properties of undefined (reading 'id')
    at NotesService.findImage (/srv/app/dist/notes/notes.service.js:118:27)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;

/** Name and text of what leaks, once as it is and once inside a JSON message. */
const leaks: readonly (readonly [what: string, text: string])[] = [
  ['Node', node],
  ['Node, ES modules', 'Error: x\n    at file:///app/dist/main.js:3:9'],
  ['Node, anonymous', 'Error: x\n    at /home/deploy/api/index.js:10:5'],
  ['Node, async', 'Error: x\n    at async Object.handler (/var/task/index.js:12:3)'],
  ['Java', 'java.lang.NullPointerException\n\tat com.vendor.notes.NoteController.get(NoteController.java:41)'],
  ['Java, with a module', 'Caused by: x\n\tat java.base/java.lang.Thread.run(Thread.java:833)'],
  ['Kotlin', 'x\n\tat com.vendor.NotesKt.main(Notes.kt:7)'],
  ['Python', 'Traceback (most recent call last):\n  File "/app/main.py", line 12, in <module>\n    run()'],
  ['.NET', '   at Vendor.Notes.Get(Guid id) in C:\\src\\Vendor\\Notes.cs:line 52'],
  ['.NET on Linux', '   at Vendor.Notes.Get(Guid id) in /src/Vendor/Notes.cs:line 52'],
  ['Go', 'panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:9 +0x1d'],
  ['PHP', 'PHP Fatal error: Uncaught Exception in /var/www/html/index.php:3'],
  ['Ruby', "app/models/note.rb:12:in `find'"],
  ['a query', 'failed: SELECT id, file_name FROM note_images WHERE id = $1'],
  ['an insert', 'INSERT INTO note_images (id) VALUES (1)'],
  ['an update', 'UPDATE note_images SET status = $1 WHERE id = $2'],
  ['Postgres', 'duplicate key value violates unique constraint "note_images_pkey"'],
  ['Postgres, syntax', 'invalid input: syntax error at or near "FROM"'],
  ['Postgres, relation', 'relation "note_images" does not exist'],
  ['Oracle', 'ORA-00942: table or view does not exist'],
  ['MySQL', 'SQLSTATE[42S02]: Base table or view not found: 1146'],
  ['TypeORM', 'QueryFailedError: invalid input value'],
  ['Prisma', 'PrismaClientKnownRequestError: unique'],
  ['a Unix path', "ENOENT: no such file or directory, open '/var/app/uploads/3f2a.png'"],
  ['a Windows path', 'cannot open C:\\inetpub\\notes\\web.config'],
  ['a refused connection', 'connect ECONNREFUSED 10.0.3.17:5432'],
  ['a connection string', 'cannot reach postgres://notes@db.internal:5432/notes'],
];
for (const [what, text] of leaks)
  test(`internals are detected: ${what}`, () => {
    const seen = (body: unknown) => findings('internals', operation, { status: 404, body }).map(({ code }) => code);
    expect(seen(text), 'as text').toEqual(['INTERNALS_SHOWN']);
    expect(seen({ ...error, message: text }), 'in JSON').toEqual(['INTERNALS_SHOWN']);
    expect(seen(JSON.stringify({ ...error, stack: text.split('\n') })), 'line by line').toEqual(['INTERNALS_SHOWN']);
  });

test('a query and a stack trace are detected in a header, too; paths and addresses are at home there', () => {
  const at = (name: string, value: string) =>
    findings('internals', operation, { status: 404, body: error, headers: [...json(), [name, value]] }).map(
      (finding) => finding.at,
    );
  expect(at('X-Debug-Query', 'SELECT "id" FROM "files" WHERE "id" = $1')).toEqual(['header:x-debug-query']);
  expect(at('X-Error', 'Error: x at run (/srv/app/index.js:10:5)')).toEqual(['header:x-error']);
  for (const value of ['/home/login', 'https://10.0.3.17:8080/x', 'id=1; Path=/var/app', '/srv/files/3f2a.png'])
    expect(at('Location', value)).toEqual([]);
});

test('a stack trace in a success is detected too', () => {
  expect(findings('internals', operation, { body: { ...thing, debug: node } })).toHaveLength(1);
});

const messages = [
  'Image not found.',
  'No note with id nte_3f2a9c1e4b5d4f6a8b7c9d0e1f2a3b4c exists at this clinic.',
  'Look at https://docs.example.com/guides/errors (section 3) for details.',
  'See https://docs.example.com/home/errors#not_found.',
  'Cannot DELETE /v2/notes/abc/images/def',
  'Route GET:/v2/notes not found',
  'No static resource v1/delete-document.',
  'The upload failed at step 2 of 3: retry after 30 seconds.',
  'Please select a file from your computer.',
  'Please select an image from the list and update the note.',
  'You cannot delete from a signed note.',
  'An update to a signed note is set to be refused.',
  'Insert into the form a part named "file".',
  'The value at /body/documentId must be a string',
  'Invalid value at (line 3, column 14)',
  "Expected property name or '}' in JSON at position 1 (line 1 column 2)",
  'Unexpected token \'<\', "<conformance/>" is not valid JSON',
  'The request timed out at 2026-11-21T10:15:30.123Z (trace 7:30:11).',
  'File type application/pdf is not supported; use image/png, image/jpeg or image/webp.',
  'Contact support@example.com, ext. 4:30, or mail to /dev/team at our home/office.',
  'providerId must be a UUID; got "../../conformance"',
  'API key is expired (created at 10:15:30).',
  'EHR answered 503: the note is locked by user at workstation 12:4.',
  'The temporary folder /tmp is mentioned without a file.',
];
for (const message of messages)
  test(`an ordinary message is no false positive: ${message}`, () => {
    const made = { status: 404, body: { ...error, message } };
    expect(accusations(operation, made)).toEqual([]);
  });

const pages: readonly (readonly [string, string])[] = [
  [
    'nginx',
    '<html>\r\n<head><title>405 Not Allowed</title></head>\r\n<body>\r\n<center><h1>405 Not Allowed</h1></center>\r\n<hr><center>nginx/1.25.3</center>',
  ],
  [
    'Express',
    '<!DOCTYPE html>\n<html lang="en">\n<body>\n<pre>Cannot PUT /v2/notes/abc/images/def</pre>\n</body>\n</html>',
  ],
  [
    'Tomcat',
    '<h1>HTTP Status 405 – Method Not Allowed</h1><p><b>Message</b> Request method &#39;PUT&#39; is not supported</p>',
  ],
  [
    'problem details',
    '{"type":"https://example.com/probs/method","title":"Method Not Allowed","status":405,"instance":"/v2/notes/abc"}',
  ],
  [
    'Spring',
    '{"timestamp":"2026-11-21T10:15:30.123+00:00","status":405,"error":"Method Not Allowed","path":"/v2/notes/abc"}',
  ],
  [
    'S3',
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>MethodNotAllowed</Code><Resource>/bucket/home/a</Resource></Error>',
  ],
];
for (const [server, body] of pages)
  test(`an ordinary error page shows nothing internal: ${server}`, () => {
    expect(findings('internals', operation, { status: 405, body, headers: json('text/html') })).toEqual([]);
  });

const s3 =
  'https://s3.eu-west-1.amazonaws.com/bucket/home/user/var/app/3f2a.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261121T101530Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host';
const words: readonly (readonly [what: string, value: unknown])[] = [
  ['a signed URL with folders of a server', s3],
  ['a URL of this machine', 'http://127.0.0.1:4010/store/tmp/file.png'],
  ['a path as a value', '/home/pictures/image.png'],
  ['a Windows file name', 'C:\\Users\\Pictures\\wound at (1).png'],
  ['a file name with line and column', 'scan at /ward/3:12:4 final.png'],
  ['a file of a programmer', 'main.go:12'],
  ['a host that looks like one', 'https://notes.go:8080/a'],
  ['base64', Buffer.from('/usr/local/bin at (file:1:2) SELECT a FROM b').toString('base64')],
  ['a data URL', `data:image/png;base64,${'iVBORw0KGgo'.repeat(40)}`],
  ['an e-mail address', 'jane.roe@example.com'],
  ['prose with "at"', 'Seen at clinic (room 3:14), at home (see letter), at /ward.'],
  ['prose that selects', 'Select the best from these options; update the plan, set a date.'],
  ['the name of a table', 'note_images'],
  ['a time', '2026-11-21T10:15:30.123456+01:00'],
  ['a UUID', '3f2a9c1e-4b5d-4f6a-8b7c-9d0e1f2a3b4c'],
  ['a JWT-like text', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ['other letters', 'Röntgenbild – 診察 – снимок 😀'],
  ['a long text', 'lorem ipsum at dolor '.repeat(5_000)],
  ['numbers', [1, 2.5, -3e10, 0]],
  ['nothing', null],
  ['deeper values', { a: { b: [{ c: 'at home' }] } }],
  ['an escaped slash', 'https:\\/\\/s3.example\\/home\\/user\\/a.png'],
  ['JSON in a text', '{"at":"(file)","from":"SELECT"}'],
];
for (const [what, value] of words)
  test(`an ordinary 200 is no false positive: ${what}`, () => {
    const headers = [...json(), ['X-RateLimit-Limit', '1000']] as const;
    expect(accusations(operation, { body: { ...thing, note: value }, headers })).toEqual([]);
  });

for (const name of [
  'patientId',
  'recipient',
  'status',
  'message',
  'filename',
  'displayName',
  'mailbox',
  'issue',
  'essay',
  'assnumber',
  'phonetic',
  'template',
  'dobby',
])
  test(`an undeclared property of this name is no personal data: ${name}`, () => {
    expect(findings('personal-data', operation, { body: { ...thing, extra: 1, [name]: 'x' } })).toEqual([]);
  });

for (const name of [
  'patient_name',
  'firstName',
  'last_name',
  'dob',
  'birthDate',
  'ssn',
  'homeAddress',
  'phoneNumber',
  'email',
  'gender',
  'mrn',
  'insuranceNumber',
  'diagnosis',
  'medications',
  'allergies',
])
  test(`an undeclared property of this name is personal data: ${name}`, () => {
    expect(findings('personal-data', operation, { body: { ...thing, [name]: 'x' } })).toHaveLength(1);
  });

test('the search for internals takes time that grows as the text, whatever it is', () => {
  for (const text of ['at ', 'at a.', 'File "', 'SELECT a, ', 'at a/', '/home', 'C:\\a', 'a'])
    expectLinear(
      200_000,
      (size) => {
        const body = text.repeat(size / text.length);
        return () => findings('internals', operation, { status: 404, body });
      },
      text,
    );
});

const account = await tinyOperation({
  path: '/workspace/accounts/{id}',
  schemas: {
    Thing: {
      type: 'object',
      properties: { password: { type: 'string' }, query: { type: 'string' }, labels: { type: 'object' } },
    },
  },
});
const leakIn = (made: Parameters<typeof findings>[2]) =>
  findings('internals', account, made).map(({ actual }) => actual);

test('what the document describes in a success is data: a password, a query, an array of texts', () => {
  expect(leakIn({ body: { password: '$2b$12$abc', query: 'SELECT name FROM users' } })).toEqual([]);
});

test('undescribed values are judged at any depth', () => {
  expect(leakIn({ body: { client_secret: 'abc' } })).toHaveLength(1);
  expect(leakIn({ body: { labels: { debug: 'SELECT name FROM users' } } })).toHaveLength(1);
  expect(leakIn({ status: 404, body: { password: 'abc' } }), 'an error has no use for it').toHaveLength(1);
});

test("the request's own path is not internal, wherever it is mounted; another path is", () => {
  const problem = (instance: string) => leakIn({ status: 404, body: { instance } });
  expect(problem('/workspace/accounts/7')).toEqual([]);
  expect(problem('/app/workspace/accounts/7')).toEqual([]);
  expect(problem('/workspace/build/7')).toHaveLength(1);
});
