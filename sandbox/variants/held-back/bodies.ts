import { randomBytes } from 'node:crypto';
import type { Variant } from '../../catalogue.ts';
import { answersWhere, body, withProperties, type Alter, type Body } from '../../change.ts';
import type { Context } from '../../context.ts';
import { isJson, ofApi, ofMaxAi } from '../where.ts';

// The same said with other texts, other ids and more of everything.

const onJson = (alter: Alter, where: (context: Context, status: number) => boolean) =>
  answersWhere((context, answer) => isJson(answer) && where(context, answer.status), alter);

const onErrors = (alter: Alter) => onJson(alter, (context, status) => status >= 400 && ofApi(context));

const saying = (text: (sent: string, context: Context) => string): Alter =>
  body((sent, context) => {
    for (const name of ['message', 'messsage']) if (name in sent) sent[name] = text(sent[name], context);
    return sent;
  });

/** Raw JSON in which every whole number of this name is written another way. */
const numberWritten = (written: (digits: string) => string): Variant['change'] =>
  onJson(
    (answer) => ({
      ...answer,
      body: JSON.stringify(answer.body).replace(/"sizeKb":(\d+)/g, (_all, digits) => `"sizeKb":${written(digits)}`),
    }),
    ofMaxAi,
  );

const LONG = 'Diese Anfrage konnte nicht bearbeitet werden — 請稍後再試 🙂 "once more", \\ and\n\ttabs. '.repeat(120);

export const bodies: readonly Variant[] = [
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
    title: 'Messages quote the path and the query that were asked',
    change: onErrors(saying((sent, { method, url }) => `${sent} (${method} ${url})`)),
  },
  {
    name: 'trace-id-of-w3c',
    title: 'trace_id is a W3C traceparent',
    change: {
      maxAi: { traceId: () => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01` },
    },
  },
  {
    name: 'trace-id-nanoid',
    title: 'trace_id is 21 characters with dashes and underscores',
    change: { maxAi: { traceId: () => `-_${randomBytes(24).toString('base64url').slice(0, 19)}` } },
  },
  {
    name: 'trace-id-of-digits',
    title: 'trace_id is a string of digits',
    change: { maxAi: { traceId: () => String(randomBytes(8).readBigUInt64BE()) } },
  },
  {
    name: 'size-with-point-zero',
    title: 'sizeKb is written 7.0',
    change: numberWritten((digits) => `${digits}.0`),
  },
  {
    name: 'size-with-exponent',
    title: 'sizeKb is written 70E-1',
    change: numberWritten((digits) => `${digits}0E-1`),
  },
  {
    name: 'size-not-rounded',
    title: 'sizeKb has all the decimals that a division by 1,000 gives',
    change: { maxAi: { sizeKb: (size) => size / 1000 } },
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
];
