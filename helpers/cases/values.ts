/** Values that break one keyword of a schema, and values on the inside of its bounds. */
import type { Json, JsonSchema } from '../contract/types.ts';

export interface Deviation {
  /** Names the case: the keyword, with `-inside` where the value is valid. */
  readonly keyword: string;
  readonly sentence: string;
  readonly value: Json;
  readonly inside?: true;
}

/**
 * One value for each keyword that can be broken. `takes` says whether the schema as a whole takes a value: nothing is called
 * inside that it refuses, nothing outside that it takes. `typed` where the value goes into JSON and so can be of another type.
 */
export function deviations(schema: JsonSchema, takes: (value: Json) => boolean, typed = false): Deviation[] {
  const type = Array.isArray(schema['type']) ? schema['type'].find((each) => each !== 'null') : schema['type'];
  const number = (key: string) => (typeof schema[key] === 'number' ? schema[key] : undefined);
  const step = type === 'integer' ? 1 : (number('multipleOf') ?? 0.5);
  const found: Deviation[] = [];
  const add = (keyword: string, sentence: string, value: Json, inside?: true) =>
    found.push({ keyword, sentence, value, ...(inside && { inside }) });
  if (typed && typeof type === 'string')
    add('type', `that is not of type ${type}`, type === 'string' ? 12_345 : 'text');
  else if (type === 'integer' || type === 'number' || type === 'boolean')
    add('type', `that is not of type ${type}`, 'text');
  if (Array.isArray(schema['enum']))
    add(
      'enum',
      'outside its list of values',
      typeof schema['enum'][0] === 'number' ? -987_654 : 'conformance-none-of-these',
    );
  if (typeof schema['format'] === 'string' && refusable.has(schema['format']))
    add('format', `that has not the format ${schema['format']}`, 'not-of-this-format');
  if (typeof schema['pattern'] === 'string')
    add('pattern', 'that does not match its pattern', strangers.find((each) => !takes(each)) ?? '');
  const filler = (length: number) => 'a'.repeat(Math.max(0, length));
  const free = schema['pattern'] === undefined && schema['format'] === undefined && schema['enum'] === undefined;
  const [shortest, longest] = [number('minLength'), number('maxLength')];
  if (shortest !== undefined && shortest > 0)
    add('minLength', shortest === 1 ? 'that is empty' : `of fewer than ${shortest} characters`, filler(shortest - 1));
  if (longest !== undefined && longest < 5_000)
    add('maxLength', `of more than ${longest} characters`, filler(longest + 1));
  if (free && shortest !== undefined)
    add('minLength-inside', `of exactly ${shortest} characters`, filler(shortest), true);
  if (free && longest !== undefined && longest < 5_000)
    add('maxLength-inside', `of exactly ${longest} characters`, filler(longest), true);
  for (const [bound, sign, word] of [
    ['minimum', -1, 'below'],
    ['maximum', 1, 'above'],
  ] as const) {
    const limit = number(bound);
    const exclusiveKey = bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
    const exclusive = number(exclusiveKey);
    if (limit !== undefined && schema[exclusiveKey] === true)
      add(exclusiveKey, `on its excluded bound ${limit}`, limit);
    else if (limit !== undefined) {
      add(bound, `${word} ${limit}`, limit + sign * step);
      add(`${bound}-inside`, `of exactly ${limit}`, limit, true);
    }
    if (exclusive !== undefined) add(exclusiveKey, `on its excluded bound ${exclusive}`, exclusive);
  }
  return found.filter(({ value, inside }) => takes(value) === (inside === true));
}

/** Texts that few patterns match. */
const strangers = ['\u00a7 no match \u00a7', 'conformance', '0', '~'];

/** Formats that a server can be expected to check. */
const refusable = new Set(['uuid', 'date', 'date-time', 'email', 'ipv4', 'ipv6', 'int32', 'int64', 'uri']);
