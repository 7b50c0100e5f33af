/** Compiles the schemas of a document on demand, each once, and judges values by them. */
import type { AnySchemaObject, Options, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { hasWord } from '../has-word.ts';
import { compilePattern } from '../patterns.ts';
import { at } from '../pointer.ts';
import type { JsonSchema } from '../values.ts';
import { readErrors, type SchemaError } from './errors.ts';
import { formats } from './formats.ts';
import { redefineKeywords } from './keywords.ts';
import { translate, type Direction, type Translation } from './translate.ts';

/** How values are judged. */
export interface Judging {
  /** `response` where nothing is said. */
  readonly direction?: Direction;
  /** The value comes from `parseExactly`. */
  readonly exact?: boolean;
}

export interface Compiler {
  /** What of a value breaks the schema at a pointer; empty where it is valid. Throws where the schema cannot be compiled. */
  errors(pointer: string, value: unknown, judging?: Judging): readonly SchemaError[];
  /** Whether a value is valid against the schema at a pointer. Throws as `errors` does. */
  accepts(pointer: string, value: unknown, judging?: Judging): boolean;
}

/** ajv keys compiled patterns by their `toString`, so each needs its own. */
const regExp = Object.assign(
  (pattern: string, flags: string) => ({ ...compilePattern(pattern), toString: () => `re2:/${pattern}/${flags}` }),
  { code: 're2' },
);

// Unknown words are annotations, and legal schemas that ajv's strict mode refuses are legal. Without `ownProperties`,
// `required: ['toString']` holds of every object.
const options = {
  strict: false,
  ownProperties: true,
  validateSchema: false,
  allErrors: true,
  verbose: true,
  inlineRefs: false,
  multipleOfPrecision: 9,
  logger: false,
  addUsedSchema: false,
  formats,
  code: { regExp },
} satisfies Options;

/** A compiler of the schemas of a document in the internal dialect. `rounded`: numbers in it that are not what was written. */
export function schemaCompiler(document: JsonSchema, rounded: ReadonlySet<number> = new Set()): Compiler {
  const instances = new Map<string, Instance>();
  const validateOf = (
    pointer: string,
    { direction = 'response', exact = false }: Judging,
  ): [Instance, ValidateFunction] => {
    const name = `${direction} ${exact}`;
    const instance = instances.get(name) ?? createInstance(document, rounded, direction, exact);
    instances.set(name, instance);
    try {
      return [instance, instance.compile(pointer)];
    } catch (error) {
      // After a stack overflow the other validators of that instance are broken too.
      instances.delete(name);
      throw error;
    }
  };
  return {
    errors: (pointer, value, judging = {}) => {
      const [{ origins }, validate] = validateOf(pointer, judging);
      return validate(value) ? [] : readErrors(validate.errors ?? [], origins);
    },
    accepts: (pointer, value, judging = {}) => validateOf(pointer, judging)[1](value),
  };
}

interface Instance {
  readonly origins: WeakMap<object, string>;
  compile(pointer: string): ValidateFunction;
}

function createInstance(
  document: JsonSchema,
  rounded: ReadonlySet<number>,
  direction: Direction,
  exact: boolean,
): Instance {
  const ajv = new Ajv2020(options);
  // To track evaluated properties and items costs every schema time.
  ajv.opts.unevaluated = hasWord(document, 'unevaluatedProperties') || hasWord(document, 'unevaluatedItems');
  redefineKeywords(ajv, rounded);
  const origins = new WeakMap<object, string>();
  const names = new Map<string, string>();
  const pending: string[] = [];
  const use: Translation = {
    document,
    direction,
    exact,
    origins,
    nameOf: (pointer) => {
      const known = names.get(pointer);
      if (known !== undefined) return known;
      const name = `schema:${names.size}`;
      names.set(pointer, name);
      pending.push(pointer);
      return name;
    },
  };
  return {
    origins,
    compile: (pointer) => {
      const name = use.nameOf(pointer);
      for (let next = pending.pop(); next !== undefined; next = pending.pop())
        ajv.addSchema(translate(use, at(document, next), next) as AnySchemaObject, use.nameOf(next));
      const validate = ajv.getSchema(name);
      if (!validate) throw new Error(`there is no schema at ${pointer}`);
      return validate as ValidateFunction;
    },
  };
}
