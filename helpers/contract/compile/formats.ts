/** Formats that are judged: those of JSON Schema 2020-12 and of OpenAPI's registry. Any other says nothing about validity. */
import type { Format } from 'ajv';
import addFormats from 'ajv-formats';

const names = [
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'json-pointer',
  'regex',
  'relative-json-pointer',
  'time',
  'uri',
  'uri-reference',
  'uri-template',
  'uuid',
  'byte',
] as const;

/** RFC 3339: ajv-formats would let a space stand for the T. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Formats by name, for ajv. */
export const formats: Readonly<Record<string, Format>> = {
  ...Object.fromEntries(names.map((name) => [name, addFormats.default.get(name)])),
  'date-time': (text: string) => dateTime.test(text) && test(addFormats.default.get('date-time'), text),
  int32: { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value + 0.5) < 2 ** 31 },
  int64: { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) <= 2 ** 63 },
};

function test(format: Format, text: string): boolean {
  if (typeof format === 'object' && !(format instanceof RegExp)) return test(format.validate as Format, text);
  return format instanceof RegExp ? format.test(text) : typeof format === 'function' ? format(text) : true;
}

/** Whether an integer beyond what doubles hold is of a number format. */
export const isOfFormat = (format: string, value: bigint): boolean =>
  format === 'int32' ? false : format === 'int64' ? value >= -(2n ** 63n) && value < 2n ** 63n : true;
