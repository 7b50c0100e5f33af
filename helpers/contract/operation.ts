/** Contracts and operations as read from a document (after its overlay). */
import type { SchemaClauses } from './clauses/by-component.ts';
import type { Compiler } from './compile/compiler.ts';
import type { ClauseSet } from './clause-set.ts';
import type { DocumentFinding } from './document-finding.ts';
import type { Server } from './servers.ts';
import type { Policy } from './policy.ts';
import type { SecurityRequirement } from './security.ts';
import type { JsonSchema, Level } from './values.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  readonly name: string;
  /** Its name, with its place where another parameter of the operation has the same: what clause ids call it. */
  readonly label: string;
  readonly place: ParameterPlace;
  readonly required: boolean;
  /** JSON pointer of the parameter object in the document. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  /** JSON pointer of its schema, or undefined where the document gives none. */
  readonly schemaPointer: string | undefined;
  /** How its value is written (OpenAPI 3.0.3, Style Values), the default of its place filled in. */
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Media type in which its value is written instead (`content`). */
  readonly mediaType: string | undefined;
  readonly allowEmptyValue: boolean;
  /** `tenant`: names the organization on whose behalf the request is made (`x-role` in the overlay). */
  readonly role: string | undefined;
}

export interface MediaType {
  /** Key of `content`: a media type or a range of them, possibly with parameters. */
  readonly type: string;
  /** JSON pointer of the media type object. */
  readonly pointer: string;
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
  /** JSON pointer of its schema, or undefined where the document gives none. */
  readonly schemaPointer: string | undefined;
  /** Media type in which its value is written (`content`), where it has one. */
  readonly mediaType: string | undefined;
  /** Whether the properties of an object are written as `name=value` (style simple, explode). */
  readonly explode: boolean;
  /** `simple`; how a list is written where a document of Swagger 2.0 says it otherwise: `pipeDelimited`. */
  readonly style: string;
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
  /** The page's own words. */
  readonly quote?: string;
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
  readonly setupOnly: boolean;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Servers of the operation or its path; empty where those of the document hold. */
  readonly servers: readonly Server[];
  /** What stands between the vendor's base URL and its path, possibly empty. */
  readonly basePath: string;
  /** The address of its own server, where that is not below the base URL: it is not called. */
  readonly elsewhere?: string;
  readonly promises: readonly Promised[];
  readonly timeLimit: TimeLimit | undefined;
}

/** Gives `<file>#<JSON pointer>` for a JSON pointer into a contract's document. */
export type Locate = (pointer: string) => string;

export interface Contract {
  /** `books-v1`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  /** `info.title`, possibly empty. */
  readonly title: string;
  /** The document as messages and reports name it: its path inside the project, or what the command line gave. */
  readonly file: string;
  /** Path that its server adds to the vendor's base URL (`/v2`), possibly empty: of the server that fits the base URL, else the first. */
  readonly basePath: string;
  readonly servers: readonly Server[];
  /**
   * The document after its overlay, whatever its version, as OpenAPI 3.1 with schemas of JSON Schema 2020-12: types are lists
   * where null is one of them, bounds are numbers, every `$ref` is a pointer that leads somewhere.
   */
  readonly document: JsonSchema;
  /** Flaws of the document; what they concern is not judged. */
  readonly findings: readonly DocumentFinding[];
  /** Where a pointer into `document` stands as published: `<file>#<JSON pointer>`. */
  readonly locate: Locate;
  /** How strictly it is read, by the vendor's profile. Default: `defaultPolicy`. */
  readonly policy?: Policy;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly clauses: ClauseSet;
  /** Clauses of bodies by the schema that makes them; undefined where each response has its own (`x-clauses: by-response`). */
  readonly schemaClauses: SchemaClauses | undefined;
  /** Judges values by the schemas of the document. */
  readonly schemas: Compiler;
  /** How the document was read, where what was made of it has to be made again. */
  readonly reading: Reading;
}

/** What reading a document told beside its content. */
export interface Reading {
  /** First 12 hex digits of the SHA-256 of its file. */
  readonly hash: string;
  /** Numbers in it that are not what was written. */
  readonly rounded: ReadonlySet<number>;
  /** Where its parts stood before it was converted to OpenAPI 3 (`originOf`); empty where it was not. */
  readonly origins: ReadonlyMap<string, string>;
}
