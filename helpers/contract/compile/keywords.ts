/** Keywords of ajv as the suite needs them: choices that tell their branches apart, and numbers with their exact values. */
import { _, Name, type Ajv, type CodeKeywordDefinition, type KeywordCxt, type SchemaValidateFunction } from 'ajv';
import names from 'ajv/dist/compile/names.js';
import { compareTo, isMultipleOf, keyOf, roundedKeyOf } from '../numbers.ts';
import { isOfFormat } from './formats.ts';

/** What a failed choice says: which of its branches hold, and how many of the errors before its own are each branch's. */
export interface ChoiceParams {
  readonly passing: readonly number[];
  readonly counts: readonly number[];
}

/** Keyword that names, in a compiled choice, the function that chooses its branch by the discriminator. */
export const selector = 'x-selector';

/** Makes an instance of ajv report errors as the suite reads them. */
export function redefineKeywords(ajv: Ajv, rounded: ReadonlySet<number>): void {
  for (const keyword of ['anyOf', 'oneOf'] as const) Object.assign(ajv.getKeyword(keyword), choice(keyword));
  // Errors of the items, or names, that were tried say nothing of their own.
  for (const keyword of ['contains', 'propertyNames']) {
    const definition = ajv.getKeyword(keyword) as CodeKeywordDefinition;
    const { code } = definition;
    definition.code = (cxt, ruleType) => {
      const before = cxt.gen.const('before', names.default.errors);
      code(cxt, ruleType);
      keepLast(cxt, before);
    };
  }
  // A set instead of comparing all with all, which an answer of 100,000 items would make last.
  replace(ajv, 'uniqueItems', uniqueItems);
  replace(ajv, 'multipleOf', (divisor: number, data) => isMultipleOf(data as number, divisor));
  for (const [keyword, validate] of Object.entries({ ...exact, ...bounds(rounded) }))
    ajv.addKeyword({ keyword, validate, errors: false });
  ajv.addKeyword({ keyword: selector });
}

/** Judges a keyword of ajv by a function instead. */
function replace(ajv: Ajv, keyword: string, validate: SchemaValidateFunction): void {
  const definition = ajv.getKeyword(keyword) as unknown as Record<string, unknown>;
  for (const key of ['code', 'error', '$data']) delete definition[key];
  Object.assign(definition, { validate, errors: false });
}

function keepLast({ gen }: KeywordCxt, before: Name): void {
  const { errors, vErrors } = names.default;
  gen.if(_`${errors} > ${before} + 1`, () => {
    gen.code(_`${vErrors}.splice(${before}, ${errors} - ${before} - 1)`);
    gen.assign(errors, _`${before} + 1`);
  });
}

type Selector = (data: unknown) => number;

function choice(keyword: 'anyOf' | 'oneOf'): Partial<CodeKeywordDefinition> {
  return {
    trackErrors: true,
    error: {
      message: 'must match a schema of the choice',
      params: ({ params }) => _`{passing: ${params['passing']}, counts: ${params['counts']}}`,
    },
    code(cxt) {
      const { gen, schema, parentSchema, data } = cxt;
      const { errors } = names.default;
      const passing = gen.const('passing', _`[]`);
      const counts = gen.const('counts', _`[]`);
      const last = gen.let('last', errors);
      const valid = gen.name('_valid');
      cxt.setParams({ passing, counts });
      gen.block(() => {
        for (const index of (schema as unknown[]).keys()) {
          const branch = cxt.subschema({ keyword, schemaProp: index, compositeRule: true }, valid);
          gen.code(_`${counts}.push(${errors} - ${last})`).assign(last, errors);
          gen.if(valid, () => {
            gen.code(_`${passing}.push(${index})`);
            cxt.mergeEvaluated(branch, Name);
          });
        }
      });
      const select = parentSchema[selector] as Selector | undefined;
      const selected = select && _`${passing}.includes(${gen.scopeValue('func', { ref: select })}(${data}))`;
      const wanted = keyword === 'anyOf' ? _`${passing}.length > 0` : _`${passing}.length === 1`;
      // A discriminator names the one schema that is meant, where several would do (OpenAPI 3.0.3, Discriminator Object).
      cxt.result(
        selected ? _`${wanted} || ${selected}` : wanted,
        () => cxt.reset(),
        () => cxt.error(true),
      );
    },
  };
}

function uniqueItems(wanted: boolean, data: unknown): boolean {
  return !wanted || !Array.isArray(data) || new Set(data.map(keyOf)).size === data.length;
}

/** Prefix of the keywords by which values with bigints are judged. */
export const exactly = 'exact:';

const isNumber = (data: unknown): data is number | bigint => typeof data === 'number' || typeof data === 'bigint';

/** Bounds of numbers; `rounded` as `compareTo` takes it. */
function bounds(rounded: ReadonlySet<number>): Record<string, SchemaValidateFunction> {
  const compared = (holds: (difference: number) => boolean) => (bound: number, data: unknown) =>
    !isNumber(data) || Number.isNaN(data) || holds(compareTo(bound, data, rounded));
  return {
    [`${exactly}minimum`]: compared((difference) => difference >= 0),
    [`${exactly}maximum`]: compared((difference) => difference <= 0),
    [`${exactly}exclusiveMinimum`]: compared((difference) => difference > 0),
    [`${exactly}exclusiveMaximum`]: compared((difference) => difference < 0),
  };
}

const exact: Readonly<Record<string, SchemaValidateFunction>> = {
  [`${exactly}type`]: (types: string | readonly string[], data) =>
    (typeof types === 'string' ? [types] : types).some((type) => isOfType(type, data)),
  [`${exactly}enum`]: (values: readonly unknown[], data) => {
    const key = roundedKeyOf(data);
    return values.some((value) => roundedKeyOf(value) === key) || hasUnknown(data);
  },
  [`${exactly}const`]: (value: unknown, data) => roundedKeyOf(value) === roundedKeyOf(data) || hasUnknown(data),
  [`${exactly}multipleOf`]: (divisor: number, data) =>
    !isNumber(data) || Number.isNaN(data) || isMultipleOf(data, divisor),
  [`${exactly}format`]: (format: string, data) => typeof data !== 'bigint' || isOfFormat(format, data),
};

/** Keywords that have an exact twin. */
export const exactKeywords: ReadonlySet<string> = new Set(
  Object.keys({ ...exact, ...bounds(new Set()) }).map((name) => name.slice(exactly.length)),
);

/** Whether a number in the value is one about which nothing is said. */
function hasUnknown(data: unknown): boolean {
  if (typeof data === 'number') return Number.isNaN(data);
  return typeof data === 'object' && data !== null && Object.values(data).some(hasUnknown);
}

function isOfType(type: string, data: unknown): boolean {
  if (type === 'number') return isNumber(data);
  if (type === 'integer') return typeof data === 'bigint' || Number.isNaN(data) || Number.isInteger(data);
  if (type === 'null') return data === null;
  if (type === 'array') return Array.isArray(data);
  if (type === 'object') return typeof data === 'object' && data !== null && !Array.isArray(data);
  return typeof data === type;
}
