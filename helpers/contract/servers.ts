/** Servers of a document (OpenAPI 3.0.3, Server Object): addresses with their variables filled in, and the one that fits. */
import type { Findings } from './document-finding.ts';
import { at, isObject, join, ownOf } from './pointer.ts';
import type { JsonSchema } from './values.ts';

/** One server. */
export interface Server {
  /** As documented, variables replaced by their defaults; absolute, or relative to where the document is served. */
  readonly url: string;
  /** Scheme, host and port; undefined where the document gives a path only. */
  readonly origin: string | undefined;
  /** Path prefix without a slash at its end, possibly empty. */
  readonly path: string;
}

/** The address that a document was read from, by its name; undefined for a file. */
export const locationOf = (file: string): string | undefined => (/^https?:/i.test(file) ? file : undefined);

/**
 * The servers that an object (document, path item, operation) lists itself. `location`: the address that the document was read
 * from, which relative servers are relative to (OpenAPI 3.0.3, Server Object).
 */
export function readServers(document: JsonSchema, pointer: string, findings: Findings, location?: string): Server[] {
  const list = at(document, join(pointer, 'servers'));
  if (!Array.isArray(list)) return [];
  return list.flatMap((each, index) => {
    if (!isObject(each) || typeof each['url'] !== 'string') return [];
    const url = withDefaults(each['url'], each['variables']);
    const server = serverOf(url, location);
    const where = join(pointer, 'servers', index, 'url');
    if (!server) findings.add('server', where, `${JSON.stringify(url.slice(0, 100))} is no address, so it is not used`);
    return server ? [server] : [];
  });
}

/** `{name}` is replaced by the default of its variable, else by its first value; without either it is left out. */
function withDefaults(url: string, variables: unknown): string {
  const known = isObject(variables) ? variables : {};
  return url.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = ownOf(known, name);
    if (!isObject(variable)) return '';
    const { default: given, enum: values } = variable;
    const value = given ?? (Array.isArray(values) ? values[0] : undefined);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

const nowhere = 'http://document.invalid';

function serverOf(url: string, location = nowhere): Server | undefined {
  // A host alone, which authors write, would be read as a path.
  const text = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/|$)/.test(url) ? `https://${url}` : url;
  if (!URL.canParse(text, location)) return undefined;
  const { origin, pathname } = new URL(text, location);
  const path = pathname.replace(/\/+$/, '');
  return { url, origin: origin === nowhere || origin === 'null' ? undefined : origin, path };
}

/**
 * The server that fits an address: of the same origin and the longest path that the address begins with, else of the same
 * origin, else the one whose path the address ends with; the first one where none does. Undefined where there are no servers.
 */
export function fittingServer(servers: readonly Server[], url: string): Server | undefined {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  const score = (server: Server): number => {
    const isHere = server.origin === origin;
    const isPrefix = path === server.path || path.startsWith(`${server.path}/`);
    if (isHere) return 2_000 + (isPrefix ? 1_000 + server.path.length : 0);
    return server.path !== '' && path.endsWith(server.path) ? 1 + server.path.length : 0;
  };
  return servers.toSorted((a, b) => score(b) - score(a))[0];
}
