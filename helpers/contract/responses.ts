/** Bodies and responses of an operation as documented. */
import type { Findings } from './document-finding.ts';
import { at, follow, isObject, join } from './pointer.ts';
import type { JsonSchema, Level, MediaType, Operation, RequestBody, ResponseHeader, ResponseSpec } from './types.ts';

/** The media types that an object (request body, response) lists under `content`. */
export function readContent(document: JsonSchema, pointer: string): MediaType[] {
  const content = at(document, join(pointer, 'content'));
  return Object.keys(isObject(content) ? content : {}).flatMap((type) => {
    const target = follow(document, join(pointer, 'content', type));
    if (!target) return [];
    const schema = target.value['schema'];
    const hasSchema = isObject(schema) || typeof schema === 'boolean';
    return [{ type, pointer: target.pointer, schemaPointer: hasSchema ? join(target.pointer, 'schema') : undefined }];
  });
}

/** The body that an operation takes, or undefined where it documents none. */
export function readBody(document: JsonSchema, operation: string): RequestBody | undefined {
  const target = follow(document, join(operation, 'requestBody'));
  if (!target) return undefined;
  const { value, pointer } = target;
  return { required: value['required'] === true, pointer, content: readContent(document, pointer) };
}

/** The documented responses by status: `404`, `4XX` or `default`. */
export function readResponses(
  document: JsonSchema,
  operation: string,
  findings: Findings,
): ReadonlyMap<string, ResponseSpec> {
  const responses = at(document, join(operation, 'responses'));
  const found = new Map<string, ResponseSpec>();
  for (const written of Object.keys(isObject(responses) ? responses : {})) {
    if (written.startsWith('x-')) continue;
    const where = join(operation, 'responses', written);
    const key = /^[1-5]xx$/i.test(written) ? written.toUpperCase() : written;
    if (!/^(?:[1-5](?:\d\d|XX)|default)$/.test(key)) {
      findings.add('structure', where, `${JSON.stringify(written.slice(0, 40))} is no status; it documents nothing`);
      continue;
    }
    const { pointer, value } = follow(document, where) ?? { pointer: where, value: {} as JsonSchema };
    const description = typeof value['description'] === 'string' ? value['description'] : '';
    const [content, headers] = [readContent(document, pointer), readHeaders(document, pointer)];
    found.set(key, { key, pointer, description, content, headers });
  }
  return found;
}

function readHeaders(document: JsonSchema, response: string): ResponseHeader[] {
  const headers = at(document, join(response, 'headers'));
  return Object.keys(isObject(headers) ? headers : {}).flatMap((name) => {
    const target = follow(document, join(response, 'headers', name));
    // "If a response header is defined with the name "Content-Type", it SHALL be ignored" (OpenAPI 3.0.3, Response Object).
    if (!target || name.toLowerCase() === 'content-type') return [];
    const { value, pointer } = target;
    const given = value['x-level'] as Level | undefined;
    const level = given ?? (value['required'] === true ? 'MUST' : 'INFO');
    const valueLevel = (value['x-value-level'] as Level | undefined) ?? given ?? 'MUST';
    const mediaType = isObject(value['content']) ? Object.keys(value['content'])[0] : undefined;
    const schemaPointer =
      mediaType === undefined ? join(pointer, 'schema') : join(pointer, 'content', mediaType, 'schema');
    return [
      {
        name,
        level,
        valueLevel,
        valueRule: valueLevel === level ? ('' as const) : ('value' as const),
        contradicted: value['x-contradicted'] === true,
        pointer,
        schemaPointer: at(document, schemaPointer) === undefined ? undefined : schemaPointer,
        mediaType,
        explode: value['explode'] === true,
        style: typeof value['style'] === 'string' ? value['style'] : 'simple',
        schema: follow(document, schemaPointer)?.value ?? {},
      },
    ];
  });
}

/** The documented response that covers a status: `404`, else `4XX`, else `default`. */
export const responseFor = (operation: Operation, status: number): ResponseSpec | undefined =>
  operation.responses.get(String(status)) ??
  operation.responses.get(`${Math.floor(status / 100)}XX`) ??
  operation.responses.get('default');

/** The operation without one of its documented statuses: a gateway may have answered with it instead. */
export function withoutResponse(operation: Operation, status: number): Operation {
  const response = responseFor(operation, status);
  if (!response) return operation;
  const responses = new Map([...operation.responses].filter(([, each]) => each !== response));
  // What covered the status less exactly, `4XX` or `default`, covers it no more either.
  return withoutResponse({ ...operation, responses }, status);
}
