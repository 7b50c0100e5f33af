import { randomBytes } from 'node:crypto';
import { from, type Variant } from '../catalogue.ts';
import { type Alter, answersWhere, body, type Body, bytes, headers, withProperties } from '../change.ts';
import type { Context } from '../context.ts';
import { isJson, ofInvox, ofMaxAi } from './where.ts';

// Equivalent bodies, and bodies with more than was promised.

const onJson = (alter: Alter, where: (context: Context) => boolean = () => true) =>
  answersWhere((context, answer) => isJson(answer) && where(context), alter);

const onErrors = (alter: Alter, where: (context: Context) => boolean = () => true) =>
  answersWhere((context, answer) => isJson(answer) && answer.status >= 400 && where(context), alter);

const reversed = (value: Body): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
};

const saying = (text: (sent: string, context: Context) => string): Alter =>
  body((sent, context) => {
    for (const name of ['message', 'messsage']) if (name in sent) sent[name] = text(sent[name], context);
    return sent;
  });

const LONG = 'Diese Anfrage konnte nicht bearbeitet werden — 請稍後再試 🙂 "once more", \\ and\n\ttabs. '.repeat(120);

export const bodies: readonly Variant[] = [
  {
    name: 'other-messages',
    title: 'Every message is another text',
    change: onErrors(
      body((sent) => {
        for (const name of ['message', 'messsage'])
          if (name in sent) sent[name] = 'Algo salió mal. Inténtelo de nuevo.';
        return sent;
      }),
    ),
  },
  {
    name: 'empty-messages',
    title: 'Every message of an error is the empty string',
    change: onErrors(
      body((sent) => {
        for (const name of ['message', 'messsage']) if (name in sent) sent[name] = '';
        return sent;
      }),
    ),
  },
  {
    name: 'other-success-message',
    title: 'The success message of Invox Medical is another text',
    change: onJson(
      body((sent) => (sent.message && sent.documentId ? { ...sent, message: 'OK' } : sent)),
      ofInvox,
    ),
  },
  {
    name: 'extra-properties',
    title: 'Every object has properties that the documents do not name',
    change: onJson(
      body((sent) => {
        if (sent.data)
          sent.data = { ...sent.data, createdAt: '2026-03-20 18:30:00+00', version: 3, tags: [], thumbnail: null };
        return { ...sent, request_id: randomBytes(8).toString('hex'), meta: { region: 'eu' } };
      }),
    ),
  },
  {
    name: 'extra-error-details',
    title: 'Errors have a list of details',
    change: onErrors(
      withProperties({
        details: [{ field: 'id', issue: 'invalid' }],
        documentation_url: 'https://docs.example/errors',
      }),
    ),
  },
  { name: 'other-key-order', title: 'Properties come in the opposite order', change: onJson(body(reversed)) },
  {
    name: 'pretty-printed',
    title: 'JSON is indented and ends with a line break',
    change: onJson((answer) => ({ ...answer, body: `${JSON.stringify(answer.body, null, 2)}\n` })),
  },
  {
    name: 'white-space-around',
    title: 'White space stands before and after the JSON',
    change: onJson(bytes((sent) => Buffer.concat([Buffer.from('\r\n\t '), sent, Buffer.from(' \n')]))),
  },
  {
    name: 'escaped-unicode',
    title: 'Characters outside ASCII are written as \\u escapes, slashes with a backslash',
    change: onJson((answer) => ({
      ...answer,
      body: JSON.stringify(answer.body)
        .replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .replaceAll('/', '\\/'),
    })),
  },
  {
    name: 'media-type-in-other-case',
    title: 'Content-Type is written Application/JSON;Charset=UTF-8',
    change: onJson(headers({ 'Content-Type': 'Application/JSON;Charset=UTF-8' })),
  },
  {
    name: 'media-type-without-charset',
    title: 'Content-Type has no charset',
    change: onJson(headers({ 'Content-Type': 'application/json' })),
  },
  {
    name: 'media-type-with-parameters',
    title: 'Content-Type has a quoted charset and another parameter',
    change: onJson(headers({ 'Content-Type': 'application/json; charset="utf-8"; profile="v2"' })),
  },
  {
    name: 'message-for-messsage',
    title: 'Invox Medical spells message in every error',
    change: onErrors(
      body(({ messsage, ...sent }) => (messsage === undefined ? sent : { message: messsage, ...sent })),
      ofInvox,
    ),
  },
  {
    name: 'message-beside-messsage',
    title: 'Invox Medical spells it both ways where the documents have messsage',
    change: onErrors(
      body((sent) => (sent.messsage === undefined ? sent : { ...sent, message: sent.messsage })),
      ofInvox,
    ),
  },
  {
    name: 'error-type-everywhere',
    title: 'Invox Medical adds errorType to 401 and 403',
    change: onErrors(
      body((sent) => ({ errorType: 'unauthorized', ...sent })),
      ofInvox,
    ),
  },
  {
    name: 'inconsistent-input',
    title: 'Invox Medical calls a body that is not valid inconsistentInput',
    change: onErrors(
      body((sent) => (sent.errorType === 'invalidRequestBody' ? { ...sent, errorType: 'inconsistentInput' } : sent)),
      ofInvox,
    ),
  },
  ...from('held-out', [
    {
      name: 'long-messages',
      title: 'Messages are 10 KB long, with quotes, line breaks and characters beyond the BMP',
      change: onErrors(saying(() => LONG)),
    },
    {
      name: 'messages-in-plain-words',
      title: 'Messages are ordinary English that has words like select, from, at, error and path in it',
      change: onErrors(
        saying(
          () =>
            'Error: please select an image from the note, or update the path where it is at; delete from the table of contents is not possible. See https://docs.maxcare.ai/guides/errors (line 3).',
        ),
      ),
    },
    {
      name: 'messages-that-quote',
      title: 'Messages quote the path and the query of the request',
      change: onErrors(saying((sent, { method, url }) => `${sent} (${method} ${url})`)),
    },
    {
      name: 'null-placeholders',
      title: 'Success has message, trace_id and error as null, errors have data as null',
      change: onJson(
        body((sent) => (sent.data ? { ...sent, message: null, trace_id: null, error: null } : { ...sent, data: null })),
        ofMaxAi,
      ),
    },
    {
      name: 'names-in-both-cases',
      title: 'Images carry their properties in snake_case too, and links and nested objects',
      change: onJson(
        body((sent: Body) => {
          const { data } = sent;
          if (!data?.fileName) return sent;
          const more = {
            file_name: data.fileName,
            mime_type: data.mimeType,
            size_kb: data.sizeKb,
            ehr: { system: 'modmed', syncedAt: null, attempts: [{ at: '2026-03-20 18:30:00+00', ok: true }] },
            links: { self: `/v2/notes/x/images/${data.id}` },
            deletedAt: null,
          };
          return { ...sent, data: { ...data, ...more } };
        }),
        ofMaxAi,
      ),
    },
    {
      name: 'status-code-in-errors',
      title: 'Errors have statusCode, error, timestamp and path as NestJS has them, beside what is promised',
      change: onErrors((answer, context) =>
        withProperties({
          statusCode: answer.status,
          error: 'Error',
          timestamp: new Date().toISOString(),
          path: context.url,
        })(answer, context),
      ),
    },
  ]),
];
