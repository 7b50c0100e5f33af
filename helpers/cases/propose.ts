/** Values for a schema, the best first: what the document gives as an example, its default, one of its enum, then what is generated. */
import { at, follow, isObject } from '../contract/pointer.ts';
import type { Contract, Json, Origin } from '../contract/types.ts';
import { generate, TooLarge } from './generate/generate.ts';
import { flatten, Unbuildable } from './generate/merge.ts';
import { matches, whyInvalid, withoutReadOnly } from './valid.ts';

export type Proposal =
  | { readonly value: Json; readonly origin: Origin }
  /** Why there is no value. */
  | { readonly reason: string };

export interface Wanted {
  /** Examples that stand beside the schema: of the parameter or the media type. */
  readonly examples: readonly Json[];
  /** Name of the parameter, for generated text. */
  readonly name: string;
  /** Whether optional properties are wanted too. Default: required ones only. */
  readonly optional?: boolean;
  /** Whether a value can be sent where it is wanted, beside being valid. */
  readonly sendable?: (value: Json) => boolean;
}

/** How generation is tried, in this order, until the validator accepts the value. */
const ways: readonly { examples: boolean; optional: boolean; branch: number }[] = [
  { examples: true, optional: false, branch: 0 },
  { examples: false, optional: false, branch: 0 },
  { examples: true, optional: true, branch: 0 },
  { examples: false, optional: true, branch: 0 },
  { examples: false, optional: false, branch: 1 },
  { examples: false, optional: false, branch: 2 },
];

/** The first value that the schema at a pointer accepts, with where it comes from. */
export function propose(contract: Contract, pointer: string, wanted: Wanted): Proposal {
  const { document } = contract;
  const sendable = wanted.sendable ?? (() => true);
  const isValid = (value: Json) => sendable(value) && whyInvalid(contract, pointer, value) === undefined;
  for (const [origin, candidates] of given(document, pointer, wanted.examples))
    for (const each of candidates) {
      const value = withoutReadOnly(document, [pointer], each);
      // Where the validator misses what was left out, the document's own example is sent as it is.
      const found = [value, ...asRead(value), each].find((form) => isValid(form));
      if (found !== undefined) return { value: found, origin };
    }
  let reason = 'nothing was tried';
  for (const way of ways) {
    if (wanted.optional && !way.optional) continue;
    try {
      const value = generate(document, pointer, {
        ...way,
        name: wanted.name,
        matches,
        accepts: (branch, inner) => whyInvalid(contract, branch, inner) === undefined,
      });
      if (!sendable(value)) reason = 'the generated value cannot be sent there';
      else {
        const invalid = whyInvalid(contract, pointer, value);
        if (invalid === undefined) return { value, origin: 'generated' };
        reason = `the generated value is not valid: ${invalid}`;
      }
    } catch (error) {
      if (error instanceof TooLarge) return { reason: error.message };
      if (!(error instanceof Unbuildable)) throw error;
      reason = error.message;
    }
  }
  return { reason };
}

/** What the document gives, by origin, most telling first. */
function given(document: Json, pointer: string, examples: readonly Json[]): [Origin, readonly Json[]][] {
  const schemas = schemasAt(document, pointer);
  const all = (key: string) => schemas.flatMap((schema) => (schema[key] === undefined ? [] : [schema[key]]));
  const lists = (key: string) => all(key).flatMap((each) => (Array.isArray(each) ? (each as readonly Json[]) : []));
  return [
    ['example', [...examples, ...all('example'), ...lists('examples')]],
    ['default', all('default')],
    ['enum', [...all('const'), ...lists('enum')].filter((each) => each !== null && each !== '')],
  ];
}

function schemasAt(document: Json, pointer: string): readonly Readonly<Record<string, Json>>[] {
  try {
    return flatten(document, pointer).nodes.map(({ schema }) => schema);
  } catch {
    const own = follow(document, pointer)?.value ?? at(document, pointer);
    return isObject(own) ? [own] : [];
  }
}

/** An example that is written as text (`"12"`, `"true"`, `"{…}"`) as the value that is meant. */
function asRead(value: Json): Json[] {
  if (typeof value !== 'string') return typeof value === 'object' ? [] : [String(value)];
  try {
    return [JSON.parse(value) as Json];
  } catch {
    return [];
  }
}
