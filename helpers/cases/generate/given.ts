/** Values that a schema itself gives: its const, an example, its default, or one of its enum. */
import type { Json, JsonSchema } from '../../contract/types.ts';
import type { Context, Place } from './context.ts';
import { Unbuildable, type Constraints } from './merge.ts';

/** The value that schemas which apply together give, or undefined where they give none that all of them allow. */
export function givenValue(
  context: Context,
  schemas: readonly JsonSchema[],
  constraints: Constraints,
  { variant, depth }: Place,
): Json | undefined {
  const allowed = (value: Json | undefined): value is Json =>
    value !== undefined && isAllowed(context, value, schemas, constraints);
  const constant = schemas.find((schema) => schema['const'] !== undefined)?.['const'];
  if (constant !== undefined) return constant;
  if (context.examples !== false && variant === 0) {
    // The examples of the whole are tried before anything is generated.
    const found = schemas
      .flatMap(examplesOf)
      .find((each) => allowed(each) && each !== '' && (depth > 0 || typeof each !== 'object'));
    if (found !== undefined) return found;
  }
  const list = schemas.map((schema) => schema['enum']).find((each) => Array.isArray(each)) as
    readonly Json[] | undefined;
  if (!list) return undefined;
  const values = list.filter((each) => allowed(each));
  const telling = values.filter((each) => each !== null && each !== '');
  const from = telling.length > 0 ? telling : values;
  if (from.length === 0) throw new Unbuildable('no value of its enum is allowed by what stands beside it');
  return from[variant % from.length];
}

const examplesOf = ({ example, examples, default: usual }: JsonSchema): (Json | undefined)[] => [
  example,
  ...(Array.isArray(examples) ? (examples as readonly Json[]) : []),
  usual,
];

/** Whether schemas allow a value that one of them gives, as far as that can be read without the validator. */
function isAllowed(
  { matches }: Context,
  value: Json,
  schemas: readonly JsonSchema[],
  constraints: Constraints,
): boolean {
  const { types, nullable, minLength, maxLength, patterns } = constraints;
  if (value === null) return types === undefined || nullable;
  const type = Array.isArray(value) ? 'array' : typeof value;
  if (types && !types.includes(type) && !(Number.isInteger(value) && types.includes('integer'))) return false;
  const isListed = ({ enum: list }: JsonSchema) =>
    !Array.isArray(list) || list.some((each) => JSON.stringify(each) === JSON.stringify(value));
  if (!schemas.every(isListed)) return false;
  if (typeof value === 'string')
    return value.length >= minLength && value.length <= maxLength && patterns.every((each) => matches(each, value));
  if (typeof value !== 'number') return true;
  return (
    value >= constraints.minimum &&
    value <= constraints.maximum &&
    value > constraints.exclusiveMinimum &&
    value < constraints.exclusiveMaximum
  );
}
