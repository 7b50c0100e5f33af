/** Where operations stand below the base URL of a vendor: by the server of the document that fits it (OpenAPI 3.0.3, Server Object). */
import { fittingServer, type Server } from '../contract/servers.ts';
import type { Contract, Operation } from '../contract/types.ts';

/** What is known of the address beside the document. */
export interface Address {
  /** The base URL; undefined where it is not known yet. */
  readonly baseUrl?: string | undefined;
  /** What the profile says stands between the base URL and the document's paths. */
  readonly pathPrefix?: string | undefined;
}

/** The path of an address without a slash at its end: empty for an origin. */
const pathOf = (url: string): string => new URL(url).pathname.replace(/\/+$/, '');

/**
 * The path between the base URL and the document's paths, possibly empty: what the profile says, else the path of the server that
 * fits the base URL, unless the base URL ends with that path already.
 */
export function basePathOf({ servers, basePath }: Pick<Contract, 'servers' | 'basePath'>, address: Address): string {
  const { baseUrl, pathPrefix } = address;
  if (pathPrefix !== undefined) return pathPrefix;
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return basePath;
  const path = fittingServer(servers, baseUrl)?.path ?? '';
  return path !== '' && pathOf(baseUrl).endsWith(path) ? '' : path;
}

/**
 * An operation at the base path of its contract; one with servers of its own at theirs, which must be at the base URL too: of the
 * same origin as it or as the document's server, and not outside the path that the base URL has already.
 */
export function placed(operation: Operation, basePath: string, { baseUrl }: Address): Operation {
  const { servers, contract } = operation;
  if (servers.length === 0) return { ...operation, basePath };
  const url = baseUrl !== undefined && URL.canParse(baseUrl) ? baseUrl : undefined;
  const main = url === undefined ? contract.servers[0] : fittingServer(contract.servers, url);
  const origins = [undefined, main?.origin, url === undefined ? undefined : new URL(url).origin];
  const own = bestOf(
    servers.filter(({ origin }) => main === undefined || origins.includes(origin)),
    url,
  );
  const path = own && pathBelow(own.path, main?.path ?? '', basePath, url);
  return path === undefined
    ? { ...operation, basePath, elsewhere: servers[0]?.url ?? '' }
    : { ...operation, basePath: path };
}

const bestOf = (servers: readonly Server[], url: string | undefined): Server | undefined =>
  url === undefined ? servers[0] : fittingServer(servers, url);

/** What stands between the base URL and the path of an operation whose server has the path `own`; undefined where that is above it. */
function pathBelow(own: string, main: string, basePath: string, url: string | undefined): string | undefined {
  // What stands before the document's server stands before that of the operation, too.
  if (basePath.endsWith(main)) return `${basePath.slice(0, basePath.length - main.length)}${own}`;
  if (url !== undefined && own !== '' && pathOf(url).endsWith(own)) return '';
  return own === main || own.startsWith(`${main}/`) ? `${basePath}${own.slice(main.length)}` : undefined;
}
