/** Prose that names an endpoint: a skeleton of a document with what was found, for a person to complete. */
import { isObject, join } from '../pointer.ts';
import type { Json, JsonSchema } from '../types.ts';
import { operationSections, type OperationSection, type StatusSection } from './prose-sections.ts';
import { proseNotes } from './prose-notes.ts';
import type { FoundPart, ImportNote, PublishedText } from './published.ts';
import type { DeclaredType } from './typescript-types.ts';

/**
 * The skeleton (OpenAPI 3.1) of a page of prose: method, path, headers, statuses and the types it shows. Undefined where
 * the text names no method with a path. What a page cannot say (host, error cases, formats) is not made up.
 */
export function readProse({ name, text }: PublishedText): FoundPart | undefined {
  const sections = operationSections(text).filter(({ statuses, request }) => statuses.length + request.length > 0);
  if (sections.length === 0) return undefined;
  const types = declaredTypes(sections);
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Record<string, Json>> = {};
  const notes: ImportNote[] = [];
  for (const section of sections) {
    const operation = operationName(section.path, section.method);
    const build = { section, operation, types, schemas };
    (paths[section.path] ??= {})[section.method.toLowerCase()] = operationOf(build);
    notes.push(...proseNotes(section, join('/paths', section.path, section.method.toLowerCase()), types));
  }
  const document: JsonSchema = {
    openapi: '3.1.0',
    info: { title: sections[0]?.heading ?? '', version: versionOf(sections) },
    servers: [{ url: '/' }],
    paths,
    components: { schemas, ...securitySchemes(sections) },
  };
  notes.push({
    code: 'no-server',
    pointer: '/servers/0/url',
    names: [],
    sentence: 'the page names no host: it is configuration',
  });
  return { from: name, kind: 'prose', document, notes };
}

interface Build {
  readonly section: OperationSection;
  /** `deleteDocument`. */
  readonly operation: string;
  readonly types: ReadonlyMap<string, readonly DeclaredType[]>;
  readonly schemas: Record<string, Json>;
}

function operationOf(build: Build): Json {
  const { section, operation } = build;
  const body = requestBody(build);
  const parameters = [...headerParameters(section), ...pathParameters(section.path)];
  const responses = Object.fromEntries(section.statuses.map((status) => [status.status, responseOf(build, status)]));
  return {
    summary: section.heading,
    operationId: operation,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: Object.keys(responses).length > 0 ? responses : { default: { description: 'not documented' } },
    ...(isBearer(section) ? { security: [{ bearer: [] }] } : {}),
  };
}

function requestBody(build: Build): Json | undefined {
  const { section, operation } = build;
  const declared = section.request.find((block) => block.kind === 'type');
  const example = section.request.find((block) => block.kind === 'json' && !isHeaders(block.value));
  if (!declared && !example) return undefined;
  const media: Record<string, Json> = {};
  if (declared?.kind === 'type')
    media['schema'] = component(build, declared.declared.name ?? `${title(operation)}Request`, declared.declared, []);
  if (example?.kind === 'json') media['example'] = example.value;
  return { required: true, content: { [mediaType(section)]: media } };
}

function responseOf(build: Build, status: StatusSection): Json {
  const declared = status.blocks.filter((block) => block.kind === 'type').map((block) => block.declared);
  const example = status.blocks.find((block) => block.kind === 'json');
  const body = declared.find(({ schema }) => schema['enum'] === undefined);
  const enums = declared.filter(({ schema }) => schema['enum'] !== undefined);
  const media: Record<string, Json> = {};
  if (body) media['schema'] = component(build, `${title(build.operation)}${outcomeName(status.status)}`, body, enums);
  if (example?.kind === 'json') media['example'] = example.value;
  return {
    description: status.heading || status.status,
    ...(Object.keys(media).length > 0 ? { content: { 'application/json': media } } : {}),
  };
}

/** Puts a declared type among the components under a name of its own, and refers to it. */
function component(build: Build, name: string, declared: DeclaredType, enums: readonly DeclaredType[]): Json {
  build.schemas[name] = resolved(declared.schema, build, declared, enums);
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * A type's schema with its references resolved: first to the enums printed beside it (also where the name differs and
 * there is but one), then to what the page declares once. What is declared nowhere becomes the empty schema.
 */
function resolved(value: JsonSchema, build: Build, of: DeclaredType, enums: readonly DeclaredType[]): JsonSchema {
  const visit = (each: Json): Json => {
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each !== 'object' || each === null) return each;
    const ref = (each as JsonSchema)['$ref'];
    if (typeof ref === 'string') return target(ref.slice('#/components/schemas/'.length));
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, visit(inner)]));
  };
  const target = (name: string): Json => {
    const beside = enums.find((each) => each.name === name);
    if (beside) return beside.schema;
    const [declared, ...others] = build.types.get(name) ?? [];
    if (declared && others.length === 0 && declared !== of) {
      if (!Object.hasOwn(build.schemas, name)) {
        build.schemas[name] = {};
        build.schemas[name] = resolved(declared.schema, build, declared, []);
      }
      return { $ref: `#/components/schemas/${name}` };
    }
    const unused = enums.filter((each) => !of.uses.includes(each.name ?? ''));
    return unused.length === 1 && !declared ? (unused[0]?.schema ?? {}) : {};
  };
  return visit(value) as JsonSchema;
}

/** Every type the page declares by name, with all its declarations. */
function declaredTypes(sections: readonly OperationSection[]): ReadonlyMap<string, readonly DeclaredType[]> {
  const types = new Map<string, DeclaredType[]>();
  for (const { request, statuses } of sections)
    for (const block of [...request, ...statuses.flatMap(({ blocks }) => blocks)]) {
      if (block.kind !== 'type' || block.declared.name === undefined) continue;
      types.set(block.declared.name, [...(types.get(block.declared.name) ?? []), block.declared]);
    }
  return types;
}

/** A block of request headers: an object that names Authorization or Content-Type. */
const isHeaders = (value: Json): boolean =>
  isObject(value) && Object.keys(value).some((key) => /^(authorization|content-type)$/i.test(key));

function headersOf({ request }: OperationSection): [string, Json][] {
  return request.flatMap((block) =>
    block.kind === 'json' && isHeaders(block.value) && isObject(block.value) ? Object.entries(block.value) : [],
  );
}

const isBearer = (section: OperationSection): boolean =>
  headersOf(section).some(
    ([name, value]) => /^authorization$/i.test(name) && typeof value === 'string' && /^bearer\b/i.test(value),
  );

function mediaType(section: OperationSection): string {
  const given = headersOf(section).find(([name]) => /^content-type$/i.test(name))?.[1];
  return typeof given === 'string' ? given : 'application/json';
}

/** Headers of the block are required; those that only the text names are optional: it says that one can send them. */
function headerParameters(section: OperationSection): Json[] {
  const ignored = /^(authorization|content-type|accept)$/i;
  const inBlock = headersOf(section).filter(([name]) => !ignored.test(name));
  const named = section.headers.filter(
    ({ name }) => !ignored.test(name) && !inBlock.some(([each]) => each.toLowerCase() === name.toLowerCase()),
  );
  const parameter = (name: string, required: boolean, example: Json): Json => ({
    name,
    in: 'header',
    required,
    schema: { type: 'string' },
    example,
  });
  return [
    ...inBlock.map(([name, value]) => parameter(name, true, value)),
    ...named.map(({ name, example }) => parameter(name, false, example)),
  ];
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const securitySchemes = (sections: readonly OperationSection[]): JsonSchema =>
  sections.some(isBearer) ? { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } : {};

/** The date of a version header, else the version in the path, else 0. */
function versionOf(sections: readonly OperationSection[]): string {
  const dated = sections
    .flatMap(({ headers }) => headers)
    .find(({ name, example }) => /version/i.test(name) && /^[\w.-]+$/.test(example));
  return dated?.example ?? /\/(v\d+)\//.exec(sections[0]?.path ?? '')?.[1] ?? '0';
}

/** `/v1/delete-document` as `deleteDocument`; where the last segments are parameters the method leads. */
function operationName(path: string, method: string): string {
  const words = path
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{') && !/^v\d+$/.test(segment));
  const last = (words.at(-1) ?? '').split(/[^A-Za-z0-9]+/).filter(Boolean);
  const [first = 'call', ...rest] = last.length > 1 ? last : [method.toLowerCase(), ...last];
  return first.toLowerCase() + rest.map(title).join('');
}

const title = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const outcomes: Readonly<Record<string, string>> = {
  '400': 'BadRequest',
  '401': 'Unauthorized',
  '403': 'Forbidden',
  '404': 'NotFound',
  '409': 'Conflict',
  '422': 'UnprocessableContent',
  '429': 'TooManyRequests',
  '500': 'InternalServerError',
  '502': 'BadGateway',
  '503': 'ServiceUnavailable',
};

/** The name of a status in a schema's name: `Success` of 2xx, `NotFound` of 404, else the number. */
const outcomeName = (status: string): string => (status === '200' ? 'Success' : (outcomes[status] ?? status));
