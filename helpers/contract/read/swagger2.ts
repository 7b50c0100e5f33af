/** Turns a Swagger 2.0 document into the structure of OpenAPI 3.0, and knows where each part of it stood. */
import { at, isObject, join, localPointer, ownOf } from '../pointer.ts';
import { text } from '../text.ts';
import type { Json, JsonSchema } from '../values.ts';
import { convertParameters, headerOf, type Source } from './swagger2-parameters.ts';

type Mutable = Record<string, unknown>;

/** The converted document, and where its parts come from: see `originOf`. */
export interface Converted {
  readonly document: JsonSchema;
  readonly origins: Origins;
}

/** Pointers into a converted document, with those into the document as published. What stands below one stood below the other. */
export type Origins = ReadonlyMap<string, string>;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** Where whole groups went. */
const groups: Readonly<Record<string, string>> = {
  '/definitions': '/components/schemas',
  '/responses': '/components/responses',
  '/securityDefinitions': '/components/securitySchemes',
};

/** Converts a document (Swagger 2.0), whose schemas become part of the result. */
export function convertSwagger2(old: JsonSchema): Converted {
  const origins = new Map<string, string>(Object.entries(groups).map(([from, to]) => [to, from]));
  const convert: Conversion = { old, origins };
  const {
    swagger: _version,
    host,
    basePath,
    schemes,
    definitions,
    responses,
    parameters: _parameters,
    securityDefinitions,
    ...rest
  } = old;
  const { consumes: _consumes, produces: _produces, paths, ...kept } = rest;
  const converted: Mutable = {
    ...kept,
    openapi: '3.0.3',
    servers: serversOf(host, basePath, schemes),
    paths: mapOf(paths, (item, path) => pathItem(convert, item, join('/paths', path))),
    components: {
      schemas: definitions ?? {},
      responses: mapOf(responses, (each, name) =>
        response(convert, each, { from: join('/responses', name), to: join('/components/responses', name) }, undefined),
      ),
      securitySchemes: mapOf(securityDefinitions, (each) => securityScheme(each)),
    },
  };
  rewriteReferences(converted, old, origins);
  return { document: converted as JsonSchema, origins };
}

interface Conversion {
  readonly old: JsonSchema;
  /** New pointers and where they come from. What stands below one stood below the other. */
  readonly origins: Map<string, string>;
}

/** The pointer into the document as published for one into the converted document. */
export function originOf(origins: Origins, pointer: string): string {
  for (let start = pointer; start !== ''; start = start.slice(0, start.lastIndexOf('/'))) {
    const from = origins.get(start);
    if (from !== undefined) return from + pointer.slice(start.length);
  }
  return pointer;
}

const mapOf = (map: unknown, convert: (value: Json, key: string) => unknown): Mutable =>
  isObject(map)
    ? Object.fromEntries(
        Object.entries(map).map(([key, value]) => [
          key,
          key.startsWith('x-') && !isObject(value) ? value : convert(value, key),
        ]),
      )
    : {};

/** Follows the reference of an object that has no equal in OpenAPI 3: it is put where it is used. */
function followed({ old }: Conversion, value: Json, pointer: string): Source | undefined {
  let source: Source = { value: value as JsonSchema, pointer };
  for (let step = 0; step < 20; step += 1) {
    if (!isObject(source.value)) return undefined;
    const reference = source.value['$ref'];
    if (typeof reference !== 'string') return source;
    const target = localPointer(reference);
    if (target === undefined) return undefined;
    source = { value: at(old, target) as JsonSchema, pointer: target };
  }
  return undefined;
}

function pathItem(convert: Conversion, value: Json, pointer: string): unknown {
  const source = followed(convert, value, pointer);
  if (!source) return value;
  if (source.pointer !== pointer) convert.origins.set(pointer, source.pointer);
  const { parameters, ...rest } = source.value;
  const shared = sourcesOf(convert, parameters, join(source.pointer, 'parameters'));
  const item: Mutable = { ...rest };
  for (const method of methods)
    if (isObject(rest[method]))
      item[method] = operation(convert, rest[method], shared, {
        from: join(source.pointer, method),
        to: join(pointer, method),
      });
  return item;
}

const sourcesOf = (convert: Conversion, list: unknown, pointer: string): Source[] =>
  Array.isArray(list)
    ? list.map((each, index) => {
        const own = { value: each as JsonSchema, pointer: join(pointer, index) };
        return followed(convert, each as Json, own.pointer) ?? own;
      })
    : [];

interface Moved {
  readonly from: string;
  readonly to: string;
}

function operation(convert: Conversion, value: JsonSchema, shared: readonly Source[], { from, to }: Moved): Mutable {
  const { consumes, produces, parameters, responses, schemes: _schemes, ...rest } = value;
  const own = sourcesOf(convert, parameters, join(from, 'parameters'));
  const nameOf = ({ value: each }: Source) => `${text(each['in'])} ${text(each['name'])}`;
  const names = new Set(own.map(nameOf));
  const all = [...shared.filter((each) => !names.has(nameOf(each)) || nameOf(each) === ' '), ...own];
  const media = listOf(consumes) ?? listOf(convert.old['consumes']) ?? [];
  convert.origins.set(to, from);
  return {
    ...rest,
    ...convertParameters(all, media, to, convert.origins),
    ...(responses !== undefined && {
      responses: mapOf(responses, (each, key) =>
        response(
          convert,
          each,
          { from: join(from, 'responses', key), to: join(to, 'responses', key) },
          listOf(produces),
        ),
      ),
    }),
  };
}

const listOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value.filter((each) => typeof each === 'string') : undefined;

/** A response; `produces`: those of its operation, where it has its own. */
function response(convert: Conversion, value: Json, { from, to }: Moved, produces: string[] | undefined): unknown {
  if (!isObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string' && produces === undefined && reference.startsWith('#/responses/')) return value;
  const source = followed(convert, value, from);
  if (!source) return value;
  if (source.pointer !== to) convert.origins.set(to, source.pointer);
  const { schema, headers, examples, ...rest } = source.value;
  const isFile = isObject(schema) && schema['type'] === 'file';
  const given = isObject(examples) ? examples : {};
  const types = produces ?? listOf(convert.old['produces']) ?? [isFile ? 'application/octet-stream' : '*/*'];
  const content = Object.fromEntries(
    types.map((type) => {
      convert.origins.set(join(to, 'content', type, 'schema'), join(source.pointer, 'schema'));
      const example = ownOf(given, type) ?? (types.length === 1 ? Object.values(given)[0] : undefined);
      return [
        type,
        { schema: isFile ? { type: 'string', format: 'binary' } : schema, ...(example !== undefined && { example }) },
      ];
    }),
  );
  return {
    ...rest,
    ...(schema !== undefined && { content }),
    ...(isObject(headers) && { headers: mapOf(headers, headerOf) }),
  };
}

/** Scheme, host and path of the document; each may be missing (Swagger 2.0, Swagger Object). */
function serversOf(host: unknown, basePath: unknown, schemes: unknown): { url: string }[] {
  const path = typeof basePath === 'string' ? basePath : '/';
  if (typeof host !== 'string') return [{ url: path }];
  return (listOf(schemes) ?? ['https']).map((scheme) => ({ url: `${scheme}://${host}${path}` }));
}

const flows: Readonly<Record<string, string>> = { application: 'clientCredentials', accessCode: 'authorizationCode' };

function securityScheme(value: Json): unknown {
  if (!isObject(value)) return value;
  const { type, flow, authorizationUrl, tokenUrl, scopes, ...rest } = value;
  if (type === 'basic') return { ...rest, type: 'http', scheme: 'basic' };
  if (type !== 'oauth2') return value;
  const name = ownOf(flows, text(flow)) ?? text(flow);
  return {
    ...rest,
    type,
    flows: {
      [name]: {
        ...(authorizationUrl !== undefined && { authorizationUrl }),
        ...(tokenUrl !== undefined && { tokenUrl }),
        scopes: scopes ?? {},
      },
    },
  };
}

/** References follow what they lead to. */
function rewriteReferences(document: Mutable, old: JsonSchema, origins: ReadonlyMap<string, string>): void {
  const moved = new Map([...origins].map(([to, from]) => [from, to]));
  const seen = new WeakSet<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const holder = value as Mutable;
    const target = typeof holder['$ref'] === 'string' ? localPointer(holder['$ref']) : undefined;
    if (target !== undefined && at(old, target) !== undefined)
      holder['$ref'] = `#${originOf(moved, target).replaceAll('%', '%25')}`;
    for (const each of Object.values(holder)) visit(each);
  };
  visit(document);
}
