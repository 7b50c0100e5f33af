/** The shape of `specs/<vendor>/profile.yaml`: what a vendor's document does not say, as data. */
import { z } from 'zod';

/** `$NAME`: the value of an environment variable. `token:<name>`: a token of this profile. Anything else is a text. */
const source = z.string('must be text, $NAME or token:<name>').min(1, 'must not be empty');
/** Several sources: the first one that has a value is used. */
const sources = z.union([source, z.array(source).min(1)], 'must be text, $NAME, token:<name>, or a list of them');
const variable = z.string().regex(/^\$[A-Z][A-Z0-9_]*$/, 'must be an environment variable: $NAME');
const pointer = z.string().regex(/^\//, 'must be a JSON pointer: /a/b');
const environments = ['loopback', 'sandbox', 'staging', 'production'] as const;

const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}, 'must be a regular expression');

const environment = z.strictObject({
  /** Host names, `*.example.com` for all below one. */
  hosts: z.array(z.string()).default([]),
  /** What a key of this environment looks like. */
  key: pattern.optional(),
});

const token = z.strictObject({
  /** Address of the token service. */
  url: variable.optional(),
  /** Id and secret, sent as HTTP Basic (RFC 7617). */
  basic: z.tuple([variable, variable]).optional(),
  /** Id and secret of an OAuth 2.0 client, for the client credentials grant (RFC 6749, 4.4). */
  client: z.tuple([variable, variable]).optional(),
  scope: z.string().optional(),
  /** Where the answer holds the token; the first that is there. */
  from: z.array(pointer).min(1).optional(),
  /** How long it lives, in words: recorded, not waited for. */
  lifetime: z.string().optional(),
  /** Takes what is not given here from another token of the profile. */
  like: z.string().optional(),
  /** Requested by a scenario only, never before the run. */
  onDemand: z.boolean().optional(),
});

const step = z.strictObject({
  /** Pointer into the answer of the create operation: the address to put the content to. */
  put: pointer,
  text: z.string(),
  contentType: z.string().default('text/plain'),
  /** The end of the id of a clause of the create operation that a success of this step proves. */
  proves: z.string().optional(),
});

const resource = z.strictObject({
  id: z.strictObject({
    in: z.enum(['path', 'query', 'header', 'body']),
    /** The parameter's name, or a JSON pointer into the request body. */
    name: z.string(),
    /** JSON pointer into the answer of the create operation, or `Location`. */
    from: z.union([pointer, z.literal('Location')]),
    /** The same with `*` for items, where one answer can name several. */
    all: pointer.optional(),
  }),
  /** The parameter that names what the resource is part of. */
  parent: z.string().optional(),
  create: z.strictObject({
    operation: z.string(),
    body: z.record(z.string(), z.unknown()).optional(),
    /** Name of the form part that carries a generated file. */
    part: sources.optional(),
    file: z.enum(['png', 'text']).optional(),
    // Data, never awaited: the word that a profile reads best with.
    // oxlint-disable-next-line unicorn/no-thenable
    then: step.optional(),
    /** Pointer to a text of the body that is filled with a unique mark: only an answer that repeats it created something. */
    marker: pointer.optional(),
    /** Statuses that say that something was created; without them any documented 2xx. */
    success: z.array(z.int()).optional(),
  }),
  /** An operation that succeeds exactly while the resource exists. */
  exists: z.string().optional(),
  remove: z.string().optional(),
  /** An id that names nothing, with {uuid}. */
  unknown: z.string().optional(),
});

/** What a user writes. */
export const profileShape = z.strictObject({
  baseUrl: variable,
  /** Environments that the suite may write to. Production also needs ALLOW_PRODUCTION. */
  writes: z.array(z.enum(environments)).default([]),
  environments: z.partialRecord(z.enum(environments), environment).default({}),
  /** `complete`: the document names every status, so that another one is a deviation. */
  statuses: z.enum(['complete', 'default']).default('default'),
  /** A value outside its schema must be rejected. */
  'strict-input': z.boolean().default(false),
  /** Path between base URL and the document's paths; without it the path of the document's server. */
  pathPrefix: z.string().optional(),
  /** Operations that are verified, as `path=GLOB`, `method=GLOB`, `tag=GLOB`, `operation=GLOB` or `deprecated`; all where it is empty. */
  include: z.array(z.string()).default([]),
  /** Operations that are left out, in the same way. */
  exclude: z.array(z.string()).default([]),
  /** By security scheme of the document, then by role. */
  credentials: z
    .record(
      z.string(),
      z.strictObject({
        valid: sources,
        insufficient: sources.optional(),
        'rate-limit': sources.optional(),
        renewed: sources.optional(),
      }),
    )
    .default({}),
  tokens: z.record(z.string(), token).default({}),
  /** Headers that every request carries, by name; their values are never shown. */
  headers: z.record(z.string(), sources).default({}),
  /** Values of parameters, by name. */
  values: z.record(z.string(), sources).default({}),
  /** Values of parameters that name nothing, by name. */
  unknown: z.record(z.string(), z.string()).default({}),
  resources: z.record(z.string(), resource).default({}),
  /** What exists at the vendor and must stay as it is: every write to it has to be rejected. By name, then by parameter. */
  fixtures: z.record(z.string(), z.record(z.string(), variable)).default({}),
  /** Comma list of the hosts to which signed URLs may lead. */
  signedUrlHosts: variable.optional(),
  /** Further variables that scenarios or the plugin read. */
  variables: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.enum(['text', 'secret', 'url', 'list', 'flag', 'date']))
    .default({}),
});

export type ProfileData = z.output<typeof profileShape>;
export type Sources = z.infer<typeof sources>;
export type ResourceSpec = ProfileData['resources'][string];
export type TokenSpec = ProfileData['tokens'][string];
export type CredentialRole = 'valid' | 'insufficient' | 'rate-limit' | 'renewed';

/** A vendor's profile, complete: what the file says, and what follows from its documents. Plain data. */
export interface Profile extends ProfileData {
  /** The name of the vendor's folder. */
  readonly vendor: string;
  /** File the profile was read from; undefined where it follows from the documents alone. */
  readonly file: string | undefined;
  /** How the names of the vendor's variables begin: `BOOKS_`. */
  readonly prefix: string;
  /**
   * Of a vendor that has no folder in `specs/`: the options of the command line by what they set, which is a variable or a
   * pointer into the profile without its first slash (`credentials/ApiKeyAuth`). Messages name the option.
   */
  readonly options?: Readonly<Record<string, string>>;
  /** Security schemes whose credentials the profile does not name: without them the cases that need one are not run. */
  readonly byConvention: readonly string[];
  /** Security schemes whose credential is a whole Authorization header, such as `Token …`: API keys in that header. */
  readonly authorizationKeys: readonly string[];
  /** Parameters that some operation requires. */
  readonly required: readonly string[];
}
