import { randomBytes } from 'node:crypto';
import type { Variant } from '../catalogue.ts';
import { answersWhere, body, bytes, headers, withProperties, type Alter, type Body } from '../change.ts';
import type { Context } from '../context.ts';
import { isJson, ofInvox, ofMaxAi } from './where.ts';

// Bodies that say the same in another way, or more than was promised.

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

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

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
  {
    name: 'trace-id-hex',
    title: 'trace_id is 32 hex digits',
    change: { maxAi: { traceId: () => randomBytes(16).toString('hex') } },
  },
  {
    name: 'trace-id-ulid',
    title: 'trace_id is a ULID',
    change: { maxAi: { traceId: () => `01${Array.from(randomBytes(24), (byte) => CROCKFORD[byte % 32]).join('')}` } },
  },
  {
    name: 'trace-id-of-x-ray',
    title: 'trace_id is that of AWS X-Ray',
    change: { maxAi: { traceId: () => `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}` } },
  },
  {
    name: 'trace-id-on-success',
    title: 'Success carries a trace_id too',
    change: onJson(
      body((sent) => ({ trace_id: randomBytes(16).toString('hex'), ...sent })),
      ofMaxAi,
    ),
  },
  {
    name: 'size-by-1000',
    title: 'sizeKb is in units of 1,000 bytes, rounded',
    change: { maxAi: { sizeKb: (size) => Math.round(size / 1000) } },
  },
  {
    name: 'size-rounded-down',
    title: 'sizeKb is in units of 1,024 bytes, rounded down',
    change: { maxAi: { sizeKb: (size) => Math.floor(size / 1024) } },
  },
  {
    name: 'size-with-decimals',
    title: 'sizeKb has two decimals',
    change: { maxAi: { sizeKb: (size) => Math.round((size / 1024) * 100) / 100 } },
  },
  {
    name: 'pending-upload',
    title: 'An image is pending_upload until it is deleted',
    change: { maxAi: { status: ({ archived }) => (archived ? 'archived' : 'pending_upload') } },
  },
];
