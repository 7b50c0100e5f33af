/** Reads the operations of a document (after its overlay): structure only, no judgement. */
import { operationNames } from './ids.ts';
import { at, follow, isObject, join } from './pointer.ts';
import { readSecurity } from './security.ts';
import { text } from './text.ts';
import type {
  Contract,
  JsonSchema,
  Level,
  MediaType,
  Operation,
  Parameter,
  ParameterPlace,
  Promised,
  RequestBody,
  ResponseHeader,
  ResponseSpec,
  TimeLimit,
} from './types.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** All operations of a contract's document, in the document's order. */
export function readOperations(contract: Contract): Operation[] {
  const { document } = contract;
  const paths = document['paths'];
  if (!isObject(paths)) return [];
  const found = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const raw = isObject(item) ? item[method] : undefined;
      return isObject(raw) ? [{ path, method, raw }] : [];
    }),
  );
  const names = operationNames(
    found.map(({ path, method, raw }) => ({
      path,
      method,
      operationId: given(raw['operationId']),
      given: given(raw['x-id']),
    })),
  );
  return found.map(({ path, method, raw }, index) => readOperation(contract, path, method, raw, names[index] ?? ''));
}

const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function readOperation(contract: Contract, path: string, method: string, raw: JsonSchema, name: string): Operation {
  const { document } = contract;
  const item = join('/paths', path);
  const pointer = join(item, method);
  return {
    id: `${contract.id}/${name}`,
    name,
    contract,
    method: method.toUpperCase(),
    path,
    pointer,
    parameters: readParameters(document, item, pointer),
    body: readBody(document, pointer),
    responses: readResponses(document, pointer),
    security: readSecurity(document, pointer),
    setUpOnly: raw['x-set-up-only'] === true,
    promises: Array.isArray(raw['x-promises']) ? (raw['x-promises'] as unknown as Promised[]) : [],
    timeLimit: isObject(raw['x-time-limit']) ? (raw['x-time-limit'] as unknown as TimeLimit) : undefined,
  };
}

function readParameters(document: JsonSchema, item: string, operation: string): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const list of [join(item, 'parameters'), join(operation, 'parameters')]) {
    const raw = at(document, list);
    for (const index of Array.isArray(raw) ? raw.keys() : []) {
      const target = follow(document, join(list, index));
      if (!target) continue;
      const { value, pointer } = target;
      found.set(`${text(value['in'])} ${text(value['name'])}`, {
        name: text(value['name']),
        place: value['in'] as ParameterPlace,
        required: value['required'] === true,
        pointer,
        schema: follow(document, join(pointer, 'schema'))?.value ?? {},
        allowEmptyValue: value['allowEmptyValue'] === true,
        role: typeof value['x-role'] === 'string' ? value['x-role'] : undefined,
      });
    }
  }
  return [...found.values()];
}

function readContent(document: JsonSchema, pointer: string): MediaType[] {
  const raw = at(document, join(pointer, 'content'));
  return Object.entries(isObject(raw) ? raw : {}).map(([type, media]) => ({
    type,
    schemaPointer: isObject(media) && isObject(media['schema']) ? join(pointer, 'content', type, 'schema') : undefined,
  }));
}

function readBody(document: JsonSchema, operation: string): RequestBody | undefined {
  const target = follow(document, join(operation, 'requestBody'));
  if (!target) return undefined;
  return {
    required: target.value['required'] === true,
    pointer: target.pointer,
    content: readContent(document, target.pointer),
  };
}

function readResponses(document: JsonSchema, operation: string): ReadonlyMap<string, ResponseSpec> {
  const raw = at(document, join(operation, 'responses'));
  const keys = Object.keys(isObject(raw) ? raw : {}).filter((key) => /^([1-5](\d\d|XX)|default)$/.test(key));
  return new Map(
    keys.map((key) => {
      const { pointer, value } = follow(document, join(operation, 'responses', key)) ?? {
        pointer: operation,
        value: {},
      };
      const description = typeof value['description'] === 'string' ? value['description'] : '';
      return [
        key,
        { key, pointer, description, content: readContent(document, pointer), headers: readHeaders(document, pointer) },
      ];
    }),
  );
}

function readHeaders(document: JsonSchema, response: string): ResponseHeader[] {
  const raw = at(document, join(response, 'headers'));
  return Object.keys(isObject(raw) ? raw : {}).flatMap((name) => {
    const target = follow(document, join(response, 'headers', name));
    if (!target) return [];
    const given = target.value['x-level'] as Level | undefined;
    const level = given ?? (target.value['required'] === true ? 'MUST' : 'INFO');
    const valueLevel = (target.value['x-value-level'] as Level | undefined) ?? given ?? 'MUST';
    const schema = follow(document, join(target.pointer, 'schema'))?.value ?? {};
    const valueRule = valueLevel === level ? '' : 'value';
    const contradicted = target.value['x-contradicted'] === true;
    return [{ name, level, valueLevel, valueRule, contradicted, pointer: target.pointer, schema }];
  });
}

/** The documented response that covers a status: `404`, else `4XX`, else `default`. */
export const responseFor = (operation: Operation, status: number): ResponseSpec | undefined =>
  operation.responses.get(String(status)) ??
  operation.responses.get(`${Math.floor(status / 100)}XX`) ??
  operation.responses.get('default');

/** The operation as if it did not document a status: what somebody else may have answered with it is not its answer. */
export function withoutResponse(operation: Operation, status: number): Operation {
  const response = responseFor(operation, status);
  return {
    ...operation,
    responses: new Map([...operation.responses].filter(([, each]) => each !== response)),
  };
}
