import { randomBytes } from 'node:crypto';
import { from, type Variant } from '../catalogue.ts';
import { type Alter, answersWhere, body } from '../change.ts';
import type { Context } from '../context.ts';
import { isJson, ofMaxAi } from './where.ts';

// Ids, sizes and states of other forms.

const onJson = (alter: Alter, where: (context: Context) => boolean = () => true) =>
  answersWhere((context, answer) => isJson(answer) && where(context), alter);

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Raw JSON in which every whole number of this name is written another way. */
const numberWritten = (written: (digits: string) => string): Variant['change'] =>
  onJson(
    (answer) => ({
      ...answer,
      body: JSON.stringify(answer.body).replace(/"sizeKb":(\d+)/g, (_all, digits) => `"sizeKb":${written(digits)}`),
    }),
    ofMaxAi,
  );

export const values: readonly Variant[] = [
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
  ...from('held-out', [
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
      title: 'sizeKb has all decimals of a division by 1,000',
      change: { maxAi: { sizeKb: (size) => size / 1000 } },
    },
  ]),
];
