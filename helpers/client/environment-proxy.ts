/** The proxy of the environment, for what is no vendor's: pages, GitHub, a chat. */
import { environment } from '../config/environment.ts';
import { proxyFor, readProxy } from '../config/proxy.ts';
import { UserError } from '../contract/types.ts';

/** Gives the proxy for a connection, undefined where it is made directly. Throws UserError where a variable is wrong. */
export function environmentProxy(): (host: string, port: number) => string | undefined {
  const { settings, problems } = readProxy(environment());
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return (host, port) => proxyFor(host, port, settings);
}
