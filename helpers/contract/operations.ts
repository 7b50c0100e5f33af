/** Reads the operations of a document: structure only, no judgement. */
import type { Findings } from './document-finding.ts';
import { operationNames } from './ids.ts';
import { readParameters } from './parameters.ts';
import { at, follow, isObject, join } from './pointer.ts';
import { excluded } from './read/schema-node.ts';
import { readBody, readResponses } from './responses.ts';
import { readSecurity } from './security.ts';
import { locationOf, readServers } from './servers.ts';
import type { Contract, JsonSchema, Operation, Promised, TimeLimit } from './types.ts';

export { responseFor, withoutResponse } from './responses.ts';

/** Methods that a path item may have (OpenAPI 3.2, Path Item Object). */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** An operation as it is found: where its path item and itself stand, `$ref`s followed. */
interface Found {
  readonly path: string;
  readonly method: string;
  readonly item: string;
  readonly pointer: string;
  readonly raw: JsonSchema;
}

/** All operations of a contract's document that can be read, in the document's order. Flaws go to `findings`. */
export function readOperations(contract: Contract, findings: Findings): Operation[] {
  const { document } = contract;
  const found = findOperations(document, findings);
  const names = operationNames(
    found.map(({ path, method, raw }) => ({
      path,
      method,
      operationId: given(raw['operationId']),
      given: given(raw['x-id']),
    })),
  );
  tellDuplicates(found, findings);
  const operations = found.flatMap((each, index) =>
    isExcluded(document, each) ? [] : [readOperation(contract, each, names[index] ?? '', findings)],
  );
  if (operations.length === 0) findings.add('no-operations', '/paths', emptySentence(document));
  return operations;
}

const emptySentence = ({ webhooks }: JsonSchema): string =>
  isObject(webhooks)
    ? 'there is no operation that could be verified: webhooks are requests of the vendor, not to it'
    : 'there is no operation that could be verified';

const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function findOperations(document: JsonSchema, findings: Findings): Found[] {
  const paths = document['paths'];
  if (!isObject(paths)) return [];
  return Object.keys(paths).flatMap((path) => {
    if (path.startsWith('x-')) return [];
    if (!path.startsWith('/')) {
      findings.add(
        'structure',
        join('/paths', path),
        `${JSON.stringify(path)} is no path, so nothing below it is verified`,
      );
      return [];
    }
    return itemsOf(document, path).flatMap((item) => {
      const value = at(document, item) as JsonSchema;
      const additional = isObject(value['additionalOperations']) ? Object.keys(value['additionalOperations']) : [];
      return [
        ...methods.map((method) => ({ method, pointer: join(item, method) })),
        ...additional.map((method) => ({ method, pointer: join(item, 'additionalOperations', method) })),
      ].flatMap(({ method, pointer: written }) => {
        const target = follow(document, written);
        return target && target.value[excluded] !== true
          ? [{ path, method, item, pointer: target.pointer, raw: target.value }]
          : [];
      });
    });
  });
}

/** The path item itself and, behind its `$ref`, the one it refers to. */
function itemsOf(document: JsonSchema, path: string): string[] {
  const own = join('/paths', path);
  const target = follow(document, own)?.pointer;
  return [...new Set([own, ...(target === undefined ? [] : [target])])].filter((each) => isObject(at(document, each)));
}

/** Methods that a contract's document gives a path, upper case. */
export const methodsOf = ({ document }: Pick<Contract, 'document'>, path: string): string[] =>
  itemsOf(document, path).flatMap((item) => {
    const value = at(document, item) as JsonSchema;
    const additional = isObject(value['additionalOperations']) ? Object.keys(value['additionalOperations']) : [];
    return [
      ...methods.filter((method) => isObject(value[method])).map((method) => method.toUpperCase()),
      ...additional,
    ];
  });

function tellDuplicates(found: readonly Found[], findings: Findings): void {
  const seen = new Map<string, string>();
  for (const { pointer, raw } of found) {
    const id = given(raw['operationId']);
    if (id === undefined) continue;
    const first = seen.get(id);
    if (first === undefined) seen.set(id, pointer);
    else
      findings.add(
        'duplicate-operation-id',
        join(pointer, 'operationId'),
        `operationId ${JSON.stringify(id.slice(0, 80))} is duplicated; both operations are named by method and path`,
      );
  }
}

/** Whether a part without which no request can be made could not be read; its finding says so. */
function isExcluded(document: JsonSchema, { item, pointer }: Found): boolean {
  const parts = [join(item, 'parameters'), join(pointer, 'parameters')].flatMap((list) => {
    const value = at(document, list);
    return Array.isArray(value) ? [...value.keys()].map((index) => join(list, index)) : [];
  });
  return [...parts, join(pointer, 'requestBody')].some((part) => follow(document, part)?.value[excluded] === true);
}

function readOperation(contract: Contract, found: Found, name: string, findings: Findings): Operation {
  const { document } = contract;
  const { path, method, item, pointer, raw } = found;
  const security = readSecurity(document, pointer);
  for (const { scheme } of security.flat())
    if (scheme.type === 'unknown')
      findings.add(
        'security-scheme',
        scheme.pointer,
        `the security scheme ${JSON.stringify(scheme.name)} is not declared, or of no known type`,
      );
  const location = locationOf(contract.file);
  const own = readServers(document, pointer, findings, location);
  const responses = readResponses(document, pointer, findings);
  if (responses.size === 0)
    findings.add('structure', pointer, 'the operation documents no response, so no status is judged');
  return {
    id: `${contract.id}/${name}`,
    name,
    contract,
    method: method.toUpperCase(),
    path,
    pointer,
    parameters: readParameters({ document, path, item, operation: pointer }, findings),
    body: readBody(document, pointer),
    responses,
    security,
    setupOnly: raw['x-set-up-only'] === true,
    tags: Array.isArray(raw['tags']) ? raw['tags'].map(String) : [],
    deprecated: raw['deprecated'] === true,
    servers: own.length > 0 ? own : readServers(document, item, findings, location),
    basePath: contract.basePath,
    promises: Array.isArray(raw['x-promises']) ? (raw['x-promises'] as unknown as Promised[]) : [],
    timeLimit: isObject(raw['x-time-limit']) ? (raw['x-time-limit'] as unknown as TimeLimit) : undefined,
  };
}
