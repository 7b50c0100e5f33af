/** Texts and numbers within the constraints of a schema, the plainest there are. */
import type { Constraints } from './merge.ts';
import { textMatching } from './pattern.ts';
import { ownOf } from '../../contract/pointer.ts';

const pad = (variant: number, digits: number) => String(variant).padStart(digits, '0');

/** A text of each format (JSON Schema validation, 7.3; OpenAPI format registry); `n` 0, 1, 2 … gives others. */
const formats: Readonly<Record<string, (n: number) => string>> = {
  date: (n) => `2024-01-${pad((n % 28) + 1, 2)}`,
  'date-time': (n) => `2024-01-${pad((n % 28) + 1, 2)}T00:00:00Z`,
  time: (n) => `00:00:${pad(n % 60, 2)}Z`,
  duration: (n) => `P${n + 1}D`,
  email: (n) => `conformance${n === 0 ? '' : n}@example.com`,
  'idn-email': (n) => `conformance${n === 0 ? '' : n}@example.com`,
  hostname: (n) => `${n === 0 ? '' : `h${n}.`}example.com`,
  'idn-hostname': (n) => `${n === 0 ? '' : `h${n}.`}example.com`,
  ipv4: (n) => `192.0.2.${(n % 254) + 1}`,
  ipv6: (n) => `2001:db8::${(n + 1).toString(16)}`,
  uri: (n) => `https://example.com/${n === 0 ? '' : n}`,
  url: (n) => `https://example.com/${n === 0 ? '' : n}`,
  iri: (n) => `https://example.com/${n === 0 ? '' : n}`,
  'uri-reference': (n) => `/conformance${n === 0 ? '' : n}`,
  'iri-reference': (n) => `/conformance${n === 0 ? '' : n}`,
  'uri-template': (n) => `/conformance/${n}/{id}`,
  uuid: (n) => `3f2b8c1d-9a4e-4c7b-8d5f-${pad(n + 1, 12)}`,
  'json-pointer': (n) => `/conformance${n === 0 ? '' : n}`,
  'relative-json-pointer': (n) => `${n}/conformance`,
  regex: (n) => `^conformance${n === 0 ? '' : n}$`,
  byte: (n) => Buffer.from(`conform${pad(n, 2)}`).toString('base64'),
  base64: (n) => Buffer.from(`conform${pad(n, 2)}`).toString('base64'),
  base64url: (n) => Buffer.from(`conform${pad(n, 2)}`).toString('base64url'),
  int32: (n) => String(n + 1),
  int64: (n) => String(n + 1),
  decimal: (n) => `${n + 1}.0`,
};

export interface TextNeed {
  readonly constraints: Constraints;
  /** Whether a text matches a pattern; false where that cannot be told. */
  readonly matches: (pattern: string, text: string) => boolean;
  /** Name of the property or parameter. */
  readonly name: string;
  readonly variant: number;
}

/** A text within the constraints, or undefined where none was found. */
export function textFor({ constraints, matches, name, variant }: TextNeed): string | undefined {
  const { minLength, maxLength, patterns, format } = constraints;
  const fits = (text: string) =>
    text.length >= minLength && text.length <= maxLength && patterns.every((each) => matches(each, text));
  const formatted = format === undefined ? undefined : ownOf(formats, format.toLowerCase())?.(variant);
  if (formatted !== undefined && fits(formatted)) return formatted;
  const plain = plainText(name, variant, minLength, maxLength);
  if (formatted === undefined && fits(plain)) return plain;
  for (const pattern of patterns) {
    const made = textMatching(pattern, { min: minLength, max: maxLength }, fits, variant);
    if (made !== undefined) return made;
  }
  return fits(plain) ? plain : undefined;
}

/** Longest text that is made for a `minLength`. */
const longest = 100_000;

function plainText(name: string, variant: number, min: number, max: number): string {
  const number = variant === 0 ? '' : String(variant);
  const whole = `conformance${name === '' ? '' : `-${name.replaceAll(/[^\w-]+/g, '-')}`}`;
  const cut = whole.slice(0, Math.max(0, Math.min(max, 200) - number.length)) + number;
  return cut.padEnd(Math.min(min, longest), 'x');
}

/** A number within the constraints, or undefined where there is none. Integers can be written exactly (2^53) and fit their format. */
export function numberFor(constraints: Constraints, isInteger: boolean, variant: number): number | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = constraints;
  const step = multipleOf ?? (isInteger ? 1 : undefined);
  const limit = format === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  const fits = (value: number) =>
    value >= minimum &&
    value <= maximum &&
    value > exclusiveMinimum &&
    value < exclusiveMaximum &&
    (!isInteger || (Number.isInteger(value) && Math.abs(value) <= limit));
  const low = Math.max(minimum, exclusiveMinimum);
  const high = Math.min(maximum, exclusiveMaximum);
  const starts = [1, low, high, (low + high) / 2, low + 0.5, high - 0.5].filter((each) => Number.isFinite(each));
  for (const start of starts)
    for (const value of step === undefined ? [start + variant] : near(start, step, variant))
      if (fits(value)) return value;
  return variant > 0 ? numberFor(constraints, isInteger, 0) : undefined;
}

/** Multiples of a step around a number. */
const near = (start: number, step: number, variant: number): number[] =>
  [
    Math.ceil(start / step),
    Math.floor(start / step),
    Math.ceil(start / step) + 1,
    Math.floor(start / step) - 1,
  ].flatMap((count) =>
    [(count + variant) * step, (count - variant) * step].map((each) => Number(each.toPrecision(15))),
  );
