/** Numbers of a JSON text with their exact values: JSON has decimal numbers, JavaScript rounds them (RFC 8259, 6). */
import { randomUUID } from 'node:crypto';

const strings = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/.source;
const numbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.source;
const tokens = new RegExp(`${strings}|${numbers}`, 'g');

/**
 * The value of a valid JSON text in which every integer that a double cannot hold exactly is a bigint, and every other number
 * that it cannot hold is NaN: a number about whose value nothing is said. Undefined where the text has no such number.
 */
export function parseExactly(text: string): unknown {
  if (!/\d{16}|\d[eE]/.test(text)) return undefined;
  const mark = randomUUID();
  let found = false;
  const marked = text.replaceAll(tokens, (token) => {
    if (token.startsWith('"') || isExact(token)) return token;
    found = true;
    return `"${mark}${token}"`;
  });
  if (!found) return undefined;
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? exactValue(value.slice(mark.length)) : value,
  );
}

/** A number's sign and digits without zeros at either end, and the power of ten of the last digit. */
function decimal(token: string): { sign: string; digits: string; exponent: number } {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return { sign, digits, exponent: Number(power) - fraction.length + (all.length - digits.length) };
}

/** Whether the double nearest to a number stands for it: an integer it holds, or a fraction that is written as the double is. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (Number.isSafeInteger(value) && !/[.eE]/.test(token)) return true;
  const { digits, exponent } = decimal(token);
  if (digits === '') return true;
  if (exponent >= 0) return Number.isSafeInteger(value);
  if (!Number.isFinite(value) || value === 0) return false;
  const shortest = decimal(String(value));
  return shortest.digits === digits && shortest.exponent === exponent;
}

/** Largest power of ten that is written out. */
const largestExponent = 4_000;

function exactValue(token: string): bigint | number {
  const { sign, digits, exponent } = decimal(token);
  if (exponent < 0) return Number.NaN;
  if (exponent > largestExponent) return sign === '-' ? -Number.MAX_VALUE : Number.MAX_VALUE;
  return BigInt(`${sign}${digits}${'0'.repeat(exponent)}`);
}

/** Doubles of a document's text that stand for integers which they do not hold exactly. */
export function roundedIn(text: string): number[] {
  return [...text.matchAll(/-?\d{16,}/g)].flatMap(([token]) =>
    BigInt(token) === exactOf(Number(token)) ? [] : [Number(token)],
  );
}

const exactOf = (value: number): bigint | undefined => (Number.isFinite(value) ? BigInt(value) : undefined);

/**
 * How a number compares with a bound of a document: negative, zero or positive. `rounded`: bounds that were rounded when the
 * document was read; rounding keeps the order, so nothing is called beyond a bound that it is not beyond.
 */
export function compareTo(bound: number, value: number | bigint, rounded: ReadonlySet<number>): number {
  if (typeof value === 'number') return value - bound;
  if (!Number.isInteger(bound) || rounded.has(bound)) return Number(value) - bound;
  const exact = BigInt(bound);
  return value < exact ? -1 : value > exact ? 1 : 0;
}

/** Whether a number is a multiple of another; what doubles cannot tell apart counts as one. */
export function isMultipleOf(value: number | bigint, divisor: number): boolean {
  const quotient = Number(value) / divisor;
  if (typeof value === 'number' && Number.isFinite(quotient)) return Math.abs(Math.round(quotient) - quotient) < 1e-9;
  const [a, b] = [decimal(String(value)), decimal(String(divisor))];
  const least = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent }: { digits: string; exponent: number }) =>
    BigInt(`${digits === '' ? '0' : digits}${'0'.repeat(exponent - least)}`);
  return scaled(a) % scaled(b) === 0n;
}

/** A text that two JSON values share where they are equal. Numbers as `parseExactly` gives them; `NaN` is equal to nothing. */
export function keyOf(value: unknown): string {
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'number') return Number.isNaN(value) ? randomUUID() : `${value}`;
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${keyOf(each)}`);
  return `{${entries.toSorted().join(',')}}`;
}

/** The same with numbers rounded as a document's are, for comparison with what a document says. */
export function roundedKeyOf(value: unknown): string {
  if (typeof value === 'bigint') return `${Number(value)}`;
  if (Array.isArray(value)) return `[${value.map(roundedKeyOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return keyOf(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${roundedKeyOf(each)}`);
  return `{${entries.toSorted().join(',')}}`;
}
