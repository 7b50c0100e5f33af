/** What the parts of the generator share. */
import type { Json } from '../../contract/types.ts';
import type { Flat } from './merge.ts';

export interface Options {
  /** Whether optional properties are made too. Default: required ones only. */
  readonly optional?: boolean;
  /** Whether examples and defaults that stand inside the schema are used. Default true. */
  readonly examples?: boolean;
  /** Which branch of each anyOf and oneOf is tried first, counted from 0. Default 0. */
  readonly branch?: number;
  /** Name of the parameter or body, for its text. */
  readonly name?: string;
  /** Whether the schema at a pointer of the document accepts a value. */
  readonly accepts: (pointer: string, value: Json) => boolean;
  /** Whether a text matches a pattern; false where that cannot be told. */
  readonly matches: (pattern: string, text: string) => boolean;
}

export interface Context extends Options {
  readonly document: Json;
  /** Makes the value of schemas that apply together. */
  readonly build: (flat: Flat, place: Place) => Json;
}

/** Where a value is made. */
export interface Place {
  readonly depth: number;
  /** Pointers of the `$ref`s that the value lies in: how recursion is noticed. */
  readonly inside: readonly string[];
  readonly name: string;
  /** 0, 1, 2 … give different values, for lists without repetition. */
  readonly variant: number;
}
