/** Contracts and operations as read from a document (after its overlay). */
import type { ValidateFunction } from 'ajv';
import type { Clause } from './clause.ts';
import type { SecurityRequirement } from './security.ts';
import type { JsonSchema, Level } from './values.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  readonly name: string;
  readonly place: ParameterPlace;
  readonly required: boolean;
  /** JSON pointer of the parameter object in the document. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  readonly allowEmptyValue: boolean;
  /** `tenant`: names the organization on whose behalf the request is made (`x-role` in the overlay). */
  readonly role: string | undefined;
}

export interface MediaType {
  readonly type: string;
  /** JSON pointer of the schema, or undefined where the document gives none. */
  readonly schemaPointer: string | undefined;
}

export interface RequestBody {
  readonly required: boolean;
  readonly pointer: string;
  readonly content: readonly MediaType[];
}

export interface ResponseHeader {
  readonly name: string;
  /** Whether it has to be there. */
  readonly level: Level;
  /** Whether its value, where it is there, has to match. */
  readonly valueLevel: Level;
  /** Rule of the clause about its value: empty where one clause promises that it is there and that its value matches. */
  readonly valueRule: '' | 'value';
  /** The documents contradict themselves on whether it has to be there (`x-contradicted` in the overlay). */
  readonly contradicted: boolean;
  readonly pointer: string;
  readonly schema: JsonSchema;
}

export interface ResponseSpec {
  /** `404`, `4XX` or `default`, as documented. */
  readonly key: string;
  readonly pointer: string;
  readonly description: string;
  readonly content: readonly MediaType[];
  readonly headers: readonly ResponseHeader[];
}

/** A promise that only prose makes, put into the document by the overlay as `x-promises`. */
export interface Promised {
  /** `<group>/<rule>`. */
  readonly id: string;
  readonly level: Level;
  readonly sentence: string;
  readonly page: string;
  readonly conditional?: string;
}

/** How long an answer may take, put into the document by the overlay as `x-time-limit`. */
export interface TimeLimit {
  readonly milliseconds: number;
  readonly level: Level;
}

export interface Operation {
  /** `<contract>/<name>`, the name by `operationNames`: unique and free of slashes. */
  readonly id: string;
  /** The id without its contract. */
  readonly name: string;
  readonly contract: Contract;
  readonly method: string;
  /** As documented, with `{names}`. */
  readonly path: string;
  readonly pointer: string;
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  readonly responses: ReadonlyMap<string, ResponseSpec>;
  /** Alternatives (OR) of schemes that are needed together (AND); see `needsCredential` and `schemeNames`. */
  readonly security: readonly SecurityRequirement[];
  /** Used to prepare cases only: its answers are judged, no negative cases are made for it. */
  readonly setUpOnly: boolean;
  readonly promises: readonly Promised[];
  readonly timeLimit: TimeLimit | undefined;
}

export interface Contract {
  /** `max-ai-v2`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  /** Path of the document inside the project. */
  readonly file: string;
  /** Path prefix that the document's server adds to the vendor's base URL (`/v2`), possibly empty. */
  readonly basePath: string;
  readonly document: JsonSchema;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Compiles (once) the schema at a JSON pointer of the document. Throws SpecError. */
  validator(pointer: string): ValidateFunction;
  /** Methods that the document gives the path, upper case. */
  methodsOf(path: string): readonly string[];
}
